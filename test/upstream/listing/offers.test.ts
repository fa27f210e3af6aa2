import { describe, expect, test } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import { canonicalText, sha256 } from '../../../src/model/json/canonical.ts';
import { NO_FACTS } from '../../../src/model/tool.ts';
import { Offers } from '../../../src/upstream/listing/offers.ts';
import type { Slot } from '../../../src/upstream/server/slot.ts';
import { call, session, slotOf } from '../rig.ts';

const tool = (name: string, description = name): string => JSON.stringify({ name, description });

/** Connections by session, each with a list of its own. */
function open(lists: Record<string, () => Promise<readonly string[]>>) {
  const slots = Object.keys(lists).map(slotOf);
  const told: [string, readonly string[] | undefined][] = [];
  const failed: unknown[] = [];
  const renewed: string[] = [];
  let asked = 0;
  const offers: Offers = new Offers({
    slots: () => slots,
    list: (slot) => {
      asked++;
      return (lists[slot.session?.key ?? ''] ?? (async () => []))();
    },
    failed: (error) => failed.push(error),
    renewed: async (slot) => {
      renewed.push(slot.session?.key ?? '');
      offers.show(slot, slot.tools?.texts ?? []);
    },
    own: ({ key }, tools) => told.push([key, tools?.texts]),
  });
  const slot = (key: string): Slot => slots.find((one) => one.session?.key === key) as Slot;
  return { offers, slot, told, failed, renewed, asked: () => asked };
}

describe('a process that is met', () => {
  test('and offers what is shown costs one question, and nobody hears of it', async () => {
    const { offers, slot, told, asked } = open({ one: async () => [], two: async () => [tool('b'), tool('a')] });
    offers.show(slot('one'), [tool('a'), tool('b')]);
    expect(offers.knows(slot('two'), call('it', 'a'))).toBe(false);
    await Promise.all([offers.meet(slot('two')), offers.meet(slot('two'))]);
    await offers.meet(slot('two'));
    expect(asked()).toBe(1);
    expect(offers.knows(slot('two'), call('it', 'a'))).toBe(true);
    expect(slot('two').tools).toBe(slot('one').tools);
    expect(told).toEqual([]);
  });

  test('and describes a tool otherwise is what all are shown from now on, and the others have their own', async () => {
    const { offers, slot, told, renewed } = open({ old: async () => [], fresh: async () => [tool('a', 'other')] });
    offers.show(slot('old'), [tool('a')]);
    const { shown } = offers;
    await offers.meet(slot('fresh'));
    expect(renewed).toEqual(['fresh']);
    expect(told).toEqual([
      ['fresh', [tool('a', 'other')]],
      ['old', [tool('a')]],
      ['fresh', undefined],
    ]);
    expect(offers.refusal(slot('fresh'), call('it', 'a'), shown)).toMatchObject({ reason: 'refused', acted: false });
    expect(offers.knows(slot('old'), call('it', 'a'))).toBe(false);
  });

  test('and lacks a tool changes nothing for the others', async () => {
    const { offers, slot, told, renewed } = open({ one: async () => [], two: async () => [tool('a')] });
    offers.show(slot('one'), [tool('a'), tool('b')]);
    await offers.meet(slot('two'));
    expect(renewed).toEqual([]);
    expect(told).toEqual([['two', [tool('a')]]]);
    expect(offers.refusal(slot('two'), call('it', 'a'), offers.shown)).toBeUndefined();
    expect(offers.refusal(slot('two'), call('it', 'b'), offers.shown)).toMatchObject({
      message: expect.stringContaining('does not offer b'),
    });
    slot('two').declared = '{}';
    expect(offers.refusal(slot('two'), call('it', 'b'), offers.shown, '{"sampling":{}}')).toMatchObject({
      message: expect.stringContaining('whose client does not declare sampling'),
    });
    // Whoever was refused is told of anew: the next call must be judged by what it is.
    expect(told).toHaveLength(3);
  });

  test('and cannot be listed is not called, and asked again', async () => {
    let isThere = false;
    const list = async (): Promise<string[]> => {
      if (!isThere) throw new Error('no list');
      return [tool('a')];
    };
    const { offers, slot, failed } = open({ one: async () => [], two: list });
    offers.show(slot('one'), [tool('a')]);
    await offers.meet(slot('two'));
    expect(failed).toHaveLength(1);
    expect(offers.refusal(slot('two'), call('it', 'a'), offers.shown)).toMatchObject({ reason: 'unreachable' });
    isThere = true;
    await offers.meet(slot('two'));
    expect(offers.refusal(slot('two'), call('it', 'a'), offers.shown)).toBeUndefined();
  });
});

test('what is in doubt is asked again, and what a session had of its own ends with it', async () => {
  const lists = { one: async () => [tool('a')], two: async () => [] };
  const { offers, slot, told, asked } = open(lists);
  offers.show(slot('one'), [tool('a')]);
  await offers.meet(slot('two'));
  offers.doubt([slot('one')]);
  expect(offers.knows(slot('one'), call('it', 'a'))).toBe(false);
  await offers.meet(slot('one'));
  expect(asked()).toBe(2);
  offers.leave(session('two'));
  offers.leave(session('one'));
  expect(told).toEqual([
    ['two', []],
    ['two', undefined],
  ]);
});

test('sessions with their own are forgotten when they are many: the one that came first', async () => {
  const keys = Array.from({ length: 1_002 }, (_, i) => `s${i}`);
  const { offers, slot, told } = open(Object.fromEntries(keys.map((key) => [key, async () => []])));
  offers.show(slot('s0'), [tool('a')]);
  for (const key of keys.slice(1)) await offers.meet(slot(key));
  expect(told.filter(([, tools]) => tools === undefined)).toEqual([['s1', undefined]]);
});

test('a call that waited is not taken for one of what all are shown by now', async () => {
  const { offers, slot } = open({ one: async () => [] });
  const judgedBy = (text: string): Call => ({
    ...call('it', 'a'),
    tool: { ...NO_FACTS, definition: sha256(canonicalText(text)) },
  });
  offers.show(slot('one'), [tool('a')]);
  expect(offers.knows(slot('one'), judgedBy(tool('a')))).toBe(true);
  offers.show(slot('one'), [tool('a', 'other')]);
  expect(offers.knows(slot('one'), judgedBy(tool('a')))).toBe(false);
  expect(offers.refusal(slot('one'), judgedBy(tool('a')), offers.shown)).toMatchObject({ acted: false });
  expect(offers.knows(slot('one'), judgedBy(tool('a', 'other')))).toBe(true);
});

test('a call judged by the second of two with one name is sent where all are shown that list, and to no other process', async () => {
  const { offers, slot } = open({ one: async () => [], two: async () => [tool('a', 'new'), tool('a', 'second')] });
  const judged = { ...call('it', 'a'), tool: { ...NO_FACTS, definition: sha256(canonicalText(tool('a', 'second'))) } };
  offers.show(slot('one'), [tool('a', 'unfit'), tool('a', 'second')]);
  expect(offers.knows(slot('one'), judged)).toBe(true);
  expect(offers.refusal(slot('one'), judged, offers.shown)).toBeUndefined();
  const { shown } = offers;
  await offers.meet(slot('two'));
  expect(offers.refusal(slot('two'), judged, shown)).toMatchObject({ acted: false });
});
