import { isObject } from '../model/json.ts';
import { parseStrict } from '../model/parse.ts';
import type { Result } from '../model/result.ts';
import { failure } from './failure.ts';

/**
 * Why a call may not be sent to a server that has been started again since it was judged; undefined where its tool is what
 * it was, letter for letter. `before` and `after`: the JSON texts of the tools, `after` undefined where they cannot be had.
 */
export function changeOf(
  upstream: string,
  tool: string,
  before: readonly string[],
  after: readonly string[] | undefined,
): Result | undefined {
  if (after === undefined) {
    const what = `${upstream} was started again and cannot be listed, so that nobody knows what ${tool} is now`;
    return failure('unreachable', `${what}; it was not called`, false);
  }
  // What was not known was judged as that.
  const was = textOf(before, tool);
  if (was === undefined || was === textOf(after, tool)) return undefined;
  const what = `${upstream} was started again and describes ${tool} otherwise than when this call was judged`;
  return failure('refused', `${what}; it was not called. Call it again: it is judged by what it is now`, false);
}

function textOf(tools: readonly string[], name: string): string | undefined {
  return tools.find((text) => {
    const read = parseStrict(text);
    return read.ok && isObject(read.value) && read.value.name === name;
  });
}
