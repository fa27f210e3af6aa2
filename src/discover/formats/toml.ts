import { parse } from 'smol-toml';
import type { Path } from '../../model/complaint.ts';
import { isObject, type Json } from '../../model/json.ts';
import { type Broken, brokenBy, type Parsed } from './format.ts';
import { type Statement, tomlOffset, tomlStatements } from './toml-lines.ts';

export function readToml(text: string): Parsed | Broken {
  try {
    const value = toJson(parse(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text));
    const statements = tomlStatements(text);
    return { value, doubles: [], offsetOf: (path) => offsetOf(statements, path, value) };
  } catch (error) {
    const broken = brokenBy(error, tomlOffset(text, error));
    return { ...broken, what: broken.what.replace(/^Invalid TOML document: /, '').split('\n', 1)[0] ?? broken.what };
  }
}

function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  }
  return value as Json;
}

/** The first statement of what stands at a path, or the one that holds it. */
function offsetOf(statements: readonly Statement[], path: Path, root: Json): number | undefined {
  const keys = path.map(String);
  let here: Json | undefined = root;
  for (const key of keys) here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  if (here === undefined) return undefined;
  const isAt = (longer: readonly string[], shorter: readonly string[]): boolean =>
    shorter.every((key, i) => longer[i] === key);
  const own = statements.find((each) => isAt(each.path, keys));
  return (own ?? statements.find((each) => each.kind === 'pair' && isAt(keys, each.path)))?.start;
}
