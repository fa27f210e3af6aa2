import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Foreign } from '../../src/projections/foreign.ts';

const digest = (value: string): string => createHash('sha256').update(`key ${value}`).digest('base64url');
const learn = (foreign: Foreign, session: string, key: string): void => {
  const name = key.indexOf(':') + 1;
  foreign.learn(session, key.slice(0, name), key.slice(name));
};
const made = (most?: number): Foreign => (most === undefined ? new Foreign(digest) : new Foreign(digest, most));

describe('what one session alone has learned', () => {
  it('is foreign to every other, until another learns it too', () => {
    const foreign = made();
    learn(foreign, 'a', 'email:ann@ours.example');
    expect(foreign.isOthers('a', 'email:ann@ours.example')).toBe(false);
    expect(foreign.isOthers('b', 'email:ann@ours.example')).toBe(true);
    expect(foreign.isOthers('b', 'email:bob@ours.example')).toBe(false);
    learn(foreign, 'b', 'email:ann@ours.example');
    expect(foreign.isOthers('c', 'email:ann@ours.example')).toBe(false);
  });

  it.each([
    ['email:ann@ours.example', true],
    ['account:GB29NWBK60161331926819', true],
    ['phone:493055501010', true],
    ['id:550e8400-e29b-41d4-a716-446655440000', true],
    ['id:proj-1234', false],
    ['domain:ours.example', false],
    ['url:https://ours.example/x', false],
    ['path:/home/ann/notes.txt', false],
    ['exact:yes please', false],
  ])('is a value that names one thing: %s %j', (key, telling) => {
    const foreign = made();
    learn(foreign, 'a', key);
    expect(foreign.isOthers('b', key)).toBe(telling);
  });

  it('is nothing that the configuration names', () => {
    const foreign = made();
    foreign.know(['email:desk@ours.example']);
    learn(foreign, 'a', 'email:desk@ours.example');
    expect(foreign.isOthers('b', 'email:desk@ours.example')).toBe(false);
  });

  it('is held without the value itself', () => {
    const foreign = made();
    learn(foreign, 'a', 'email:ann@ours.example');
    expect(inspect(foreign, { showHidden: true, depth: 9 })).not.toContain('ann@ours');
    expect(foreign.size).toBe(1);
  });

  it('has an end, and what was learned last is kept', () => {
    const foreign = made(100);
    for (let i = 0; i < 1_000; i++) learn(foreign, 'a', `email:a${i}@ours.example`);
    expect(foreign.size).toBeLessThanOrEqual(100);
    expect(foreign.isOthers('b', 'email:a999@ours.example')).toBe(true);
    expect(foreign.isOthers('b', 'email:a1@ours.example')).toBe(false);
  });

  it('takes no more memory for more values', () => {
    const foreign = made();
    for (let i = 0; i < 200_000; i++) learn(foreign, `s${i % 50}`, `email:a${i}@ours.example`);
    expect(foreign.size).toBeLessThanOrEqual(65_536);
    expect(foreign.size).toBeGreaterThan(60_000);
    // The latest are known nearly all.
    const latest = Array.from({ length: 1_000 }, (_, i) => 199_000 + i);
    const known = latest.filter((i) => foreign.isOthers('other', `email:a${i}@ours.example`));
    expect(known).toHaveLength(1_000);
  });

  it('is told as a plain count of who has learned what would tell it', () => {
    const session = fc.constantFrom('a', 'b', 'c');
    const key = fc.constantFrom('email:x@ours.example', 'email:y@ours.example', 'phone:493055501010');
    fc.assert(
      fc.property(fc.array(fc.tuple(session, key)), session, key, (learned, asker, asked) => {
        const foreign = made();
        for (const [who, what] of learned) learn(foreign, who, what);
        const owners = new Set(learned.filter(([, what]) => what === asked).map(([who]) => who));
        expect(foreign.isOthers(asker, asked)).toBe(owners.size === 1 && !owners.has(asker));
      }),
    );
  });
});
