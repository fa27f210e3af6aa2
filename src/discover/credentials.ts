import { hideForms } from '../config/hiding.ts';
import { REFERENCE } from '../config/reference.ts';
import { SECRET_NAME } from '../config/resolve.ts';
import type { Path } from '../model/complaint.ts';
import type { ServerEntry } from './entry.ts';

/** A range of a text; the end is not part of it. */
export type Span = readonly [from: number, to: number];
/** Finds secrets by their form, such as a provider's tokens. Handed in by app. */
export type SeeSecrets = (text: string) => readonly Span[];

/** A secret in plain text in a client's file. */
export interface Credential {
  /** Relative to the entry: `env.TOKEN`, `args.2`. */
  readonly at: Path;
  /** A name for it: the variable, the header, the flag. */
  readonly name: string;
  /** In the text at that place. */
  readonly span: Span;
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
  const add = (at: Path, name: string, text: string, spans: readonly Span[]): void => {
    for (const span of merged(spans)) found.push({ at, name, span, masked: mask(text, span) });
  };
  for (const [key, text] of Object.entries(entry.env)) add(['env', key], key, text, spansOf(key, text, see));
  for (const [key, text] of Object.entries(entry.headers)) {
    add(['headers', key], key, text, spansOf(/^x-|^api|auth/i.test(key) ? `${key}-key` : key, text, see));
  }
  entry.args.forEach((text, i) => {
    const [, flag] = ofSecret(FLAG.exec(entry.args[i - 1] ?? ''));
    const [lead, name = ''] = flag === undefined ? ofSecret(ASSIGNED.exec(text)) : ['', flag];
    const inside =
      lead === undefined ? spansOf('', text, see) : shifted(spansOf(name, text.slice(lead.length), see), lead.length);
    add(['args', i], name || `arg-${i}`, text, inside);
  });
  if (entry.url !== undefined) {
    const { url } = entry;
    const queries = [...url.matchAll(QUERY)].flatMap(({ index, 0: all, 1: name = '', 2: value = '' }): Span[] =>
      value.includes('${') || !(SECRET_NAME.test(name) || /sig/i.test(name))
        ? []
        : [[index + all.length - value.length, index + all.length]],
    );
    const steps = [...url.matchAll(LONG_STEP)].map(({ index, 0: step }): Span => [index, index + step.length]);
    add(['url'], 'url', url, [...spansOf('', url, see), ...queries, ...steps]);
  }
  return found;
}

/** A match whose first group is a name of a secret; else nothing. */
const ofSecret = (match: RegExpExecArray | null): readonly string[] =>
  match !== null && SECRET_NAME.test(match[1] ?? '') ? match : [];

const shifted = (spans: readonly Span[], by: number): Span[] => spans.map(([from, to]) => [from + by, to + by]);

/** The secret range of a text, by its name or by its form. References are never secret. */
function spansOf(name: string, text: string, see: SeeSecrets): Span[] {
  const held = [...text.matchAll(REFERENCE)].flatMap(({ index, 0: all, 2: body }): Span[] =>
    body === undefined ? [] : [[index, index + all.length]],
  );
  const free = ([from, to]: Span): boolean => held.every(([start, end]) => to <= start || from >= end);
  const lead = BEARING.exec(text)?.[0].length ?? 0;
  const whole: Span = [lead, text.length];
  if (SECRET_NAME.test(name) && !HARMLESS.test(text.slice(lead)) && free(whole)) return [whole];
  const head = text.slice(0, LONGEST);
  return [...changed(head, hideForms(head)), ...see(text)].filter(free);
}

/** The range in which two texts of the same length differ. */
function changed(one: string, other: string): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < one.length; at++) {
    if (one[at] === other[at]) continue;
    const last = spans.at(-1);
    // A letter of the secret may equal the cover's by chance.
    if (last !== undefined && at - last[1] <= 8) spans[spans.length - 1] = [last[0], at + 1];
    else spans.push([at, at + 1]);
  }
  return spans;
}

function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], to)];
    else out.push([from, to]);
  }
  return out;
}

/** What is around a secret, and how long it is. */
const mask = (text: string, [from, to]: Span): string =>
  `${text.slice(0, from).slice(-40)}[hidden, ${to - from} characters]${text.slice(to).slice(0, 40)}`;
