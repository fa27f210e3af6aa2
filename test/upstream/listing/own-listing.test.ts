import { expect, test } from 'vitest';
import type { Listing } from '../../../src/model/upstreams.ts';
import { ownListing } from '../../../src/upstream/listing/own-listing.ts';
import { Tools } from '../../../src/upstream/listing/tools.ts';
import { session } from '../rig.ts';

const shown: Listing = {
  upstream: 'it',
  serverInfo: { name: 'it' },
  capabilities: {},
  instructions: 'use it',
  protocol: '2025-11-25',
  tools: ['{"name":"a"}'],
  resources: ['{"uri":"a://b"}'],
  resourceTemplates: [],
  prompts: [],
  at: 0,
};

test('has its own tools, all else as it is for all, and is one for all sessions of a version', () => {
  const told: [string, Listing | undefined][] = [];
  const own = ownListing(({ key }, listing) => told.push([key, listing]));
  const tools = new Tools(['{"name":"b"}']);
  own.tell(session('early'), tools);
  own.list(shown);
  own.tell(session('one'), tools);
  own.tell(session('two'), tools);
  own.tell(session('one'), undefined);
  expect(told).toEqual([
    ['early', undefined],
    ['one', { ...shown, tools: ['{"name":"b"}'] }],
    ['two', { ...shown, tools: ['{"name":"b"}'] }],
    ['one', undefined],
  ]);
  expect(told[1]?.[1]).toBe(told[2]?.[1]);
  own.list({ ...shown, resources: [] });
  own.tell(session('one'), tools);
  expect(told.at(-1)).toEqual(['one', { ...shown, resources: [], tools: ['{"name":"b"}'] }]);
});
