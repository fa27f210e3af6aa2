import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf, Leaves } from '../model/json.ts';
import { finish, PIECE, type Steps } from '../model/steps.ts';
import { base64Runs, type Decoded, decodings } from '../model/text/decode.ts';
import { ANY_INVISIBLE, withoutInvisibleInSteps } from '../model/text/invisible.ts';
import { isEnough, TRAIT, type Traits, traitsIn } from '../model/text/traits.ts';
import type { InspectContext } from './context.ts';
import { assignments, looksSecret } from './detectors/assignments.ts';
import { type Detector, MOST_SPOTTED, type Spotted } from './detectors/detector.ts';
import { jwt } from './detectors/jwt.ts';
import { privateKeys } from './detectors/private-keys.ts';
import { tokens } from './detectors/tokens.ts';
import { urlPasswords } from './detectors/url-passwords.ts';
import { hexRuns, hexRunsInSteps } from './reading/hex.ts';
import { areShort, Seen } from './reading/spots.ts';
import { NOTHING_GIVEN, nothing, type SpottedGiven } from './secrets/given.ts';
import { LeafSpots, type Surroundings } from './secrets/leaf-spots.ts';

/** Most specific first: what an earlier detector reports, a later one need not report again. */
export const secretDetectors: readonly Detector[] = [privateKeys, tokens, jwt, urlPasswords, assignments];

/** No shorter text holds a secret. */
const SHORTEST = 12;
/** A quick test: every name that matches the pattern below contains one of these. */
const HINT = /key|token|secret|passw|phrase/i;
const NAMED =
  /(?:^|[_-])(?:api_?key|secret|passw(?:or)?d|passphrase|(?:access|auth|bearer|refresh|private)_?(?:key|token))$/i;

const NOBODY: Surroundings = Object.freeze({ given: NOTHING_GIVEN, receiver: undefined });

/** One way of examining a text. */
interface Look {
  readonly needs?: Traits | undefined;
  readonly at: (spots: LeafSpots) => void;
  /** The same for a long text, with pauses. */
  readonly inSteps?: (spots: LeafSpots) => Steps<void>;
}

const take = (spots: LeafSpots, found: readonly Spotted[]): void => {
  const [first] = found;
  // So many that there may be others anywhere: all of the text counts as one.
  if (first !== undefined && found.length >= MOST_SPOTTED) {
    spots.add({ ...first, start: 0, end: spots.leaf.text.length });
    return;
  }
  for (let i = 0; i < found.length; i++) {
    const spotted = found[i] as Spotted;
    if (spots.isNew(spotted.start, spotted.end)) spots.add(spotted);
  }
};

const lookPlainly = secretDetectors.map(
  ({ find, needs }): Look => ({
    needs,
    at: (spots) => take(spots, find(spots.leaf.text)),
  }),
);

/** The plain detectors for a long text, with pauses. */
function* lookInSteps(spots: LeafSpots): Steps<void> {
  const { text } = spots.leaf;
  for (const { find, findInSteps } of secretDetectors) {
    take(spots, findInSteps === undefined ? find(text) : yield* findInSteps(text));
    yield;
  }
}

const lookDecoded =
  (runsOf: (text: string) => readonly Decoded[], how: string): Look['at'] =>
  (spots) => {
    const runs = runsOf(spots.leaf.text);
    if (runs.length > 0) lookInRuns(spots, runs, how);
  };

function lookInRuns(spots: LeafSpots, runs: readonly Decoded[], how: string): void {
  for (const run of runs) {
    const spotted = firstIn(run.text, spots.around);
    // What stands for many may have something else between them.
    if (spotted === undefined || !(run.rest === true || spots.isNew(run.start, run.end))) continue;
    const message = `${spotted.message.slice(0, -1)}, in ${how}.`;
    // The span covers the whole run: redacting a part of base64 would leave the rest readable.
    spots.add({ ...spotted, start: run.start, end: run.end, message });
  }
}

/** The first secret in what a part of a text was decoded to. */
function firstIn(text: string, { given }: Surroundings): Spotted | undefined {
  for (const detector of secretDetectors) {
    const spotted = detector.find(text)[0];
    if (spotted !== undefined) return spotted;
  }
  return given.find(text)[0];
}

/** What servers are given, where no form showed it already. */
function lookForGiven(spots: LeafSpots): void {
  const { given } = spots;
  if (given.length >= MOST_SPOTTED) take(spots, given);
  else
    for (let i = 0; i < given.length; i++)
      if (!spots.has(given[i] as SpottedGiven)) spots.add(given[i] as SpottedGiven);
}

function* lookAtHexInSteps(spots: LeafSpots): Steps<void> {
  lookInRuns(spots, yield* hexRunsInSteps(spots.leaf.text), IN_HEX);
}
const IN_HEX = 'hexadecimal digits';

/** Signs that nobody sees, between others. */
const PARTED = new RegExp(`[!-~](?:${ANY_INVISIBLE})+[!-~]`);
/** Of those only one is no wider than a byte: most texts have no wider sign, which is known without reading them. */
const WIDE = /[\u0100-\uffff]/;
const SOFT_HYPHEN = '\u00ad';
/** So many values are looked for as they are; where there are more, one of them is parted. */
const FEW = 32;

/** What servers are given, found as detectors find. */
const finderOf = ({ given }: Surroundings): Pick<Detector, 'find' | 'findInSteps'> => ({
  find: (text) => given.find(text),
  findInSteps: (text) => given.findInSteps(text),
});

