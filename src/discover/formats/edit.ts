import { isDeepStrictEqual } from 'node:util';
import type { Path } from '../../model/complaint.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { Client } from '../client.ts';
import { type Edit, isBroken, type Parsed } from './format.ts';
import { editJson } from './json-edit.ts';
import { readFormat } from './read.ts';
import { editToml } from './toml-edit.ts';
import { editYaml } from './yaml-edit.ts';

const EDITS = { json: editJson, toml: editToml, yaml: editYaml } as const;

/** The text after an edit. Throws, with a reason for a person, rather than return a text that says anything else than it should. */
export function editText(format: Client['format'], text: string, edit: Edit): string {
  const before = valueIn(readFormat(format, text));
  const after = EDITS[format](text, edit);
  const said = readFormat(format, after);
  if (!isDeepStrictEqual(isBroken(said) ? undefined : said.value, edited(before, edit.key, edit))) {
    throw new Error('the servers are written in a way that cannot be changed without touching the rest');
  }
  return after;
}

function valueIn(answer: Parsed | { readonly what: string }): Json {
  if ('what' in answer) throw new Error(answer.what);
  return answer.value;
}

/** The same edit on values. */
function edited(value: Json, key: Path, edit: Edit): Json {
  const [step, ...rest] = key;
  if (step !== undefined) {
    if (!isObject(value)) return value;
    return { ...value, [step]: edited(value[step] ?? null, rest, edit) };
  }
  if (Array.isArray(value)) {
    const at = Math.min(...edit.remove.map(Number));
    const put = edit.put.map(([, item]) => item);
    return value.flatMap((item, i) => [...(i === at ? put : []), ...(edit.remove.includes(i) ? [] : [item])]);
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !edit.remove.includes(name));
  return Object.fromEntries([...kept, ...edit.put]);
}
