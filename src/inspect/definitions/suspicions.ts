import { MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from '../detectors/detector.ts';
import { sentencesOf } from '../reading/sentences.ts';
import { TOPIC as T, topicsOf } from './topics.ts';

/** The surroundings of a text. A parameter's description asks for what it names, without any word of asking. */
export interface Setting {
  readonly isParameter: boolean;
  /** Whether the tool says that conversations, models or thoughts are its purpose. */
  readonly isTrade: boolean;
}

interface Suspicion {
  readonly kind: string;
  readonly severity: Spotted['severity'];
  readonly message: string;
  /** `one`: topics of the sentence; `both`: topics of it and the next sentence together. */
  readonly says: (one: number, both: number, setting: Setting) => boolean;
}

const hasAll = (topics: number, bits: number): boolean => (topics & bits) === bits;
const hasAny = (topics: number, bits: number): boolean => (topics & bits) !== 0;

function count(topics: number, bits: number): number {
  let ones = 0;
  for (let rest = topics & bits; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}

/** Things that the model has or can reach, and that a tool gets only through its parameters. */
const KEPT = T.place | T.talk | T.results | T.machine | T.person;
const DEED = T.order | T.alter | T.carry;
/** Topics that an honest description need not mention. One of them can happen; several in one sentence do not. */
const ODD = T.reader | KEPT | T.secret | T.hush | T.foreign | T.unasked | T.override | T.trigger | T.deceit | T.address;
const ODDEST = T.reader | T.place | T.talk | T.results | T.hush | T.unasked | T.override | T.deceit | T.trigger;
/** Every suspicion takes one of these topics, and most texts have none. */
const NEEDED =
  KEPT | T.secret | T.hush | T.foreign | T.unasked | T.override | T.trigger | T.deceit | T.rivals | T.guard;
const isAdvice = (topics: number): boolean => hasAll(topics, T.advice);

/** Gravest first: each sentence is reported once. */
const SUSPICIONS: readonly Suspicion[] = [
  {
    kind: 'definition.errand',
    severity: 'high',
    message: 'Tells the model to hand over what the tool does not need, elsewhere or silently.',
    says: (one, both) =>
      hasAny(one, KEPT | T.secret) &&
      hasAll(both, T.carry | T.order) &&
      hasAny(both, T.address | T.hush) &&
      !isAdvice(both),
  },
  {
    kind: 'definition.errand',
    severity: 'medium',
    message: 'Tells the model to put into a parameter what the tool does not need.',
    says: (one, both, { isTrade }) =>
      !isTrade &&
      hasAny(one, KEPT) &&
      hasAll(both, T.carry | T.slot) &&
      hasAny(both, T.order | T.reader) &&
      !isAdvice(both),
  },
  {
    kind: 'definition.asks-context',
    severity: 'medium',
    message: 'Asks with this parameter for what the model or the machine holds besides the task.',
    says: (one, _both, { isParameter, isTrade }) =>
      isParameter &&
      !isTrade &&
      hasAny(one, KEPT) &&
      hasAny(one, T.whole | (hasAny(one, T.machine) ? 0 : T.carry)) &&
      !isAdvice(one),
  },
  {
    kind: 'definition.errand',
    severity: 'medium',
    message: 'Sends the model to a place where secrets are kept.',
    says: (one) => hasAll(one, T.place | T.order | T.read) && !isAdvice(one),
  },
  {
    kind: 'definition.override',
    severity: 'medium',
    message: 'Takes away what stands between an agent and harm.',
    says: (one) => hasAll(one, T.guard | T.order) && !isAdvice(one),
  },
  {
    kind: 'definition.shadowing',
    severity: 'medium',
    message: 'Gives orders for the use of other tools.',
    says: (one, both) =>
      hasAll(one, T.foreign | T.alter | T.order) ||
      (hasAll(one, T.foreign | T.alter) &&
        hasAny(both, T.address | T.hush | T.unasked | T.override) &&
        hasAll(both, T.order)),
  },
  {
    kind: 'definition.secrecy',
    severity: 'medium',
    message: 'Wants something done that the user is not meant to see.',
    says: (one, both) =>
      hasAll(one, T.hush) &&
      hasAll(both, T.order) &&
      hasAny(both, T.address | T.unasked | T.override | T.foreign | T.deceit),
  },
  {
    kind: 'definition.override',
    severity: 'medium',
    message: 'Puts itself above what the user says.',
    says: (one) =>
      (hasAll(one, T.override) && hasAny(one, T.order | T.choice)) ||
      (hasAll(one, T.unasked) && hasAny(one, T.order | T.reader)),
  },
  {
    kind: 'definition.secrecy',
    severity: 'medium',
    message: 'Wants the user to be told something untrue.',
    says: (one) => hasAll(one, T.deceit | T.order),
  },
  {
    kind: 'definition.preference',
    severity: 'medium',
    message: 'Pleads to be chosen over other tools, or over the model itself.',
    says: (one) => hasAll(one, T.choice | T.rivals),
  },
  {
    kind: 'definition.pretence',
    severity: 'medium',
    message: 'Speaks to the model about what does not belong in a description.',
    says: (one, both) =>
      !isAdvice(both) &&
      ((hasAll(one, T.trigger) && hasAny(both, T.address | T.unasked | T.hush | T.place | T.person | T.secret)) ||
        (hasAll(one, T.reader) && count(one, ODD & ~T.secret) >= 2 && hasAny(one, DEED)) ||
        (count(one, ODDEST) >= 2 && hasAny(one, DEED)) ||
        (count(both, ODD) >= 3 && hasAny(both, DEED))),
  },
];

/** What is suspicious in a text, told by the topics of its sentences, not their wording; at most one suspicion per sentence. */
export function suspicionsIn(text: string, setting: Setting): readonly Spotted[] {
  let found: Spotted[] | undefined;
  const sentences = Array.from(sentencesOf(text), ({ text: said, start }) => {
    const flat = said.replace(/\s+/g, ' ');
    return { flat, start, end: start + said.length, topics: topicsOf(flat, NEEDED), isRead: false };
  });
  for (const [i, one] of sentences.entries()) {
    const next = sentences[i + 1];
    if (one.topics === 0) continue;
    for (const sentence of [one, next]) {
      if (sentence === undefined || sentence.isRead) continue;
      sentence.topics |= topicsOf(sentence.flat, ~NEEDED);
      sentence.isRead = true;
    }
    const suspicion = SUSPICIONS.find(({ says }) => says(one.topics, one.topics | (next?.topics ?? 0), setting));
    if (suspicion === undefined) continue;
    found ??= [];
    found.push({
      kind: suspicion.kind,
      severity: suspicion.severity,
      start: one.start,
      end: one.end,
      message: suspicion.message,
    });
    if (found.length >= MOST_SPOTTED) break;
  }
  return found ?? NOTHING_SPOTTED;
}
