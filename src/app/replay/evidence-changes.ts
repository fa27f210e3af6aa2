import type { Evidence, Finding, Flow, Outflow } from '../../model/evidence.ts';

/** One thing that is seen now and was not then, or the other way round. */
export interface Change {
  /** What it is, the same for all of its sort: `finding url.exfil (medium)`. */
  readonly what: string;
  readonly isNew: boolean;
}

interface Told {
  readonly what: string;
  /** What makes it the same thing in both. */
  readonly key: string;
}

/** The differences between two pieces of evidence, each as often as it occurs. Messages and times do not count. */
export function changesBetween(then: Evidence, now: Evidence): readonly Change[] {
  if (isAlike(then, now)) return [];
  const before = count(then);
  const changes: Change[] = [];
  for (const [key, { what, times }] of count(now)) {
    const old = before.get(key)?.times ?? 0;
    before.delete(key);
    for (let i = old; i < times; i++) changes.push({ what, isNew: true });
    for (let i = times; i < old; i++) changes.push({ what, isNew: false });
  }
  for (const { what, times } of before.values()) for (let i = 0; i < times; i++) changes.push({ what, isNew: false });
  return changes;
}

/** Whether all is the same in the same order, as most often: then nothing has to be counted. */
const isAlike = (then: Evidence, now: Evidence): boolean =>
  areAlike(then.findings, now.findings) &&
  areAlike(then.audited, now.audited) &&
  then.labels.length === now.labels.length &&
  then.labels.every((label, index) => label === now.labels[index]) &&
  hasNoMore(then) &&
  hasNoMore(now);

const areAlike = (then: readonly Finding[], now: readonly Finding[]): boolean =>
  then.length === now.length &&
  then.every(({ kind, severity, at, inKey }, index) => {
    const other = now[index];
    return other?.kind === kind && other.severity === severity && other.at === at && other.inKey === inKey;
  });

const hasNoMore = ({ flows, faults, outflows, fields }: Evidence): boolean =>
  flows.length === 0 && faults.length === 0 && outflows === undefined && fields === undefined;

function count(evidence: Evidence): Map<string, { what: string; times: number }> {
  const counted = new Map<string, { what: string; times: number }>();
  for (const { what, key } of told(evidence)) {
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { what, times: 1 });
    else known.times++;
  }
  return counted;
}

function* told({ findings, audited, flows, labels, faults, outflows, fields }: Evidence): Generator<Told> {
  for (const one of findings) yield tellFinding(one, 'finding');
  for (const one of audited) yield tellFinding(one, 'finding in audit');
  for (const flow of flows) yield tellFlow(flow);
  for (const label of labels) yield { what: `mark ${label}`, key: `mark ${label}` };
  for (const [at, marks] of Object.entries(fields ?? {})) yield { what: `marks of ${at}`, key: `${at} ${marks}` };
  for (const { inspector } of faults) yield { what: `fault of ${inspector}`, key: `fault ${inspector}` };
  for (const one of outflows ?? []) yield tellOutflow(one);
}

const tellFinding = ({ kind, severity, at, inKey }: Finding, as: string): Told => ({
  what: `${as} ${kind} (${severity})`,
  key: JSON.stringify([as, kind, severity, at, inKey]),
});

const tellFlow = ({ to, from, via, shape, labels }: Flow): Told => ({
  what: `flow to ${to.role ?? 'an argument'} from ${shape} of ${from.upstream}${from.tool === '' ? '' : `.${from.tool}`}${inBrackets([...labels, ...marksOf(from)])}`,
  key: JSON.stringify([
    'flow',
    to.at,
    to.role,
    to.part,
    from.call,
    from.at,
    from.echo,
    from.only,
    from.asks,
    from.stated,
    from.listed,
    from.said,
    via,
    shape,
    labels,
  ]),
});

const inBrackets = (words: readonly string[]): string => (words.length === 0 ? '' : ` (${words.join(', ')})`);

const marksOf = ({ echo, only, asks, stated, listed }: Flow['from']): string[] => [
  ...(echo ? ['said before'] : []),
  ...(only ? ['nowhere else'] : []),
  ...(asks ? ['asked for there'] : []),
  ...(stated ? ['only stated there'] : []),
  ...(listed ? ['on a list that a person let pass'] : []),
];

const tellOutflow = ({ to, labels, values }: Outflow): Told => ({
  what: `outflow to ${to}`,
  key: JSON.stringify(['outflow', to, labels, values]),
});
