import { describe, expect, it } from 'vitest';
import { readDefinitions } from '../../src/catalog/definition.ts';
import { OWN_TOOLS } from '../../src/catalog/own.ts';

describe("the union's own tools", () => {
  it('are definitions that we would accept of a server', () => {
    const { kept, dropped } = readDefinitions(
      'tools',
      'sallyport',
      OWN_TOOLS.map(({ text }) => text),
      undefined,
    );
    expect(dropped).toEqual([]);
    expect(kept.map(({ name }) => name)).toEqual(['sallyport__resume', 'sallyport__status']);
    expect(kept.map(({ facts }) => facts.definition)).toEqual(OWN_TOOLS.map(({ facts }) => facts.definition));
  });

  it('make no session untrusted', () => {
    expect(OWN_TOOLS.flatMap(({ facts }) => facts.labels)).toEqual([]);
  });
});
