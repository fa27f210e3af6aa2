import { describe, expect, it } from 'vitest';
import { fits, isKnownRecipe, pinOf } from '../../../src/catalog/lockfile/recipe.ts';
import { tool } from '../listing.ts';

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
