import { expect, it } from 'vitest';
import { LateServers, type LateServersParts } from '../../../src/app/serving/late-servers.ts';
import { Catalog } from '../../../src/catalog/catalog.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import type { Standing } from '../../../src/model/upstreams.ts';
import { openSpine } from '../../laws/spine.ts';
import { LISTING } from './mail-listing.ts';

const never = (): Promise<never> => new Promise(() => undefined);

async function open(given: Partial<LateServersParts> & { standings?: readonly Standing[] }) {
  const spine = await openSpine();
  const { servers, names } = configSchema.parse({ servers: { mail: { command: 'mail' } } });
  const catalog = new Catalog({ servers, names });
  catalog.update('mail', LISTING);
  const { interposer } = spine;
  let inForce = { interposer };
  const late = new LateServers({
    catalog,
    upstreams: { standings: () => given.standings ?? [] },
    inForce: () => inForce,
    shown: async () => undefined,
    promised: () => undefined,
    judging: () => [],
    judged: never,
    wait: 50,
    ...given,
  });
  const reload = (): void => {
    inForce = { interposer };
  };
  return { late, spine, reload };
}

it('has lists wait until something of every server can be shown, or for long enough, once for each configuration', async () => {
  const standings = (['mail', 'crm', 'web', 'kept'] as const).map((upstream): Standing => {
    return { upstream, state: upstream === 'mail' ? 'ready' : 'starting', processes: 1 };
  });
  const { late, spine, reload } = await open({
    shown: never,
    standings,
    promised: (upstream) => (upstream === 'kept' ? never() : undefined),
  });
  for (let n = 0; n < 2; n++) await late.listable();
  reload();
  await late.listable();
  await spine.close();
  const said: string[] = [];
  for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
    if (record.entry.kind === 'note' && record.entry.about === 'list') said.push(record.entry.message);
  // Of those that a lockfile has nothing of.
  const message = 'shown without crm, web, still starting: what is there follows with list_changed';
  expect(said).toEqual([message, message]);
});

it('says of nobody that they were late where all could be shown', async () => {
  const { late, spine } = await open({ standings: [{ upstream: 'crm', state: 'starting', processes: 1 }] });
  await late.listable();
  await spine.close();
  for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
    expect(record.entry.kind === 'note' && record.entry.about).not.toBe('list');
});

it('knows which calls have to wait for their server, and lets those of unknown names wait as long as a list', async () => {
  const end = never();
  const { late, spine } = await open({ promised: (server) => (server === 'mail' || !server ? end : undefined) });
  expect(late.starting('tools/call', { name: 'mail__send' })).toBe(end);
  expect(late.starting('resources/read', { uri: 'other://x' })).not.toBe(end);
  expect(await late.starting('tools/call', { name: 'mail__new' })).toBeUndefined();
  await spine.close();
  const { late: none, spine: other } = await open({});
  expect(none.starting('tools/call', { name: 'mail__new' })).toBeUndefined();
  await other.close();
});

it('lets a call wait for what it may be of while that is judged, and says of whom that took too long until it is', async () => {
  const waiting: (() => void)[] = [];
  const judged = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
  const { late, spine } = await open({ judging: () => ['mail', 'crm'], judged, wait: 1 });
  expect(late.starting('tools/call', { name: 'mail__send' })).toBeUndefined();
  expect(late.starting('tools/call', { name: 'web__find' })).toBeUndefined();
  await late.starting('tools/call', { name: 'mail__new' });
  expect([late.isLate('mail'), late.isLate('crm')]).toEqual([true, false]);
  for (const end of waiting) end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(late.isLate('mail')).toBe(false);
  await spine.close();
});
