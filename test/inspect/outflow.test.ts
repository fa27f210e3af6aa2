import { expect, it } from 'vitest';
import { outflow } from '../../src/inspect/outflow.ts';
import { exactKey } from '../../src/model/entity/key.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { NO_MEMORY, type Sighted, type View } from '../../src/model/view.ts';
import { callOf, lookAtCall, viewOf } from './given.ts';

const MAIL: Partial<ToolFacts> = { powers: ['external'], roles: { '/to': 'destination', '/body': 'content' } };
const sighted = (upstream: string): Sighted => ({
  call: 'c0',
  upstream,
  tool: 'get',
  at: '',
  shape: 'field',
  labels: ['internal'],
  step: 1,
});

/** A session that has read one value and one passage. */
function having(value: string, passage = '', upstream = 'crm'): View {
  const find = (key: string): readonly Sighted[] => (key === exactKey(value) ? [sighted(upstream)] : []);
  const quotes: View['memory']['quotes'] = (text) =>
    passage !== '' && text.includes(passage) ? [{ text: passage, source: sighted(upstream) }] : [];
  return viewOf({}, { memory: { ...NO_MEMORY, find, quotes } });
}

const seen = async (args: Record<string, string>, view: View, facts = MAIL) =>
  (await lookAtCall(outflow, callOf(args, facts), view)).outflows?.map(({ to, labels, values }) => [
    to,
    labels.join(),
    values.map(([, size]) => size),
  ]) ?? [];

it('says what was read before and where it would go, place by place', async () => {
  const view = having('K-4417', 'four words of it');
  expect(await seen({ to: 'a@one.example, b@two.example', body: 'K-4417' }, view)).toEqual([
    ['one.example', 'internal', [6]],
    ['two.example', 'internal', [6]],
  ]);
  expect(await seen({ to: 'a@one.example', body: 'so: four words of it.' }, view)).toEqual([
    ['one.example', 'internal', [16]],
  ]);
});

it('sees it in base64, and in an address that is fetched', async () => {
  const view = having('Blue Heron');
  const hidden = Buffer.from('Blue Heron').toString('base64url');
  expect(await seen({ to: 'a@one.example', body: hidden }, view)).toEqual([['one.example', 'internal', [10]]]);
  expect(
    await seen({ url: `https://one.example/?d=${hidden}` }, view, {
      powers: ['external'],
      roles: { '/url': 'destination' },
    }),
  ).toEqual([['one.example', 'internal', [10]]]);
});

it('lets a server have back what it gave, unless it hands it on', async () => {
  const view = having('K-4417', '', 'server');
  expect(await seen({ query: 'K-4417' }, view, { powers: ['external'] })).toEqual([]);
  expect(await seen({ query: 'K-4417' }, having('K-4417'), { powers: ['external'] })).toEqual([
    ['server', 'internal', [6]],
  ]);
  expect(await seen({ to: 'a@one.example', body: 'K-4417' }, view)).toEqual([['one.example', 'internal', [6]]]);
});

it('says nothing of calls that reach nobody outside, and of what nobody gave', async () => {
  expect(await seen({ to: 'a@one.example', body: 'K-4417' }, having('K-4417'), { ...MAIL, powers: ['write'] })).toEqual(
    [],
  );
  expect(await seen({ to: 'a@one.example', body: 'good morning' }, having('K-4417'))).toEqual([]);
});

it('marks a value alike in one session and otherwise in another, and does not keep it', async () => {
  const marks = async (key: string) => {
    const call = {
      ...callOf({ to: 'a@one.example', body: 'K-4417' }, MAIL),
      session: { key, source: 'process' as const },
    };
    return (await lookAtCall(outflow, call, having('K-4417'))).outflows?.[0]?.values[0]?.[0];
  };
  expect(await marks('s1')).toBe(await marks('s1'));
  expect(await marks('s1')).not.toBe(await marks('s2'));
  expect(await marks('s1')).toBeLessThan(65_536);
});
