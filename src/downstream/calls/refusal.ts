import { type Hold, isOver } from '../../model/approval.ts';
import type { Call } from '../../model/call.ts';
import { type Decision, decidingRules, NO_CONSOLE } from '../../model/decision.ts';
import type { ValueList } from '../../model/evidence/value-list.ts';
import type { Result } from '../../model/result.ts';
import { shownName } from '../../model/text/shown-name.ts';
import type { Standing } from '../../model/upstreams.ts';

export const RESUME = 'sallyport__resume';
export const STATUS = 'sallyport__status';

/** The call by the names a model knows. */
const nameOf = ({ method, target }: Call): string =>
  target.name === '' ? method : `${target.upstream === '' ? '' : `${target.upstream}: `}${shownName(target.name)}`;

const reasonLines = (decision: Decision): string[] =>
  decidingRules(decision).flatMap((rule) => {
    const line = `- rule "${rule.rule}" (${rule.pack}): ${rule.reason}`;
    return rule.instead === undefined ? [line] : [line, `  Instead: ${rule.instead}`];
  });

/** What a model is told of a refused call: what, which rule, why, what instead. */
export function refusedText(call: Call, decision: Decision): string {
  const reasons = reasonLines(decision);
  const withheld = decision.phase === 'result';
  return [
    withheld
      ? `Sallyport withheld the result of ${nameOf(call)}. The call itself was made.`
      : `Sallyport refused ${nameOf(call)}. It was not run.`,
    ...(reasons.length === 0 ? ['No rule allows it.'] : reasons),
    'While that is so, the same call will be refused again. Tell the user what was refused and why, or go on without it.',
    `Record: ${call.id}`,
  ].join('\n');
}

/** What a model is told of a held call: what, why, how a person approves, and how it goes on then. */
export function heldText(call: Call, decision: Decision, hold: Hold, now: number): string {
  return [
    `Sallyport holds ${nameOf(call)} for a person's approval. It has not been run.`,
    ...reasonLines(decision),
    ...(hold.door === 'console' ? shutDoorLines(hold) : approvalLines(hold, now)),
  ].join('\n');
}

function approvalLines(hold: Hold, now: number): string[] {
  const { id, expires, list } = hold;
  // It waited in its place for as long as an answer counts.
  if (isOver(hold, now))
    return [
      `Nobody answered in time: approval ${id} has expired, and no answer counts any more.`,
      'Ask the user whether it is still wanted; then make the call again, and they are asked anew. Do not try to reach the same end in another way.',
    ];
  const minutes = Math.max(1, Math.round((expires - now) / 60_000));
  return [
    `Approval id: ${id}. A person approves it with \`sallyport approve ${id}\` in a terminal, within ${minutes} min.`,
    ...(list === undefined ? [] : [listedText(list, id)]),
    `Then call ${RESUME} with {"id":"${id}"}, or repeat the identical call: it runs once.`,
    'Ask the user to approve it. Do not try to reach the same end in another way.',
  ];
}

/** The agent is told how many, and no value: it has read the list, and answers nothing. */
const listedText = ({ rows, from }: ValueList, id: string): string =>
  `It is one of ${rows.length} that ${from.upstream}.${shownName(from.tool)} returned: with \`sallyport approve ${id} --list\`, which shows them, nobody is asked about the others.`;

const shutDoorLines = ({ id, rules }: Hold): string[] => [
  `Approval id: ${id}. Nobody can approve it: rule "${rules[0]}" wants ${NO_CONSOLE}.`,
  'Tell the user, who can give that rule `door: terminal`; then make the call again. Do not try to reach the same end in another way.',
];

/** What a model is told when a person said no. */
export const deniedText = (call: Call, hold: Hold): string =>
  [
    `A person denied ${nameOf(call)} (approval ${hold.id}). It was not run.`,
    'Do not repeat it, and do not try to reach the same end in another way. Ask the user how to go on.',
  ].join('\n');

/** What a model is told of a call to a server that is configured but not running: looking for another tool would not help. */
export function absentText(name: string, { upstream, state, message }: Standing): string {
  const starting = state === 'starting';
  return [
    `${name} was not run: the server ${upstream} ${starting ? 'is still starting' : 'is not there'}${message === undefined ? '' : ` (${message})`}.`,
    starting
      ? 'Make the call again in a few seconds.'
      : `Tell the user, or go on without it. ${STATUS} says when it is there again.`,
  ].join('\n');
}

const HAPPENED = {
  true: 'The action was carried out.',
  false: 'The action did not happen.',
  unknown: 'Whether the action happened is not known: check before you repeat it.',
} as const;

/** What a model is told when no usable answer came back. */
export const failedText = (call: Call, result: Extract<Result, { kind: 'failed' }>): string =>
  `${nameOf(call)} failed (${result.reason}): ${result.message}\n${HAPPENED[`${result.acted}`]}`;
