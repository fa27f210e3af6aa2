import { expect, test } from 'vitest';
import { readDefinitions } from '../../src/catalog/definition.ts';
import { OwnListings } from '../../src/catalog/own-listings.ts';
import type { Found } from '../../src/model/gate.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import type { Listing } from '../../src/model/upstreams.ts';

const listing = (...tools: string[]): Listing => ({
  upstream: 'mail',
  serverInfo: {},
  capabilities: {},
  instructions: undefined,
  protocol: '2025-11-25',
  tools: tools.map((name) => JSON.stringify({ name, inputSchema: { type: 'object' } })),
  resources: [],
  resourceTemplates: [],
  prompts: [],
  at: 0,
});
const found = (upstream: string, name: string): Found => ({ target: { upstream, name }, facts: NO_FACTS });

test('a tool is what the process of its session says, and of no other', () => {
  let reads = 0;
  const owns = new OwnListings((upstream, { tools }) => {
    reads++;
    return readDefinitions('tools', upstream, tools, undefined).kept;
  });
  const own = listing('send');
  owns.put('one', 'mail', own);
  owns.put('two', 'mail', own);
  const mine = owns.find(found('mail', 'send'), 'one');
  expect(mine).toMatchObject({ target: { upstream: 'mail', name: 'send' } });
  expect(mine.facts.definition).not.toBe('');
  expect(owns.find(found('mail', 'send'), 'two')).toBe(mine);
  expect(reads).toBe(1);
  for (const [upstream, name, session] of [
    ['mail', 'fax', 'one'],
    ['mail', 'send', 'three'],
    ['mail', 'send', undefined],
    ['post', 'send', 'one'],
  ] as const) {
    const shown = found(upstream, name);
    expect(owns.find(shown, session)).toBe(shown);
  }
  owns.reread();
  owns.find(found('mail', 'send'), 'one');
  expect(reads).toBe(2);
  owns.put('one', 'mail', undefined);
  const shown = found('mail', 'send');
  expect(owns.find(shown, 'one')).toBe(shown);
  expect(owns.find(shown, 'two')).not.toBe(shown);
});
