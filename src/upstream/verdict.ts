import { jsonOf } from '../model/json/parse.ts';
import { isObject } from '../model/json.ts';
import { MODERN } from '../model/protocol/revision.ts';

/** Errors that only servers of the stateless protocol know. */
export const MODERN_ERRORS: ReadonlySet<number> = new Set([-32020, -32021, -32022]);
/** What the older SDKs answer to a request without a session. */
const LEGACY_ERRORS: ReadonlySet<number> = new Set([-32000, -32001]);

/**
 * Whether the refusal of an HTTP request in one protocol shows that the server now speaks another: it was replaced, and has
 * to be asked again. A server that refuses like this has done nothing.
 */
export function speaksOtherwise(protocol: string, status: number, body: string): boolean {
  if (status !== 400 && status !== 404 && status !== 405) return false;
  const code = codeIn(body);
  if (protocol !== MODERN) return code !== undefined && MODERN_ERRORS.has(code);
  return code === undefined || LEGACY_ERRORS.has(code);
}

function codeIn(body: string): number | undefined {
  const value = jsonOf(body);
  const error = isObject(value) ? value.error : undefined;
  return isObject(error) && typeof error.code === 'number' ? error.code : undefined;
}
