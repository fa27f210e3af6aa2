import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Load } from '../../src/downstream/load.ts';
import { Stand, until } from './stand.ts';
import { openHttp, openLines } from './wires.ts';

test('law: all together and each alone never hold more than there is for them, unless it is one thing, and all that was counted can be given back', () => {
  const step = fc.record({ who: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.nat(300), isMore: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 1_000 }), (steps, most) => {
      const load = new Load(most, { what: 'requests', limit: 'limits.load', largest: 100 });
      const held = new Map<string, number[]>();
      const of = (who: string): number => (held.get(who) ?? []).reduce((sum, one) => sum + one, 0);
      const all = (): number => [...held.keys()].reduce((sum, who) => sum + of(who), 0);
      for (const { who, bytes, isMore } of steps) {
        const own = held.get(who) ?? [];
        const last = isMore ? undefined : own.pop();
        if (last !== undefined) load.remove(who, last);
        const isAlone = [of(who) === 0, all() === 0];
        const share = Math.max(Math.floor(most / 4), 100);
        const fits = (isAlone[0] || of(who) + bytes <= share) && (isAlone[1] || all() + bytes <= Math.max(most, 100));
        if (!isMore) continue;
        expect(load.add(who, bytes) === undefined).toBe(fits);
        if (fits) held.set(who, [...own, bytes]);
      }
      for (const [who, own] of held) for (const bytes of own) load.remove(who, bytes);
      expect(load.add('f', 100)).toBeUndefined();
    }),
  );
});

test('says whose room is full, and of what', () => {
  const load = new Load(40, { what: 'results', limit: 'some limit', largest: 1 });
  expect(load.add('a', 10)).toBeUndefined();
  expect(load.add('a', 1)).toBe(
    'results of this principal hold 10 bytes, and at most 10 are for one (a quarter of some limit)',
  );
  for (const who of ['b', 'c', 'd']) expect(load.add(who, 10)).toBeUndefined();
  expect(load.add('e', 1)).toBe('results of all clients hold 40 bytes, and 40 is the most (some limit)');
  load.reconfigure(44);
  expect(load.add('e', 1)).toBeUndefined();
});

test('large requests that are under way are few, and what is refused says so; room is made again', async () => {
  const stand = new Stand();
  const lines = openLines(stand, { limits: { message: '30KB', load: '100KB' } });
  const text = 'x'.repeat(11_000);
  for (const id of ['a', 'b'])
    lines.send({ id, method: 'tools/call', params: { name: 's__slow', arguments: { text } } });
  await until(() => stand.running === 2);
  const refused = await lines.ask('tools/call', { name: 's__echo', arguments: { text } });
  expect(refused.result.isError).toBe(true);
  expect(refused.result.content[0].text).toMatch(/limits\.load.*nothing was done; wait for one to end/);
  expect((await lines.ask('tools/call', { name: 's__echo', arguments: {} })).result.isError).toBeUndefined();
  lines.send({ method: 'notifications/cancelled', params: { requestId: 'a' } });
  const again = () => lines.ask('tools/call', { name: 's__echo', arguments: { text } });
  await expect.poll(async () => (await again()).result.isError).toBeUndefined();
});

test('over HTTP what is still being sent counts as well, and no longer once it is broken off', async () => {
  const http = await openHttp(new Stand(), { limits: { message: '30KB', load: '100KB' } });
  const ended = new AbortController();
  let isSent = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(20_000).fill(32);
    isSent = true;
    await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
  }
  const { signal } = ended;
  const headers = { 'content-type': 'application/json' };
  const slow = { method: 'POST', signal, headers, body: endless(), duplex: 'half' } as unknown as RequestInit;
  const sending = fetch(http.url, slow).catch(() => 'broken off');
  const large = (): Promise<Response> =>
    http.modern('tools/call', { name: 's__echo', arguments: { text: 'x'.repeat(20_000) } });
  await until(() => isSent);
  await expect.poll(async () => (await large()).status).toBe(429);
  const refused = await large();
  expect(await refused.text()).toMatch(/hold \d+ bytes.*limits\.load.*wait for one to end/);
  ended.abort();
  expect(await sending).toBe('broken off');
  await expect.poll(async () => (await large()).status).toBe(200);
});
