import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { look } from '../../../src/app/locking/look.ts';
import { acceptServer } from '../../../src/catalog/lockfile/accept.ts';
import { compareServers } from '../../../src/catalog/lockfile/compare.ts';
import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { Locked, LockedServer } from '../../../src/catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../../src/catalog/lockfile/read.ts';
import { fits, isKnownRecipe, pinOf, type Recipes } from '../../../src/catalog/lockfile/recipe.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import { server } from '../../../src/config/server.ts';
import { canonicalText } from '../../../src/model/json/canonical.ts';
import { listing, tool } from '../listing.ts';

const text = tool('read', { annotations: { title: 'é' } });

describe('a pin', () => {
  it('is good for the same definition, however it is spelled', () => {
    const { name, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(fits(pinOf(text), text)).toBe(true);
    expect(fits(pinOf(text), JSON.stringify({ ...rest, name }, undefined, 1).replace('é', '\\u00e9'))).toBe(true);
    expect(fits(pinOf(text), text.replace('About', 'about'))).toBe(false);
  });

  it('of recipe 1 stays good for ever', () => {
    const hash = 'YNQ1PppUmbSD0J8T2eKAYOcPNO33h7twQLowvTkPha8';
    expect(fits({ recipe: 1, hash }, '{"name":"a","inputSchema":{"type":"object"}}')).toBe(true);
    expect(isKnownRecipe(1)).toBe(true);
  });

  it('of a recipe that nobody knows here says so', () => {
    expect(fits({ recipe: 0, hash: pinOf(text).hash }, text)).toBeUndefined();
    expect(isKnownRecipe(0)).toBe(false);
  });
});

describe('a recipe of tomorrow', () => {
  const digest = (text: string): string =>
    createHash('sha256')
      .update(`two ${canonicalText(text)}`)
      .digest('base64url');
  const first = (text: string): string => createHash('sha256').update(canonicalText(text)).digest('base64url');
  const recipes: Recipes = {
    current: 2,
    all: new Map([
      [1, first],
      [2, digest],
    ]),
  };
  const config = server.parse({ command: 'mail' });
  const tools = [tool('send'), tool('search')];
  const lock = (texts: readonly string[]) => lockServer(listing('mail', { tools: texts }), config, (same) => same);
  /** As a Sallyport of tomorrow would lock it. */
  const lockTomorrow = (texts: readonly string[]): LockedServer => {
    const locked = lock(texts);
    const things = [...locked.tools].map(([name, one], i): [string, Locked] => {
      const text = texts[i] ?? '';
      return [name, { ...one, pin: pinOf(text, recipes), fits: (pin) => fits(pin, text, recipes) === true }];
    });
    return { ...locked, tools: new Map(things) };
  };
  const written = (locked: LockedServer): LockedServer => {
    const text = lockfileText({ servers: new Map([['mail', locked]]) });
    return readLockfile('f', text).servers.get('mail') ?? locked;
  };

  it('strands no pin: what was locked by the one before it is as it was accepted', () => {
    const before = written(lock(tools));
    expect(pinOf(tools[0] ?? '', recipes)).not.toEqual(before.tools.get('send')?.pin);
    expect(compareServers('mail', before, lockTomorrow(tools), look)).toEqual([]);
    const changed = [tool('send', { description: 'Sends it elsewhere.' }), tools[1] ?? ''];
    const differences = compareServers('mail', before, lockTomorrow(changed), look);
    expect(differences.map(({ name, what }) => [name, what])).toEqual([['send', 'changed']]);
  });

  it('is what pins are made by from then on, where somebody takes something', () => {
    const changed = [tool('send', { description: 'Sends it elsewhere.' }), tools[1] ?? ''];
    const before = written(lock(tools));
    const after = lockTomorrow(changed);
    const differences = compareServers('mail', before, after, look);
    const taken = acceptServer(before, after, differences, { server: 'mail', name: 'send' }, true);
    expect([...(taken?.tools ?? [])].map(([name, { pin }]) => [name, pin.recipe])).toEqual([
      ['search', 1],
      ['send', 2],
    ]);
    expect(compareServers('mail', taken, after, look)).toEqual([]);
    // Who has not been updated says so, and takes nothing for changed.
    expect(() => written(taken ?? before)).toThrow(/recipe that is not known here: 2[\s\S]*Update Sallyport/);
  });
});
