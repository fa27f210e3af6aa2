import { describe, expect, it } from 'vitest';
import { unionCapabilities } from '../../src/catalog/capabilities.ts';
import { listing } from './listing.ts';

describe('capabilities', () => {
  it('are all that can be relayed while a server is missing', () => {
    expect(unionCapabilities([], true)).toEqual({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      prompts: { listChanged: true },
      completions: {},
      logging: {},
    });
  });

  it('are the union of what servers declare, and always tools', () => {
    const offers = [
      listing('a', {
        capabilities: { resources: { subscribe: true }, tasks: {}, experimental: { x: {} }, logging: {} },
      }),
      listing('b', { capabilities: { prompts: {}, completions: 7 } }),
    ];
    expect(unionCapabilities(offers, false)).toEqual({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      prompts: { listChanged: true },
      logging: {},
    });
    expect(unionCapabilities([], false)).toEqual({ tools: { listChanged: true } });
    expect(unionCapabilities([listing('a', { capabilities: { resources: {} } })], false).resources).toEqual({
      listChanged: true,
    });
  });
});
