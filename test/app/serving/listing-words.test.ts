import { expect, it } from 'vitest';
import { sayListing, sayLock } from '../../../src/app/serving/listing-words.ts';
import { Catalog } from '../../../src/catalog/catalog.ts';
import type { Difference } from '../../../src/catalog/lockfile/compare.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { LISTING } from './mail-listing.ts';

it('counts what a server offers, and names what clients are not shown of it', () => {
  const alone = (name: string): string =>
    JSON.stringify({ name, inputSchema: { type: 'object' }, execution: { taskSupport: 'required' } });
  const offered = { ...LISTING, tools: [...LISTING.tools, ...[1, 2, 3, 4, 5, 6].map((n) => alone(`long\n${n}`))] };
  const catalog = new Catalog(configSchema.parse({ servers: { mail: { command: 'x' } } }));
  catalog.update('mail', offered);
  expect(sayListing(offered, catalog.dropped(), 2)).toBe(
    '7 tools, 0 resources, 0 prompts (2025-11-25); left out: long 1, long 2, long 3, long 4, long 5, and 1 more; withheld for what they say: 2',
  );
  expect(sayListing(LISTING)).toBe('1 tool, 0 resources, 0 prompts (2025-11-25)');
  expect(sayListing(undefined)).toBe('offers nothing any more');
});

it('says of definitions that are not as accepted what to do', () => {
  const differs: Difference = {
    server: 'mail',
    kind: 'tools',
    name: 'a\nb',
    what: 'new',
    grade: 'high',
    changes: [],
  };
  const standing = (found: Difference[], isLocked: boolean) => ({
    differences: () => found,
    isLocked: () => isLocked,
  });
  expect(sayLock('mail', standing([], false), '')).toEqual({ line: 'taken as it comes', isAsAccepted: true });
  expect(sayLock('mail', standing([], true), '')).toEqual({ line: 'as accepted', isAsAccepted: true });
  const gone: Difference = { ...differs, name: 'c', what: 'vanished', grade: 'low' };
  expect(sayLock('mail', standing([gone], true), '')).toEqual({
    line: 'as accepted; not offered now: c',
    isAsAccepted: true,
  });
  expect(sayLock('mail', standing([gone, differs], true), '').line).toMatch(/^not as accepted: a b new \(high\); look/);
  expect(sayLock('mail', standing([differs, { ...differs, kind: 'server' }], true), ' --config c.yaml')).toEqual({
    line: 'not as accepted: a b new (high), what it says of its use new (high); look at it with: sallyport diff mail --config c.yaml',
    isAsAccepted: false,
  });
});
