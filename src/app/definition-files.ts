import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { whatFailed } from '../discover/walk.ts';
import { codeOf, messageOf } from '../model/caught.ts';
import type { ListKind } from '../model/gate.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { type Offered, SCANNED, type Unscanned } from './scan.ts';

/** Bytes of the largest file that is read whole. */
const MOST_BYTES = 100_000_000;
const MOST_FILES = 10_000;
const ENDINGS = /\.(?:json|jsonl|ndjson)$/i;

type Definitions = { kind: ListKind; value: JsonObject; line?: number }[];

/** A server as a file describes it; lines of one file may belong to several servers. */
interface Gathered {
  readonly server: string;
  readonly file: string;
  instructions?: string;
  readonly definitions: Definitions;
}

/**
 * Reads files (or folders of them) with definitions: an answer to `tools/list`, a list of tools, or one per line. What
 * cannot be read is reported and does not keep the rest from being read.
 */
export function offeredByFiles(
  places: readonly string[],
  tell: (done: number, all: number) => void,
): { readonly offered: Offered[]; readonly unscanned: Unscanned[] } {
  const unscanned: Unscanned[] = [];
  const files = places.flatMap((place) => filesIn(place, unscanned));
  const offered = files.flatMap((file, i) => {
    tell(i + 1, files.length);
    try {
      refuseEndless(statSync(file));
      const found = readFile(file);
      if (found.every(({ definitions, instructions }) => definitions.length === 0 && instructions === undefined))
        throw new Error('it holds no definitions: a list of tools, or an object with "tools", is expected');
      return found;
    } catch (error) {
      unscanned.push({ what: file, why: whatFailed(error) });
      return [];
    }
  });
  return { offered, unscanned };
}

/** A device never ends, and a pipe waits for whoever writes to it. */
function refuseEndless(found: Stats): void {
  if (!found.isFile()) throw new Error('it is not a regular file: write the definitions into one, and name that');
  if (found.size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1_000_000} MB`);
}

function filesIn(place: string, unscanned: Unscanned[]): string[] {
  try {
    if (!statSync(place).isDirectory()) return [place];
    const entries = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => ENDINGS.test(name));
    if (entries.length === 0) unscanned.push({ what: place, why: 'it holds no .json, .jsonl or .ndjson' });
    if (entries.length > MOST_FILES)
      unscanned.push({ what: place, why: `it holds ${entries.length} files; the first ${MOST_FILES} are read` });
    return entries
      .sort()
      .slice(0, MOST_FILES)
      .map((name) => path.join(place, name));
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT';
    unscanned.push({ what: place, why: isMissing ? 'there is no such file or folder' : whatFailed(error) });
    return [];
  }
}

function readFile(file: string): Gathered[] {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  if (text.trim() === '') throw new Error('it is empty: a list of tools, or an object with "tools", is expected');
  const fallback = path.basename(file).replace(ENDINGS, '');
  const gathered = new Map<string, Gathered>();
  const of = (server: string): Gathered => {
    let one = gathered.get(server);
    if (one === undefined) {
      one = { server, file, definitions: [] };
      gathered.set(server, one);
    }
    return one;
  };
  let whole: Json | undefined;
  try {
    whole = JSON.parse(text) as Json;
  } catch (error) {
    if (!/\.(?:jsonl|ndjson)$/i.test(file)) throw new Error(`it is not JSON: ${messageOf(error)}`);
  }
  if (whole !== undefined) take(whole, fallback, of, undefined);
  else
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      let value: Json;
      try {
        value = JSON.parse(line) as Json;
      } catch (error) {
        throw new Error(`line ${i + 1} is not JSON: ${messageOf(error)}`);
      }
      take(value, fallback, of, i + 1);
    }
  return [...gathered.values()];
}

function take(value: Json, fallback: string, of: (server: string) => Gathered, line: number | undefined): void {
  const add = (server: string, kind: ListKind, one: Json): void => {
    if (isObject(one))
      of(server).definitions.push(line === undefined ? { kind, value: one } : { kind, value: one, line });
  };
  if (Array.isArray(value)) {
    for (const each of value) take(each, fallback, of, line);
    return;
  }
  if (!isObject(value)) return;
  // An answer as a recording of the protocol has it.
  if (isObject(value.result) && value.name === undefined) {
    take(value.result, fallback, of, line);
    return;
  }
  const server = serverOf(value) ?? fallback;
  if (isObject(value.tool)) {
    add(server, 'tools', value.tool);
    return;
  }
  let isListing = false;
  for (const kind of SCANNED) {
    const list = value[kind];
    if (!Array.isArray(list)) continue;
    isListing = true;
    for (const each of list) add(server, kind, each);
  }
  if (typeof value.instructions === 'string') {
    isListing = true;
    of(server).instructions = value.instructions;
  }
  if (isListing) return;
  if (typeof value.uriTemplate === 'string') add(server, 'resourceTemplates', value);
  else if (typeof value.uri === 'string') add(server, 'resources', value);
  else if (typeof value.name === 'string') add(server, Array.isArray(value.arguments) ? 'prompts' : 'tools', value);
}

function serverOf({ server, serverInfo }: JsonObject): string | undefined {
  if (typeof server === 'string' && server !== '') return server;
  const name = isObject(serverInfo) ? serverInfo.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