/** What signs that nobody sees cut up: whoever takes them out has it again. */
function* lookUncut(spots: LeafSpots): Steps<void> {
  const { text } = spots.leaf;
  if (!(WIDE.test(text) || text.includes(SOFT_HYPHEN))) return;
  if (text.length <= PIECE && !PARTED.test(text)) return;
  const whole = yield* withoutInvisibleInSteps(text);
  if (whole.length === text.length) return;
  for (const { find, findInSteps } of [...secretDetectors, finderOf(spots.around)] as readonly Pick<
    Detector,
    'find' | 'findInSteps'
  >[]) {
    const found = findInSteps === undefined ? find(whole) : yield* findInSteps(whole);
    let cut = found[FEW];
    for (const spotted of found.slice(0, FEW)) {
      if (text.length > PIECE) yield;
      if (text.includes(whole.slice(spotted.start, spotted.end))) continue;
      cut = spotted;
      break;
    }
    if (cut !== undefined) {
      const message = `${cut.message.slice(0, -1)}, cut up by signs that nobody sees.`;
      return spots.add({ ...cut, start: 0, end: text.length, message });
    }
    yield;
  }
}

/** A letter or digit written as an HTML entity: pages normally write only punctuation that way. */
const SPELLED = /&#(?:4[89]|5[0-7]|6[5-9]|[7-9]\d|1[01]\d|12[0-2]|x(?:3\d|[4-7][\da-f]));/i;

function lookUnescaped(spots: LeafSpots): void {
  const { text } = spots.leaf;
  if (!spots.isEmpty || !(text.includes('%') || (text.includes('&#') && SPELLED.test(text)))) return;
  for (const form of decodings(text).slice(1)) {
    const spotted = firstIn(form, spots.around);
    if (spotted === undefined) continue;
    spots.add({ ...spotted, start: 0, end: text.length });
    break;
  }
}

function lookAtName(spots: LeafSpots): void {
  const { text, at, key } = spots.leaf;
  if (!spots.isEmpty || key || text.length > 200 || /\s/.test(text)) return;
  const called = at.slice(at.lastIndexOf('/') + 1);
  if (!HINT.test(called)) return;
  const name = called.replace(/([a-z])([A-Z])/g, '$1_$2');
  if (!NAMED.test(name) || !looksSecret(text, /pass/i.test(name))) return;
  const message = 'Is called a password, key or token and looks like one.';
  spots.add({ kind: 'secret.generic', severity: 'medium', start: 0, end: text.length, message });
}

const LOOKS_BEHIND: readonly Look[] = [
  { at: lookForGiven },
  { at: lookDecoded(base64Runs, 'base64') },
  { needs: TRAIT.digit, at: lookDecoded(hexRuns, IN_HEX), inSteps: lookAtHexInSteps },
  { needs: TRAIT.joint, at: lookUnescaped },
  { at: lookAtName },
  { needs: TRAIT.odd, at: (spots) => finish(lookUncut(spots)), inSteps: lookUncut },
];
const LOOKS: readonly Look[] = [...lookPlainly, ...LOOKS_BEHIND];

/** Secrets in texts that are few and short. */
export function lookForSecrets(texts: Leaves, around = NOBODY): Sighting {
  const seen = new Seen();
  const { each } = traitsIn(texts);
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts.at(i) as Leaf;
    const given = around.given.find(leaf.text);
    if (leaf.text.length < SHORTEST && given.length === 0) continue;
    const spots = new LeafSpots(leaf, seen, around, given);
    const traits = each[i] as Traits;
    for (let j = 0; j < LOOKS.length; j++) {
      const look = LOOKS[j] as Look;
      if (isEnough(traits, look.needs)) look.at(spots);
    }
  }
  return seen.findings === undefined ? NOTHING_SEEN : { findings: seen.findings };
}

function* inSteps(texts: Leaves, around: Surroundings): Steps<Sighting> {
  const seen = new Seen();
  const { each } = traitsIn(texts);
  let read = 0;
  // By index: in work with pauses, an iterator allocates an object for each element.
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts.at(i) as Leaf;
    const isLong = leaf.text.length >= PIECE;
    const given = isLong ? yield* around.given.findInSteps(leaf.text) : around.given.find(leaf.text);
    if (leaf.text.length < SHORTEST && given.length === 0) continue;
    const spots = new LeafSpots(leaf, seen, around, given);
    if (isLong) yield* lookInSteps(spots);
    const looks = isLong ? LOOKS_BEHIND : LOOKS;
    for (let j = 0; j < looks.length; j++) {
      const { needs, at, inSteps: atLength } = looks[j] as Look;
      if (!isEnough(each[i] as Traits, needs)) continue;
      if (isLong && atLength !== undefined) yield* atLength(spots);
      else at(spots);
      read += leaf.text.length;
      if (read < PIECE) continue;
      read = 0;
      yield;
    }
  }
  return seen.findings === undefined ? NOTHING_SEEN : { findings: seen.findings };
}

/**
 * Secrets in arguments and in results. Findings say what was found and where, but never contain the secret. Of what its own
 * server is given, an argument tells that one nothing: there the finding is `info`.
 */
export const secrets = ({ given = nothing }: Pick<InspectContext, 'given'>): Inspector => ({
  name: 'secrets',
  version: 16,
  readsCallAlone: true,
  readsTextsAlone: true,
  onCall: ({ origin, target }, texts) =>
    lookForSecrets(texts, { given: given(), receiver: origin === 'downstream' ? target.upstream : undefined }),
  onResult: (_call, _result, texts) => {
    const around = { given: given(), receiver: undefined };
    return areShort(texts) ? lookForSecrets(texts, around) : inSteps(texts, around);
  },
});
