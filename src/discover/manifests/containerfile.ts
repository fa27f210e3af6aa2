import type { SeeSecrets } from '../credentials.ts';
import type { Seen } from '../find.ts';
import { wordsOf } from '../program.ts';
import { seenOfWorkload } from './workload.ts';
import type { FileSightings } from './workloads.ts';

interface Instruction {
  readonly word: string;
  readonly rest: string;
  readonly line: number;
}

/** The server that the last stage of a container file starts, if it is one. */
export function seeContainerfile(file: string, text: string, see: SeeSecrets): FileSightings {
  const all = instructionsOf(text);
  const from = all.findLastIndex(({ word }) => word === 'FROM');
  const stage = all.slice(Math.max(0, from));
  const last = (word: string): Instruction | undefined => stage.findLast((each) => each.word === word);
  const [entrypoint, command, base] = [last('ENTRYPOINT'), last('CMD'), last('FROM')];
  const words = [...wordsIn(entrypoint), ...wordsIn(command)];
  const env = Object.fromEntries(stage.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => pairsIn(rest)));
  const labels = stage.filter(({ word }) => word === 'LABEL').flatMap(({ rest }) => pairsIn(rest));
  const image = base?.rest.replace(/^--\S+\s+/, '').split(/\s+/)[0];
  const isOfCatalog = image !== undefined && /(?:^|[-/])mcp(?:$|[-/:])/i.test(image);
  const workload = {
    name: words.length > 0 ? words.join(' ').slice(0, 60) : (image ?? file),
    at: () => ({ file, line: (entrypoint ?? command ?? base)?.line ?? 1 }),
    by: 'container file',
    ...(isOfCatalog ? { image } : {}),
    words,
    env,
    ports: [],
    remarks: [...labels.map(([key, value]) => `${key}=${value}`), ...Object.keys(env)],
  };
  const seen: Seen | undefined = seenOfWorkload(workload, see);
  return { seen: seen === undefined ? [] : [seen], troubles: [] };
}

function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = [];
  let held: string[] = [];
  let start = 0;
  for (const [i, row] of text.split(/\r?\n/).entries()) {
    if (/^[ \t]*#/.test(row)) continue;
    if (held.length === 0) start = i + 1;
    held.push(row.endsWith('\\') ? row.slice(0, -1) : row);
    if (row.endsWith('\\')) continue;
    const [, word, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(held.join(' ')) ?? [];
    if (word !== undefined) found.push({ word: word.toUpperCase(), rest: (rest ?? '').trim(), line: start });
    held = [];
  }
  return found;
}

/** `["a", "b"]` or `a b`. */
function wordsIn(instruction: Instruction | undefined): string[] {
  if (instruction === undefined) return [];
  try {
    const value: unknown = JSON.parse(instruction.rest);
    if (Array.isArray(value)) return value.map(String);
  } catch {
    // It is a line for the shell.
  }
  return wordsOf(instruction.rest);
}

const pairsIn = (rest: string): [string, string][] =>
  wordsOf(rest).flatMap((word) => {
    const at = word.indexOf('=');
    return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)]];
  });
