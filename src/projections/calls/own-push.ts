import { EXACT, exactName, headOf, nameOf } from '../../model/entity/key.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { type Json, type JsonPointer, leaves } from '../../model/json.ts';
import type { Learner } from '../values/teller.ts';
import { makingsIn } from './own-makings.ts';

/** What git says of a push: where it went, and what its host may say to it. */
export interface Push {
  /** What the repository is called, with the name of its owner and without. */
  readonly names: readonly string[];
  /**
   * Lines that ask for nothing: what git says of it, and with which its host offers a request for the branch that was pushed, to
   * the very repository.
   */
  readonly lines: readonly string[];
}

/** More is no answer to a push. */
const LONGEST = 20_000;
const MOST = 16;
const PUSHES = /^\s*git (?:-[cC] \S{1,200} )?push(?: |$)/;
/** Git writes this itself, of an address that it was configured with; what the other side says stands behind `remote: `. */
const TO =
  /^To (?:(?:https?|ssh):\/\/)?(?:[\w.-]{1,64}@)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?::\d{1,5}(?=\/))?[:/]((?:[\w.-]{1,100}\/){1,4})([\w.-]{1,100}?)(?:\.git)?\/?$/gm;
const REF =
  /^\s*[*+ ]?\s*(?:\[new branch\]|[\da-f]{4,40}\.{2,3}[\da-f]{4,40})\s+\S{1,200} -> (\S{1,200})(?: \(forced update\))?[ ]*$/gm;
const REMOTE = /^remote:\s+(\S.{0,400}?)\s*$/gm;
const OFFER =
  /^(?:to )?(?:create|open) (?:a |an )?(?:new )?(?:pull|merge) request for '?([^\s']{1,200}?)'?(?: on [\w.-]{1,40}(?: \w{1,20})?)?(?: by visiting|,? visit)?:$/i;

/** What stands before the address of a request that there is for the branch. */
const SHOWN = /^view (?:pull|merge) request for '?([^\s']{1,200}?)'?:$/i;
const REQUEST = /^(?:-\/merge_requests|merge_requests|pulls?|pull-requests)\/\d{1,9}$/;

/** Whether a command line pushes, and shows nothing that others wrote. */
export const isPush = (text: string): boolean =>
  text.includes('push') && makingsIn(text).some(({ start, end }) => PUSHES.test(text.slice(start, end)));

/** Receives what a result holds; `own` are lines that ask for nothing. */
type Pupil = Learner & { read(text: string, at: JsonPointer, known?: undefined, own?: readonly string[]): void };

/**
 * Who learns what a push printed: where the session pushed to is a value that it has chosen, and neither git's own words nor what
 * its host offers are an order.
 */
export function ofPush<P extends Pupil>(pupil: P, { names, lines }: Push): P {
  for (const name of names.map((one) => exactName(one)))
    if (name !== undefined) pupil.add(headOf(EXACT, name), nameOf(EXACT, name), '', '', 'field');
  return { ...pupil, read: (text, at) => pupil.read(text, at, undefined, lines) };
}

/** What a result of a push says of it: all of its texts together, those in printed JSON among them. */
export function pushOf(result: Json): Push | undefined {
  const texts: string[] = [];
  for (const { text, key } of leaves(result)) {
    if (key === true) continue;
    if (text.length > LONGEST || texts.length >= MOST) return undefined;
    const printed = /^\s*[{[]/.test(text) ? jsonOf(text) : undefined;
    if (printed === undefined) texts.push(text);
    else for (const leaf of leaves(printed).slice(0, MOST)) texts.push(leaf.text);
  }
  return pushIn(texts.join('\n'));
}

/**
 * What a push printed, where it says by itself which repository it went to: whoever pushed there has chosen it. Nothing if more
 * than one is named: then somebody else may have printed one of them.
 */
export function pushIn(text: string): Push | undefined {
  if (text.length > LONGEST || (!text.includes('\nTo ') && !text.startsWith('To '))) return undefined;
  const printed = text.replaceAll('\r', '');
  const [to, ...others] = printed.matchAll(TO);
  const refs = [...printed.matchAll(REF)];
  if (to === undefined || others.length > 0 || refs.length === 0) return undefined;
  const [, host = '', folders = '', repository = ''] = to;
  const owner = folders.slice(0, -1);
  const branches = refs.map(([, branch = '']) => branch);
  const offers = offersIn(printed, `https://${host}/${owner}/${repository}/`, branches);
  return {
    names: [owner, repository, `${owner}/${repository}`],
    lines: [to, ...refs].map(([line]) => line.trim()).concat(offers),
  };
}

function offersIn(text: string, place: string, branches: readonly string[]): string[] {
  const found: string[] = [];
  for (const [line, said = ''] of text.matchAll(REMOTE)) {
    const branch = (OFFER.exec(said) ?? SHOWN.exec(said))?.[1];
    const isOffer = branch === undefined ? leadsTo(said, place, branches) : branches.includes(branch);
    // As it stands there, and as the value of `remote`.
    if (isOffer) found.push(line.trim(), said);
  }
  return found;
}

/** Whether all that is said is an address at which a request for one of the branches is made, or one stands. */
function leadsTo(said: string, place: string, branches: readonly string[]): boolean {
  if (/\s/.test(said) || !said.toLowerCase().startsWith(place.toLowerCase())) return false;
  const rest = said.slice(place.length);
  if (REQUEST.test(rest)) return true;
  return branches.some((branch) =>
    [branch, encodeURIComponent(branch)].some((one) => PAGES.some((page) => rest === page + one)),
  );
}
const PAGES = [
  'pull/new/',
  'compare/',
  'merge_requests/new?merge_request%5Bsource_branch%5D=',
  '-/merge_requests/new?merge_request%5Bsource_branch%5D=',
  'pull-requests/new?source=',
];

/** A text without lines that ask for nothing, or ends of its lines that are such. Within a line the same words may be somebody's. */
export function withoutLines(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const held = lines.filter((one) => text.includes(one));
  if (held.length === 0) return text;
  return text
    .split('\n')
    .map((line) => {
      const said = line.trimEnd();
      const ending = held.find((one) => said.endsWith(one));
      return ending === undefined ? line : said.slice(0, -ending.length);
    })
    .join('\n');
}
