import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { areTooMany, keptOf, outageText, unwritableText } from '../../../src/journal/chain/outage.ts';
import { makePayload } from '../../../src/journal/payload/payload.ts';

const LARGE = makePayload('x'.repeat(7_000_000));

const itemOf = (call: number, isLarge: boolean, isNote: boolean): Item => {
  const about = { at: 5, tool: undefined, done: undefined };
  if (isNote) return { ...about, entry: { kind: 'note', about: 'test', message: `${call}` }, payload: undefined };
  const entry = { kind: 'result', call: `c${call}`, session: 's' } as Item['entry'];
  return { ...about, entry, payload: isLarge ? LARGE : undefined, labels: ['internal'] };
};

it('keeps every record, in its order, a result as one that is lost where it is too large for what is left', () => {
  const shapes = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 12 });
  fc.assert(
    fc.property(shapes, (some) => {
      const items = some.map(([isLarge, isNote], i) => itemOf(i, isLarge, isNote));
      const { kept, lost } = keptOf(items);
      const large = items.filter(({ payload }) => payload !== undefined);
      expect(lost).toBe(Math.max(0, large.length - 4));
      const given = new Set(large.slice(4));
      expect(kept).toEqual(
        items.map((item) => {
          if (!given.has(item) || item.entry.kind !== 'result') return item;
          const { call, session } = item.entry;
          return {
            ...item,
            entry: { kind: 'lost', call, session, labels: ['internal', 'untrusted'] },
            payload: undefined,
          };
        }),
      );
      // What is tried again is kept as it is.
      expect(keptOf(kept)).toEqual({ kept, lost: 0 });
    }),
  );
});

it('keeps that something was said, and as cut to nothing what there is no room for', () => {
  const said = (kind: 'task' | 'saying', call: number, session = `s${call}`): Item => {
    const entry = {
      kind,
      call: `c${call}`,
      session,
      upstream: 'crm',
      labels: [],
      source: 'header',
      payload: LARGE.ref,
    };
    return { at: 5, tool: undefined, done: undefined, entry: entry as Item['entry'], payload: LARGE };
  };
  const items = Array.from({ length: 8 }, (_, i) => said(i % 2 === 0 ? 'task' : 'saying', i));
  const { kept, lost } = keptOf(items);
  expect(lost).toBe(4);
  expect(kept.slice(0, 4)).toEqual(items.slice(0, 4));
  for (const { entry, payload } of kept.slice(4)) {
    expect(payload).toMatchObject({ text: '', ref: { size: LARGE.ref.size, cut: true } });
    expect(entry).toMatchObject({ payload: payload?.ref, ...(entry.kind === 'saying' ? { cut: true } : {}) });
  }
  expect(keptOf(kept)).toEqual({ kept, lost: 0 });
  // Of a session it counts once.
  const again = keptOf([...kept, said('saying', 9, 's7'), said('task', 9, 's6'), said('task', 9)]).kept;
  expect(again.slice(0, -1)).toEqual(kept);
});

it('knows how often sessions were narrowed, and with how many names, is more than can be kept', () => {
  const narrowing = (names: readonly string[]): Item => ({
    at: 5,
    tool: undefined,
    done: undefined,
    payload: undefined,
    entry: { kind: 'purpose', session: 's', source: 'header', purposes: names, tools: names },
  });
  const many = (length: number, names: readonly string[] = []): Item[] => Array(length).fill(narrowing(names));
  expect(areTooMany([...many(10_000), ...Array(10).fill(itemOf(1, false, true))])).toBe(false);
  expect(areTooMany(many(10_001))).toBe(true);
  expect(areTooMany(many(4, ['x'.repeat(1_000_000)]))).toBe(false);
  expect(areTooMany(many(5, ['x'.repeat(1_000_000)]))).toBe(true);
});

it('keeps so many results as they are, and of the others that they are lost', () => {
  const { kept, lost } = keptOf(Array.from({ length: 20_001 }, (_, i) => itemOf(i, false, false)));
  expect(lost).toBe(1);
  expect(kept.findIndex(({ entry }) => entry.kind === 'lost')).toBe(20_000);
});

it.each([
  ['ENOSPC', 'free some space'],
  ['EDQUOT', 'free some space'],
  ['EACCES', 'make it writable for this user'],
])('says of %s at the start what to do', (code, advice) => {
  const text = unwritableText('/state/journal', Object.assign(new Error('it failed'), { code }));
  expect(text).toBe(
    `no record can be kept in /state/journal: it failed; ${advice}, or set SALLYPORT_STATE to another place`,
  );
});

it.each([
  ['ENOSPC', /free some space/],
  ['EROFS', /make the folder writable/],
  ['ESTALE', /put it back or restart/],
  ['EIO', /no call passes until it can be/],
])('says of %s where it was, what the system said, and what to do', (code, advice) => {
  const text = outageText('/state/journal', Object.assign(new Error('it failed'), { code }));
  expect(text).toMatch(/^the record in \/state\/journal could not be written: it failed; /);
  expect(text).toMatch(advice);
});
