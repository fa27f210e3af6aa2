import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { lettersOf, MOST_LETTERS } from '../../model/text/letters.ts';
import { hasMatch } from '../../model/text/matches.ts';
import { runsInSteps, runsOf, signsOf } from '../../model/text/runs.ts';
import { type Detector, type Example, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { entropy, isPlaceholder } from './entropy.ts';
import type { TokenForm } from './tokens/form.ts';
import { TOKEN_FORMS } from './tokens/forms.ts';
import { hasPair, pairsOf } from './tokens/lead-pairs.ts';
import { SERVICE_TOKEN_FORMS } from './tokens/service-forms.ts';

const FORMS = [...TOKEN_FORMS, ...SERVICE_TOKEN_FORMS].map((form) => ({
  ...form,
  pattern: new RegExp(`(${form.lead})(${form.rest})(?![A-Za-z0-9])`, 'y'),
}));

/** Leads that begin with a variable part are found by the fixed text after it. */
const OPEN_LEADS = /^(?:\[|\\d)/;
const closed = FORMS.filter((form) => !OPEN_LEADS.test(form.lead));
const open = FORMS.filter((form) => OPEN_LEADS.test(form.lead));

// One expression for all providers, tried only where a word may begin with a lead: most texts contain none.
const leads = closed.map((form) => form.lead);
const LEAD = new RegExp(`(?<![A-Za-z0-9+])(?:${leads.join('|')})`, 'y');
const PAIRS = pairsOf(leads);
const GOES_ON = signsOf(/[A-Za-z0-9+]/);
/** Fixed text in each of those forms that consist of SIGNS alone, and the length of the shortest, in UTF-16 units. */
const OPEN_HINT = /\dQ~|\.atlasv1\.|\d:A|\.webhook\.office\.com|\d:[a-f\d]{32}|[a-f\d]-us\d|\.[\w-]{6}\.[\w-]{27}/;
const SHORTEST_OPEN = 36;
/** The same for those that contain other characters. */
const APART_HINT = /00D\w{12,15}!|access_token\$/;

function accept(form: TokenForm, hit: RegExpExecArray): Spotted | undefined {
  if (form.isWeak === true && /[\w./-]/.test(hit.input[hit.index - 1] ?? '')) return undefined;
  const whole = hit[2] ?? '';
  const rest = form.isTail === true ? whole.slice(whole.lastIndexOf('-') + 1) : whole;
  const body = rest.length > 200 ? rest.slice(0, 200) : rest;
  if (isPlaceholder(rest) || entropy(body) < form.bits || form.holds?.(hit[0]) === false) return undefined;
  return {
    kind: form.kind,
    severity: 'high',
    start: hit.index,
    end: hit.index + hit[0].length,
    message: `Holds what looks like ${form.what}.`,
  };
}

function spotAt(text: string, at: number): Spotted | undefined {
  for (const form of closed) {
    form.pattern.lastIndex = at;
    const hit = form.pattern.exec(text);
    const spotted = hit === null ? undefined : accept(form, hit);
    if (spotted !== undefined) return spotted;
  }
  return undefined;
}

/** Every form is a run of these characters and at least `SHORTEST` long; one has a space in its lead. */
const SIGNS = signsOf(/[\w.+/=%@:~-]/);
const SHORTEST = 15;
const LONGEST_BEFORE = 6;

/** Index of the next word before `end` that may be a lead; -1 if there is none. */
function beginningAfter(text: string, from: number, end: number): number {
  // The letter behind it is asked as well.
  if (end >= MOST_LETTERS) return beginningIn(text, from, end);
  const letters = lettersOf(text);
  let goesOn = from > 0 && GOES_ON[letters[from - 1] as number] === 1;
  for (let at = from; at < end; at++) {
    const code = letters[at] as number;
    if (!goesOn && hasPair(PAIRS, code, letters[at + 1] as number)) return at;
    goesOn = GOES_ON[code] === 1;
  }
  return -1;
}

/** The same for a place far into a long text. */
function beginningIn(text: string, from: number, end: number): number {
  let goesOn = from > 0 && GOES_ON[text.charCodeAt(from - 1)] === 1;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!goesOn && hasPair(PAIRS, code, text.charCodeAt(at + 1))) return at;
    goesOn = GOES_ON[code] === 1;
  }
  return -1;
}

function find(text: string): readonly Spotted[] {
  if (text.length < 20) return NOTHING_SPOTTED;
  const runs = runsOf(text, SIGNS, SHORTEST);
  if (runs.length === 0) return NOTHING_SPOTTED;
  const search = new ClosedSearch(text, runs);
  search.goOn(Number.POSITIVE_INFINITY);
  const { found } = search;
  return mayHoldOpen(text, runs) ? finish(withOpen(text, found)) : (found ?? NOTHING_SPOTTED);
}

/** The same with pauses. What most texts need has none, since work with pauses costs more. */
function* findInSteps(text: string): Steps<readonly Spotted[]> {
  const runs = yield* runsInSteps(text, SIGNS, SHORTEST);
  const search = new ClosedSearch(text, runs);
  do yield;
  while (!search.goOn(UNITS));
  const { found } = search;
  if (found !== undefined && found.length >= MOST_SPOTTED) return found;
  yield;
  return (yield* mayHoldOpenInSteps(text, runs)) ? yield* withOpen(text, found) : (found ?? NOTHING_SPOTTED);
}

/**
 * Units that are read before a pause is offered; and what counts as so many units more: each run, each place where a form may
 * begin, and each where one does.
 */
