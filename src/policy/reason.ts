import type { ValuePlace } from '../model/decision.ts';
import type { Doubt } from '../model/evidence/doubt.ts';
import { isOwnWord } from '../model/evidence.ts';
import { type JsonPointer, pointerKeys } from '../model/json.ts';
import { shownName } from '../model/text/shown-name.ts';
import { saysMore } from '../model/words/member-name.ts';
import type { Condition } from './condition.ts';
import type { FindingFacts, FlowFacts, Scene } from './scene.ts';

/** Placeholders a reason may hold. */
export const PLACEHOLDERS = [
  'flow',
  'finding',
  'at',
  'origin',
  'unknown',
  'outflow',
  'frozen',
  'purpose',
  'barred',
  'failed',
] as const;
const PLACEHOLDER = new RegExp(`\\{\\{(${PLACEHOLDERS.join('|')})\\}\\}`, 'g');

export const hasPlaceholder = (reason: string): boolean => reason.search(PLACEHOLDER) >= 0;

/**
 * Fills the placeholders of a reason. `{{flow}}`, `{{finding}}`, `{{at}}` and `{{origin}}` (where the value at that place
 * came from) are about what decided: the first flow or finding that fulfils the rule's own condition. The order of
 * evidence must not matter, so "first" is by place. `place` is that place, or the one that `{{unknown}}` names.
 */
export function fillReason(
  reason: string,
  scene: Scene,
  condition: Condition | undefined,
  isWanted: (kind: string) => boolean,
): { readonly reason: string; readonly place: ValuePlace | undefined } {
  const flowOf = once(() =>
    decisive(scene.flows, scene, condition?.elements.flows, (one) => `${one.to.at}\n${one.from.at}`),
  );
  const findingOf = once(() => {
    const wanted = scene.findings.filter((one) => isWanted(one.kind));
    return decisive(wanted, scene, condition?.elements.findings, (one) => `${one.at}\n${one.kind}`);
  });
  const atOf = (): string | undefined => findingOf()?.at ?? flowOf()?.to.at;
  const fill: Readonly<Record<(typeof PLACEHOLDERS)[number], () => string>> = {
    flow: () => {
      const flow = flowOf();
      return flow === undefined ? 'A value came from an earlier result.' : flowSentence(flow, scene.flows);
    },
    finding: () => findingOf()?.message ?? '',
    at: () => {
      const at = atOf();
      const named = at === undefined ? '' : argumentName(at);
      return named === '' ? 'the arguments' : `\`${named}\``;
    },
    origin: () => originSentence(atOf(), scene),
    unknown: () => unknownSentence(scene),
    outflow: () => outflowSentence(scene),
    frozen: () => scene.session.frozen,
    purpose: () => scene.ruledOutBy,
    barred: () => scene.barred.join(', '),
    failed: () => scene.failures.map(({ by }) => `"${by}"`).join(', '),
  };
  const flowPlace = (): ValuePlace | undefined => placeOf(flowOf()?.to.at, flowOf()?.to.part);
  const findingPlace = (): ValuePlace | undefined => placeOf(findingOf()?.at, findingOf()?.letter);
  const anyPlace = (): ValuePlace | undefined => findingPlace() ?? flowPlace();
  const places: Readonly<Partial<Record<(typeof PLACEHOLDERS)[number], () => ValuePlace | undefined>>> = {
    flow: flowPlace,
    finding: findingPlace,
    at: anyPlace,
    origin: anyPlace,
    unknown: () => placeOf(scene.unknown[0]?.at),
  };
  let place: ValuePlace | undefined;
  const filled = reason.replace(PLACEHOLDER, (_, name: (typeof PLACEHOLDERS)[number]) => {
    place ??= places[name]?.();
    return fill[name]();
  });
  return { reason: filled, place };
}

/** Of two values in one text the letter tells which is meant. */
const placeOf = (at: JsonPointer | undefined, letter = 0): ValuePlace | undefined =>
  at === undefined ? undefined : { at, ...(letter === 0 ? {} : { letter }) };

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The first by place that fulfils a part of the condition; the first of all where none does. */
function decisive<T extends FlowFacts | FindingFacts>(
  all: readonly T[],
  scene: Scene,
  picks: readonly ((scene: Scene) => (element: T) => boolean)[] = [],
  key: (element: T) => string,
): T | undefined {
  if (all.length < 2) return all[0];
  const keyed = all.map((element) => ({ element, key: key(element) }));
  const sorted = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key === b.key ? 0 : 1));
  const tests = picks.map((pick) => pick(scene));
  const chosen = sorted.find(({ element }) => tests.some((test) => test(element)));
  return (chosen ?? sorted[0])?.element;
}

/** `/arguments/to/0` is `to[0]` to a person. */
function argumentName(at: string): string {
  const steps = pointerKeys(at);
  // The last one is empty where the name of a member is meant, and not its value.
  const shown = (steps[0] === 'arguments' ? steps.slice(1) : steps).filter((step) => step !== '');
  return shown.reduce(
    (text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : `${text === '' ? '' : `${text}.`}${shownName(step)}`),
    '',
  );
}

const TIMES = ['', 'one call ago', 'two calls ago', 'three calls ago', 'four calls ago', 'five calls ago'];

/** Where a value came from, in one sentence a person can check. */
export function flowSentence(flow: FlowFacts, all: readonly FlowFacts[]): string {
  // A flow into the name of the tool means that the text asks for this act.
  if (flow.to.at === '/name' && flow.from.said !== '')
    return `What it would do is asked for in ${sayingOf(flow)}${marksOf(flow)}.`;
  if (flow.to.at === '/name') {
    const field = fieldOf(flow.from.at);
    const named = field === undefined ? '' : ` of \`${field}\``;
    return `What it would do is asked for in the text${named} that \`${shownName(flow.from.tool)}\` returned ${whenOf(flow)}.`;
  }
  const name = `\`${argumentName(flow.to.at)}\``;
  // A link in a letter is only a part of the argument.
  const what = flow.from.only && flow.via === 'entity' ? `A value in ${name}` : name;
  return `${what} appears ${whereOf(flow, all)}.`;
}

