import type { Call } from '../model/call.ts';
import type { Finding } from '../model/evidence.ts';
import { jsonOf } from '../model/json/parse.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { SaidIn, Saying } from '../model/saying.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Interposer } from './interpose.ts';
import { judgeNotice, type Passing, standIn } from './notice.ts';
import { sayingsOf } from './saying.ts';
import { now, SLICE, turn } from './slices.ts';

/** The session of our own listings: no client ever shares it. */
export const OURS = { key: 'ours', source: 'shared' } as const;

const KINDS = {
  tools: 'tools/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
  prompts: 'prompts/list',
} as const;
const SAID_IN = { tools: 'tool', resources: 'resource', resourceTemplates: 'resource', prompts: 'prompt' } as const;

/**
 * Judges every definition and the instructions of a listing before the catalog gets them: they are text on its way to the
 * agent like any other. What may not pass is left out, and the record says why; the rest of the list stays.
 */
export async function judgeListing(listing: Listing, interposer: Interposer): Promise<Listing> {
  const sent = new Map<string, string>();
  const withheld: string[] = [];
  const sayings: Saying[] = [];
  const judged = { ...listing };
  let began = now();
  for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
    const about = standIn(KINDS[kind], listing.upstream, OURS, interposer.now());
    const shown: string[] = [];
    for (const text of listing[kind]) {
      if (now() - began > SLICE) {
        // Nobody's call waits for a long list: those that do wait have their turn.
        await turn();
        began = now();
      }
      const passed = await judgeText(about, text, SAID_IN[kind], sayings, interposer);
      if (passed === undefined) withheld.push(text);
      else shown.push(passed);
      if (passed !== undefined && passed !== text) sent.set(passed, text);
    }
    judged[kind] = shown;
  }
  const apart = {
    ...(sent.size === 0 ? {} : { sent }),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
  const told = (): Pick<Listing, 'sayings'> => (sayings.length === 0 ? {} : { sayings });
  if (listing.instructions === undefined) return { ...judged, ...apart, ...told() };
  const about = standIn('initialize', listing.upstream, OURS, interposer.now());
  const value = { instructions: listing.instructions };
  const passing = await judgeOften(about, value, JSON.stringify(value), 'instructions', interposer);
  if (passing !== undefined) {
    noteFindings(about, value, passing.evidence.findings, interposer);
    sayings.push(...sayingsOf(passing, 'instructions', () => '', interposer));
  }
  const shown = passing?.value.instructions;
  const instructions = typeof shown === 'string' ? shown : undefined;
  const isSame = instructions === listing.instructions;
  return {
    ...judged,
    ...apart,
    ...told(),
    instructions,
    ...(isSame ? {} : { sentInstructions: listing.instructions }),
  };
}

async function judgeText(
  about: Call,
  text: string,
  said: SaidIn,
  sayings: Saying[],
  interposer: Interposer,
): Promise<string | undefined> {
  const value = jsonOf(text);
  if (value === undefined) return undefined;
  // The catalog drops and reports what is not an object.
  if (!isObject(value)) return text;
  const passing = await judgeOften(about, value, text, said, interposer);
  if (passing === undefined) return undefined;
  noteFindings(about, value, passing.evidence.findings, interposer);
  sayings.push(...sayingsOf(passing, said, (seen) => (isObject(seen) ? nameIn(seen) : undefined) ?? '', interposer));
  return passing.text;
}

/** How often a definition is judged where an inspector failed. */
const TRIES = 3;

/**
 * An inspector may have been late only because the machine was busy as the first texts came. A definition is judged once, and its
 * tool would be missing for as long as the server runs, so it is tried again. It must pass all the same.
 */
async function judgeOften(
  about: Call,
  value: JsonObject,
  text: string,
  said: SaidIn,
  interposer: Interposer,
): Promise<Passing | undefined> {
  for (let tries = 1; ; tries++) {
    let isFault = false;
    const passing = await judgeNotice({ about, value, text, said }, interposer, () => {
      isFault = true;
    });
    if (passing !== undefined || !isFault || tries === TRIES) return passing;
  }
}

/** The server's own name for what it offers. For a resource that is its address, since a resource's `name` is for people. */
const nameIn = ({ uri, uriTemplate, name }: JsonObject): string | undefined =>
  [uri, uriTemplate, name].find((one) => typeof one === 'string');

/** More notes than these about one definition would fill the record and tell nobody anything new. */
const MOST_NOTES = 10;
const NOTES = new Set(['info', 'low']);

/** Records what was seen in a definition that passes: there is no call whose evidence would hold it. */
function noteFindings(about: Call, value: JsonObject, findings: readonly Finding[], { journal }: Interposer): void {
  const telling = findings.filter(({ kind, severity }) => kind.startsWith('definition.') && !NOTES.has(severity));
  const name = nameIn(value) ?? about.method;
  for (const { kind, severity, at, message } of telling.slice(0, MOST_NOTES)) {
    const where = `${about.target.upstream}.${name.slice(0, 200)}${at.slice(0, 200)}`;
    void journal.write({ kind: 'note', about: 'definition', message: `${where}: ${message} (${kind}, ${severity})` });
  }
}
