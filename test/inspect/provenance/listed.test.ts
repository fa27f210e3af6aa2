import { expect, it } from 'vitest';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { markListed } from '../../../src/inspect/provenance/listed.ts';
import type { Sighted } from '../../../src/model/view.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { EMPTY_VIEW, sampleCall } from '../../pipeline/sample.ts';

const source: Sighted = {
  call: 'c',
  upstream: 'files',
  tool: 'read',
  at: '/content/0/text',
  shape: 'prose',
  labels: ['untrusted'],
  step: 1,
};

it('marks what a person let pass with a list, until a text that instructs its reader has it', () => {
  const call = sampleCall({ to: ['ann@ours.example', 'bo@ours.example'] });
  const marks = (texts: readonly Sighted[], listedFrom?: () => string): unknown[] => {
    const memory = { ...NO_MEMORY, search: () => texts, ...(listedFrom === undefined ? {} : { listedFrom }) };
    const view = { ...EMPTY_VIEW, memory };
    const list = new FlowList(view, 'mail');
    for (const i of [0, 1]) list.push({ at: `/arguments/to/${i}`, role: 'destination' }, 'entity', source);
    markListed(list, view, call);
    return list.flows.map(({ from }) => from.listed);
  };
  expect(marks([source], () => 'c')).toEqual([true, true]);
  expect(marks([{ ...source, labels: ['instructed'] }], () => 'c')).toEqual([undefined, undefined]);
  expect(marks([source])).toEqual([undefined, undefined]);
});

it('marks nothing where a value was left out, which may be on no list', () => {
  const to = Array.from({ length: 201 }, () => 'ann@ours.example');
  for (const [count, mark] of [
    [200, true],
    [201, undefined],
  ] as const) {
    const view = { ...EMPTY_VIEW, memory: { ...NO_MEMORY, search: () => [source], listedFrom: () => 'c' } };
    const list = new FlowList(view, 'mail');
    for (const i of to.slice(0, count).keys())
      list.add({ at: `/arguments/to/${i}`, role: 'destination' }, 'entity', [source]);
    markListed(list, view, sampleCall({ to }));
    expect(list.flows.at(-1)?.from.listed).toBe(mark);
  }
});