const UNITS = PIECE * 4;
const RUN = 64;
const BEGINNING = 32;
const LED = 2_048;

/** The forms that begin with fixed text, in the runs of a text. */
class ClosedSearch {
  found: Spotted[] | undefined;
  readonly #text: string;
  readonly #runs: readonly number[];
  #run = 0;
  /** Where it goes on in a run that it has begun; 0 in none. */
  #at = 0;
  /** Where the last one that was found ends. */
  #last = 0;

  constructor(text: string, runs: readonly number[]) {
    this.#text = text;
    this.#runs = runs;
  }

  /** Goes on for so many units; whether all is done. */
  goOn(units: number): boolean {
    let left = units;
    for (; this.#run < this.#runs.length; this.#run += 2) {
      if (left <= 0) return false;
      left = this.#look(this.#runs[this.#run] as number, this.#runs[this.#run + 1] as number, left) - RUN;
      if (this.found !== undefined && this.found.length >= MOST_SPOTTED) return true;
      if (this.#at > 0) return false;
    }
    return true;
  }

  /** Looks at a run, or as far into it as so many units go; how many are left. */
  #look(start: number, end: number, units: number): number {
    const text = this.#text;
    let left = units;
    let at = Math.max(this.#at, this.#last, start - LONGEST_BEFORE);
    // The character before it decides whether it is a lead.
    const before = Math.max(at - 1, 0);
    let run: string | undefined;
    while (at < end && left > 0) {
      const until = Math.min(end, at + left);
      const next = beginningAfter(text, at, until);
      left -= (next < 0 ? until : next) - at + BEGINNING;
      at = next < 0 ? until : next;
      if (next < 0) continue;
      run ??= text.slice(before, end);
      LEAD.lastIndex = at - before;
      if (!LEAD.test(run)) {
        at++;
        continue;
      }
      const last = before + LEAD.lastIndex;
      const spotted = spotAt(text, at);
      left -= LED;
      at = spotted?.end ?? last;
      if (spotted === undefined) continue;
      this.#last = spotted.end;
      this.found ??= [];
      if (this.found.push(spotted) >= MOST_SPOTTED) break;
    }
    this.#at = at < end ? at : 0;
    return left;
  }
}

/** Adds the forms that begin with a variable part. */
function* withOpen(text: string, closed: Spotted[] | undefined): Steps<readonly Spotted[]> {
  if (closed !== undefined && closed.length >= MOST_SPOTTED) return closed;
  let found = closed;
  for (const form of open) {
    yield;
    for (const hit of text.matchAll(new RegExp(`(?<![A-Za-z0-9])${form.pattern.source}`, 'g'))) {
      const spotted = accept(form, hit);
      if (spotted === undefined) continue;
      found ??= [];
      if (found.push(spotted) >= MOST_SPOTTED) break;
    }
  }
  found?.sort((a, b) => a.start - b.start);
  return found ?? NOTHING_SPOTTED;
}

/** Whether a text may contain one of them. */
function mayHoldOpen(text: string, runs: readonly number[]): boolean {
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i] as number;
    const end = runs[i + 1] as number;
    if (end - start >= SHORTEST_OPEN && OPEN_HINT.test(text.slice(start, end))) return true;
  }
  return mayHoldApart(text) && APART_HINT.test(text);
}

const mayHoldApart = (text: string): boolean =>
  (text.includes('!') && text.includes('00D')) || (text.includes('$') && text.includes('access_'));

function* mayHoldOpenInSteps(text: string, runs: readonly number[]): Steps<boolean> {
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i] as number;
    const end = runs[i + 1] as number;
    if (end - start < SHORTEST_OPEN) continue;
    const run = text.slice(start, end);
    if (end - start < PIECE ? OPEN_HINT.test(run) : yield* hasMatch(run, OPEN_HINT)) return true;
  }
  yield;
  return mayHoldApart(text) && (yield* hasMatch(text, APART_HINT));
}

const example = (form: TokenForm): Example => ({ text: `use ${form.sample.join('')} for it`, kind: form.kind });
const [first, ...others] = TOKEN_FORMS;

/** Secrets that can be recognised by a form that their provider gave them. */
export const tokens: Detector = {
  name: 'tokens',
  kinds: [...new Set(FORMS.map((form) => form.kind))],
  maturity: 'stable',
  sees: [example(first), ...others.map(example), ...SERVICE_TOKEN_FORMS.map(example)],
  ignores: [
    'sp_github_k3v9tq2mxw7a, which stands for a token in the record',
    'sp_q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo6NtBvCyDzEwGh',
    'xoxb-2838427364-9283746510-xxxxxxxxxxxxxxxxxxxx',
    'cioppino and the oy2 of a key-value store, api-first, fc-barcelona-and-all-of-its-players',
    'the pat-na1-region and access-production-database-cluster, at secret_management_for_the_whole_of_the_team',
    'favicon.ico-5d0b82e6939f3c1e7ab84d20655e1fc0.png and cache-key-9f3c1e7ab84d20655e1fc07ad3b9286e of /fc-9f3c1e7ab84d20655e1fc07ad3b9286e',
    'live_updates_and_other_things and sl.sphinx-doc-and-locale settings of tk-us-west',
    'see 1/1234567890123456, en-us2 and www.ours.example.site-of-things-that-are-long',
    'an AKIA key such as AKIAIOSFODNN7EXAMPLE',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'task-management-for-the-whole-team-and-everyone-else',
    'sk-${OPENAI_KEY}',
    'npm_config_registry_and_other_settings_here',
    'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad by git',
    '"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="',
  ],
  find,
  findInSteps,
};
