import { pointerKeys } from '../model/json.ts';
import type { Condition } from './condition.ts';
import type { FindingFacts, FlowFacts, Scene } from './scene.ts';

const PLACEHOLDER = /\{\{(flow|finding|at|frozen)\}\}/g;

/** Placeholders a reason may hold. */
export const PLACEHOLDERS = ['flow', 'finding', 'at', 'frozen'] as const;

export const hasPlaceholder = (reason: string): boolean => reason.search(PLACEHOLDER) >= 0;

/**
 * Fills `{{frozen}}` with why a person stopped it, and `{{flow}}`, `{{finding}}` and `{{at}}` from what decided: the first flow or finding the rule's own words hold
 * for. Evidence has no order that counts, so "first" is by place.
 */
export function fillReason(
  reason: string,
  scene: Scene,
  condition: Condition | undefined,
  isWanted: (kind: string) => boolean,
): string {
  const flow = decisive(scene.flows, scene, condition?.elements.flows, (one) => `${one.to.at}\n${one.from.at}`);
  const wanted = scene.findings.filter((one) => isWanted(one.kind));
  const finding = decisive(wanted, scene, condition?.elements.findings, (one) => `${one.at}\n${one.kind}`);
  return reason.replace(PLACEHOLDER, (_, name: string) => {
    if (name === 'flow')
      return flow === undefined ? 'A value came from an earlier result.' : flowSentence(flow, scene.flows);
    if (name === 'frozen') return scene.session.frozen;
    if (name === 'finding') return finding === undefined ? '' : finding.message;
    const at = finding?.at ?? flow?.to.at;
    const named = at === undefined ? '' : argumentName(at);
    return named === '' ? 'the arguments' : `\`${named}\``;
  });
}

function decisive<T extends FlowFacts | FindingFacts>(
  all: readonly T[],
  scene: Scene,
  picks: readonly ((scene: Scene, element: T) => boolean)[] | undefined,
  key: (element: T) => string,
): T | undefined {
  const chosen = picks?.length ? all.filter((element) => picks.some((pick) => pick(scene, element))) : all;
  return (chosen.length > 0 ? chosen : all).toSorted((a, b) => (key(a) < key(b) ? -1 : 1))[0];
}

/** `/arguments/to/0` is `to[0]` to a person. */
function argumentName(at: string): string {
  const steps = pointerKeys(at);
  const shown = steps[0] === 'arguments' ? steps.slice(1) : steps;
  return shown.reduce(
    (text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

const TIMES = ['', 'one call ago', 'two calls ago', 'three calls ago', 'four calls ago', 'five calls ago'];

/** Where a value came from, in one sentence a person can check. */
export function flowSentence({ to, from, shape, via, labels }: FlowFacts, all: readonly FlowFacts[]): string {
  const alsoField = all.some((other) => other.to.at === to.at && other.shape === 'field');
  // JSON inside a text has its own pointer behind a `#`.
  const field = pointerKeys(from.at.replace('#', '')).findLast((step) => !/^\d+$/.test(step) && !PLUMBING.has(step));
  const named = field === undefined ? '' : ` of \`${field}\``;
  const place = field === undefined ? '' : ` \`${field}\` of`;
  const where = shape === 'prose' ? `${alsoField ? '' : 'only '}inside the text of${place}` : `as the value of${place}`;
  const how = via === 'decoded' ? ', encoded' : '';
  const when = TIMES[from.ago] ?? `${from.ago} calls ago`;
  const marks = labels.length === 0 ? '' : ` (${labels.join(', ')})`;
  // The choice of the act flows into the tool's name.
  if (to.at === '/name')
    return `What it would do is asked for in the text${named} that \`${from.tool}\` returned ${when}${marks}.`;
  return `\`${argumentName(to.at)}\` appears ${where} what \`${from.tool}\` returned ${when}${marks}${how}.`;
}

/** Steps of a result's envelope, which say nothing about where in it a value stood. */
const PLUMBING = new Set(['content', 'text', 'structuredContent', 'contents', 'resource', 'messages']);