/** Where the value at a place came from, or that nobody knows. Without a place, any value of the call will do. */
function originSentence(at: string | undefined, { flows, findings, session }: Scene): string {
  const here = at === undefined ? flows : flows.filter(({ to }) => to.at === at);
  const flow = firstSource(here);
  if (flow !== undefined) {
    if (at === undefined || at === '/name') return flowSentence(flow, here);
    return `${flow.via === 'exact' ? 'It' : 'Part of it'} appears ${whereOf(flow, here)}.`;
  }
  if (session.calls === 0 && !session.incomplete)
    return 'Nothing was read in this session before: it comes from the user or the model.';
  if (findings.some(({ kind }) => kind.startsWith('memory.')))
    return 'It is in no earlier result that is still known, and not all are.';
  if (at === '/name') return 'No text that was read in this session asks for it.';
  return 'It is in no earlier result of this session: it comes from the user or the model.';
}

/** The flow that a person should hear of first: the one that nobody vouches for. */
const firstSource = (flows: readonly FlowFacts[]): FlowFacts | undefined => {
  const rank = ({ labels, shape, from }: FlowFacts): string =>
    `${labels.includes('untrusted') ? 0 : 1}${shape === 'prose' ? 0 : 1}${from.at}`;
  return flows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
};

function unknownSentence({ unknown }: Scene): string {
  const [first] = unknown;
  if (first === undefined) return 'A value that decides has no known origin.';
  return `\`${argumentName(first.at)}\` decides (as ${first.role}), and is in no earlier result of this session: nobody knows where it came from.`;
}

/** Tells of the place that most went to. */
function outflowSentence({ outflows }: Scene): string {
  const most = outflows.toSorted((a, b) => b.total - a.total || (a.to < b.to ? -1 : 1))[0];
  if (most === undefined) return 'What was read in this session would leave.';
  const { to, labels, total, values } = most;
  const marks = labels.length === 0 ? '' : ` (${labels.join(', ')})`;
  return `With this call ${total} letters in ${values} values that earlier results gave${marks} will have gone to \`${to}\`.`;
}

/** `inside the text of \`body\` of what \`mail.read\` returned two calls ago (untrusted)` */
function whereOf(flow: FlowFacts, all: readonly FlowFacts[]): string {
  const { to, from, shape, via } = flow;
  if (isOwnWord(from)) return 'in an earlier call of this session, before anything that it had read held it';
  // The user's own words are kept like a result that belongs to no call.
  if (from.call === '') return 'in what the user said';
  const alsoField = all.some((other) => other.to.at === to.at && other.shape === 'field');
  if (from.said !== '') {
    const how = shape === 'field' ? 'as a value in' : alsoField ? 'in' : 'only in';
    return `${how} ${sayingOf(flow)}${marksOf(flow)}`;
  }
  const field = fieldOf(from.at);
  const isOnly = shape === 'prose' && !alsoField;
  const returned = `what \`${shownName(from.tool)}\` returned ${whenOf(flow)}${via === 'decoded' ? ', encoded' : ''}`;
  const only = isOnly ? 'only ' : '';
  if (from.doubt !== undefined) return `${only}${recordOf(field, from.doubt)}, in ${returned}`;
  const place = field === undefined ? '' : ` \`${field}\` of`;
  const where = shape === 'prose' ? `${only}inside the text of${place}` : `as the value of${place}`;
  return `${where} ${returned}`;
}

/** `in \`account\` of a record that says it was filled in by \`guest link\`` */
function recordOf(field: string | undefined, doubt: Doubt): string {
  const place = field === undefined ? 'in' : `in \`${field}\` of`;
  if (doubt === 'elsewhere') return `${place} a letter whose sender is of another house`;
  return `${place} a record that says it was filled in by \`${doubt.slice('by '.length)}\``;
}

const whenOf = (flow: FlowFacts): string => `${TIMES[flow.from.ago] ?? `${flow.from.ago} calls ago`}${marksOf(flow)}`;

const marksOf = ({ labels }: FlowFacts): string => (labels.length === 0 ? '' : ` (${labels.join(', ')})`);

/** What a server said a value in, where that was no result. */
function sayingOf({ from }: FlowFacts): string {
  const { upstream, name, at } = from;
  const server = `\`${shownName(upstream)}\``;
  const part = /^\/(?:description|title)$/.test(at) ? at.slice(1) : 'definition';
  switch (from.said) {
    case 'tool':
      return `the ${part} of \`${shownName(`${upstream}.${name}`)}\``;
    case 'prompt':
    case 'resource':
      return `the ${part} of the ${from.said} \`${shownName(name)}\` of ${server}`;
    case 'instructions':
      return `the instructions of ${server}`;
    case 'question':
      return `a question of ${server}`;
    default:
      return `a ${from.said} message of ${server}`;
  }
}

/**
 * The member a value stood in. JSON inside a text has its own pointer behind a `#`. A name that says more than a name is left
 * out: whoever wrote the result would speak to the person who is asked.
 */
const fieldOf = (at: string): string | undefined =>
  pointerKeys(at.replace('#', '')).findLast((step) => !/^\d+$/.test(step) && !PLUMBING.has(step) && !saysMore(step));

/** Members of a result's envelope, which say nothing about where a value stood. */
const PLUMBING = new Set(['content', 'text', 'structuredContent', 'contents', 'resource', 'messages']);
