import type { Call } from '../model/call.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Interposer } from './interpose.ts';
import { judgeNotice, standIn } from './notice.ts';

/** The session that stands for our own listings: nobody's, and never shared with a client. */
const OURS = { key: 'ours', source: 'shared' } as const;

const KINDS = {
  tools: 'tools/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
  prompts: 'prompts/list',
} as const;

/**
 * Judges every definition and the instructions of a listing before the catalog has them: they are text on its way to the
 * agent like any other. What may not pass is left out, and the record says why; the rest of the list stays.
 */
export async function judgeListing(listing: Listing, interposer: Interposer): Promise<Listing> {
  const sent = new Map<string, string>();
  const withheld: string[] = [];
  const judged = { ...listing };
  for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
    const about = standIn(KINDS[kind], listing.upstream, OURS, interposer.now());
    const passing: string[] = [];
    for (const text of listing[kind]) {
      const passed = await judgeText(about, text, interposer);
      if (passed === undefined) withheld.push(text);
      else passing.push(passed);
      if (passed !== undefined && passed !== text) sent.set(passed, text);
    }
    judged[kind] = passing;
  }
  const apart = { ...(sent.size === 0 ? {} : { sent }), ...(withheld.length === 0 ? {} : { withheld }) };
  if (listing.instructions === undefined) return { ...judged, ...apart };
  const about = standIn('initialize', listing.upstream, OURS, interposer.now());
  const value = { instructions: listing.instructions };
  const passing = await judgeNotice(about, value, JSON.stringify(value), interposer);
  const instructions = passing?.value.instructions;
  return { ...judged, ...apart, instructions: typeof instructions === 'string' ? instructions : undefined };
}

async function judgeText(about: Call, text: string, interposer: Interposer): Promise<string | undefined> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  // What is no object the catalog drops and reports.
  return isObject(value) ? (await judgeNotice(about, value, text, interposer))?.text : text;
}
