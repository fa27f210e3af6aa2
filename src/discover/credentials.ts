import { hideForms, type Range } from '../config/hiding.ts';
import { REFERENCE } from '../config/reference.ts';
import type { Path } from '../model/complaint.ts';
import { mayNameSecret } from '../model/words/secret-name.ts';
import type { ServerEntry } from './entry.ts';

/** Finds secrets by their form, such as a provider's tokens. Handed in by app. */
export type SeeSecrets = (text: string) => readonly Range[];

/** A secret in plain text in a client's file. */
export interface Credential {
  /** Relative to the entry: `env.TOKEN`, `args.2`. */
  readonly at: Path;
  /** A name for it: the variable, the header, the flag. */
  readonly name: string;
  /** In the text at that place. */
  readonly range: Range;
  /** How it may be shown: without the secret. */
  readonly masked: string;
}

/** Whether a value is secret by its name; not where it is plainly something else. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|null|\d{1,5}|(?:~|\.{1,2})?[\\/][^:]*|[A-Za-z]:[\\/].*)$/i;
/** How much of a text is searched for forms: real values are one line. */
const LONGEST = 10_000;
const BEARING = /^(?:Bearer|Basic|Token)\s+/i;
const FLAG = /^--?([\w-]+)$/;
const ASSIGNED = /^(?:--?)?([\w-]+)\s*[=:]\s*(?=\S)/;
const QUERY = /[?&]([^=&#]+)=([^&#]+)/g;
const LONG_STEP = /(?<=\/)(?=[^/?#]*[0-9])(?=[^/?#]*[A-Za-z])[A-Za-z0-9_-]{32,}(?=[/?#]|$)/g;

/** Every plain-text secret in an entry. */
export function credentialsOf(
  entry: Pick<ServerEntry, 'args' | 'env' | 'headers'> & { readonly url?: string | undefined },
  see: SeeSecrets = () => [],
): Credential[] {
  const found: Credential[] = [];
  const add = (at: Path, name: string, text: string, ranges: readonly Range[]): void => {
    for (const range of merged(ranges)) found.push({ at, name, range, masked: mask(text, range) });
  };
  for (const [key, text] of Object.entries(entry.env)) add(['env', key], key, text, rangesOf(key, text, see));
  for (const [key, text] of Object.entries(entry.headers)) {
    add(['headers', key], key, text, rangesOf(/^x-|^api|auth/i.test(key) ? `${key}-key` : key, text, see));
  }
  entry.args.forEach((text, i) => {
    const [, flag] = ofSecret(FLAG.exec(entry.args[i - 1] ?? ''));
    const [lead, name = ''] = flag === undefined ? ofSecret(ASSIGNED.exec(text)) : ['', flag];
    const inside =
      lead === undefined ? rangesOf('', text, see) : shifted(rangesOf(name, text.slice(lead.length), see), lead.length);
    add(['args', i], name || `arg-${i}`, text, inside);
  });
  if (entry.url !== undefined) {
    const { url } = entry;
    const queries = [...url.matchAll(QUERY)].flatMap(({ index, 0: all, 1: name = '', 2: value = '' }): Range[] =>
      value.includes('${') || !(mayNameSecret(name) || /sig/i.test(name))
        ? []
        : [[index + all.length - value.length, index + all.length]],
    );
    const steps = [...url.matchAll(LONG_STEP)].map(({ index, 0: step }): Range => [index, index + step.length]);
    add(['url'], 'url', url, [...rangesOf('', url, see), ...queries, ...steps]);
  }
  return found;
}

/** A match whose first group is a name of a secret; else nothing. */
const ofSecret = (match: RegExpExecArray | null): readonly string[] =>
  match !== null && mayNameSecret(match[1] ?? '') ? match : [];

const shifted = (ranges: readonly Range[], by: number): Range[] => ranges.map(([from, to]) => [from + by, to + by]);

/** The secret range of a text, by its name or by its form. References are never secret. */
function rangesOf(name: string, text: string, see: SeeSecrets): Range[] {
  const held = [...text.matchAll(REFERENCE)].flatMap(({ index, 0: all, 2: body }): Range[] =>
    body === undefined ? [] : [[index, index + all.length]],
  );
  const free = ([from, to]: Range): boolean => held.every(([start, end]) => to <= start || from >= end);
  const lead = BEARING.exec(text)?.[0].length ?? 0;
  const whole: Range = [lead, text.length];
  if (mayNameSecret(name) && !HARMLESS.test(text.slice(lead)) && free(whole)) return [whole];
  const head = text.slice(0, LONGEST);
  return [...changed(head, hideForms(head)), ...see(text)].filter(free);
}

/** The range in which two texts of the same length differ. */
function changed(one: string, other: string): Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at < one.length; at++) {
    if (one[at] === other[at]) continue;
    const last = ranges.at(-1);
    // A letter of the secret may equal the cover's by chance.
    if (last !== undefined && at - last[1] <= 8) ranges[ranges.length - 1] = [last[0], at + 1];
    else ranges.push([at, at + 1]);
  }
  return ranges;
}

function merged(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  for (const [from, to] of [...ranges].sort(([one], [other]) => one - other)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], to)];
    else out.push([from, to]);
  }
  return out;
}

/** What is around a secret, and how long it is. */
const mask = (text: string, [from, to]: Range): string =>
  `${text.slice(0, from).slice(-40)}[hidden, ${to - from} characters]${text.slice(to).slice(0, 40)}`;
