// The lists of expected failures. They may only shrink: what is listed and passes fails the run.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const expectedFile = (set) => path.join(import.meta.dirname, 'expected-failures', `${set}.yaml`);

/**
 * The expected failures of a set: by leg, scenario to `{kind, by, why}`. `by` says whose they are: those of the `fixture`
 * are expected of it alone as well.
 */
export function readExpected(set) {
  const { server = {}, client = {} } = parse(readFileSync(expectedFile(set), 'utf8')) ?? {};
  const fixture = Object.fromEntries(Object.entries(server).filter(([, { by }]) => by === 'fixture'));
  return { fixture, server, client };
}

/**
 * Holds what a leg found against what its set requires and what is expected to fail. Returns one row for each scenario,
 * with its verdict: `passed`, `expected` (fails as listed), or a fault: `failed`, `missing`, `listed` (passes although
 * listed), `unknown` (listed and no such scenario), `mislabelled` (listed as another kind than it is).
 */
export function judge(found, required, unscored, expected, only) {
  const kindOf = (scenario) => (required.includes(scenario) ? 'required' : unscored.get(scenario));
  const names = only === undefined ? [...new Set([...required, ...unscored.keys(), ...Object.keys(expected)])] : [only];
  return names.map((scenario) => {
    const kind = kindOf(scenario);
    const entry = expected[scenario];
    const finding = found.get(scenario);
    const row = { scenario, kind, finding, why: entry?.why };
    const isWrong = finding !== undefined && finding.failed > 0;
    if (kind === undefined && entry !== undefined) return { ...row, verdict: 'unknown' };
    if (entry !== undefined && entry.kind !== kind) return { ...row, verdict: 'mislabelled' };
    if (finding === undefined) return { ...row, verdict: 'missing' };
    if (entry === undefined) return { ...row, verdict: isWrong ? 'failed' : 'passed' };
    return { ...row, verdict: isWrong ? 'expected' : 'listed' };
  });
}

/** What to do about a verdict that is a fault. */
export const ADVICE = {
  failed: 'fails',
  missing: 'did not run',
  listed: 'passes, and is listed as an expected failure: remove it',
  unknown: 'is listed as an expected failure, and there is no such scenario in the set: remove it',
  mislabelled: 'is listed with another kind than it has in the set: correct it',
};

export const isFault = ({ verdict }) => verdict in ADVICE;
