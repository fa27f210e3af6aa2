import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { lettersOf, MOST_LETTERS } from '../../model/text/letters.ts';
import { hasMatch } from '../../model/text/matches.ts';
import { runsOf, signsOf } from '../../model/text/runs.ts';
import { type Detector, type Example, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { entropy, isPlaceholder } from './entropy.ts';
import { hasPair, pairsOf } from './lead-pairs.ts';
import { SERVICE_TOKEN_FORMS } from './service-token-forms.ts';
import type { TokenForm } from './token-form.ts';
import { TOKEN_FORMS } from './token-forms.ts';

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
  if (end > MOST_LETTERS) return beginningIn(text, from, end);
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

/** Runs examined before a pause is offered. */
const MANY = 4_096;

function find(text: string): readonly Spotted[] {
  if (text.length < 20) return NOTHING_SPOTTED;
  const runs = runsOf(text, SIGNS, SHORTEST);
  if (runs.length === 0) return NOTHING_SPOTTED;
  const found = spotClosed(text, runs, 0, runs.length, undefined);
  return mayHoldOpen(text, runs) ? finish(withOpen(text, found)) : (found ?? NOTHING_SPOTTED);
}

/** The same with pauses. What most texts need has none, since work with pauses costs more. */
function* findInSteps(text: string): Steps<readonly Spotted[]> {
  const runs = runsOf(text, SIGNS, SHORTEST);
  let found: Spotted[] | undefined;
  for (let first = 0; first < runs.length; first += MANY) {
    yield;
    found = spotClosed(text, runs, first, Math.min(first + MANY, runs.length), found);
    if (found !== undefined && found.length >= MOST_SPOTTED) return found;
  }
  yield;
  return (yield* mayHoldOpenInSteps(text, runs)) ? yield* withOpen(text, found) : (found ?? NOTHING_SPOTTED);
}

/** Adds the forms that begin with fixed text, in some of the runs, to what was found before them. */
function spotClosed(
  text: string,
  runs: readonly number[],
  first: number,
  until: number,
  before: Spotted[] | undefined,
): Spotted[] | undefined {
  let found = before;
  let last = found?.at(-1)?.end ?? 0;
  for (let i = first; i < until; i += 2) {
    const end = runs[i + 1] as number;
    const from = Math.max(last, (runs[i] as number) - LONGEST_BEFORE, 0);
    let run: string | undefined;
    for (let at = beginningAfter(text, from, end); at >= 0; at = beginningAfter(text, at, end)) {
      // The character before it decides whether it is a lead.
      const before = Math.max(from - 1, 0);
      run ??= text.slice(before, end);
      LEAD.lastIndex = at - before;
      if (!LEAD.test(run)) {
        at++;
        continue;
      }
      const spotted = spotAt(text, at);
      if (spotted === undefined) {
        at = before + LEAD.lastIndex;
        continue;
      }
      found ??= [];
      if (found.push(spotted) >= MOST_SPOTTED) return found;
      last = spotted.end;
      at = last;
    }
  }
  return found;
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
