import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { servers } from '../../../src/cli/commands/servers.ts';
import { sessions } from '../../../src/cli/commands/sessions.ts';
import { OURSELVES } from '../../../src/model/call.ts';
import { newsOf } from '../../../src/model/record/note.ts';
import { makeDecision } from '../../samples.ts';
import {
  admitAndSettle,
  fillRecord,
  lookedAt,
  makeCall,
  makeScreen,
  makeState,
  scratch,
  withRecord,
} from '../stage.ts';

const state = makeState();
beforeAll(() => fillRecord(state));

it('lists what servers offered and how often they were called', async () => {
  const lines = makeScreen();
  expect(await servers({ state: state.root, json: true }, lines)).toBe(0);
  const rows = lines
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toMatchObject([
    {
      server: 'mail',
      calls: 2,
      held: 1,
      denied: 1,
      failed: 0,
      called: ['send'],
      offers: '2 tools, 0 resources, 0 prompts (2025-11-25)',
    },
    { server: 'tickets', calls: 1, held: 0, denied: 0, called: ['read_ticket'], offers: '' },
  ]);
  const screen = makeScreen();
  await servers({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/mail +2 +1 +1 +0 .*2 tools/);
});

it('counts as denied no text of a server that was not passed on: no agent called', async () => {
  const noted = makeState();
  await withRecord(noted, async (journal) => {
    const said = makeCall('call0001', {}, { principal: { id: OURSELVES, human: 'out-of-band' } });
    const decision = makeDecision({ effect: 'deny' });
    await journal.refuse({ seen: said, evidence: lookedAt(), decision, asOf: said.at });
  });
  const screen = makeScreen();
  await servers({ state: noted.root, json: true }, screen);
  expect(JSON.parse(screen.printed())).toMatchObject({ server: 'mail', calls: 0, held: 0, denied: 0 });
});

it('goes by fields of what is noted of a server, whatever the words are', async () => {
  const noted = makeState();
  await withRecord(noted, async (journal) => {
    await journal.write(newsOf('listing', 'mail', 'a handful: of things'));
    await journal.write(newsOf('lockfile', 'mail', 'new words'));
    await journal.write(newsOf('server', 'mail', 'up'));
    await journal.write({ kind: 'note', about: 'definition', message: 'crm: send was mended' });
  });
  const screen = makeScreen();
  await servers({ state: noted.root, json: true }, screen);
  expect(JSON.parse(screen.printed())).toMatchObject({
    server: 'mail',
    offers: 'a handful: of things',
    lock: 'new words',
    state: 'up',
  });
});

it('counts what was called, and not what a server asked itself', async () => {
  const asking = makeState();
  await withRecord(asking, async (journal) => {
    await admitAndSettle(journal, makeCall('call0001'), '{}');
    const target = { upstream: 'mail', name: '' };
    await admitAndSettle(journal, makeCall('call0002', {}, { origin: 'upstream', method: 'roots/list', target }), '{}');
  });
  const screen = makeScreen();
  await servers({ state: asking.root, json: true }, screen);
  expect(JSON.parse(screen.printed())).toMatchObject({ server: 'mail', calls: 1, failed: 0 });
});

it('says of all configurations that they are those of all, and how to see one', async () => {
  const screen = makeScreen();
  await servers({ state: state.root }, screen);
  expect(screen.complained()).toMatch(/of every configuration.*servers of one name count as one.*--config FILE/);
  const one = path.join(scratch(), 'c.yaml');
  writeFileSync(one, 'servers: { mail: { command: x } }\n');
  const named = makeScreen();
  await servers({ state: state.root, config: one }, named);
  const json = makeScreen();
  await servers({ state: state.root, json: true }, json);
  expect(named.complained() + json.complained()).toBe('');
});

it('keeps the state to a word, and says why behind all other columns', async () => {
  const noted = makeState();
  const why = `command not found: ${'a long story '.repeat(20).trim()}`;
  await withRecord(noted, async (journal) => {
    await journal.write(newsOf('server', 'mail', `failed, ${why}`));
    await journal.write(newsOf('server', 'bank', 'ready'));
    await journal.write(newsOf('listing', 'bank', '2 tools'));
  });
  const screen = makeScreen();
  await servers({ state: noted.root }, screen);
  const [heads = '', bank = '', mail] = screen.printed().split('\n');
  expect(heads).toMatch(/LAST +STATE +OFFERS +LOCK +WHY$/);
  expect(bank).toMatch(/never +ready +2 tools$/);
  expect(bank.length).toBeLessThan(80);
  expect(mail).toMatch(/never +failed +command not found: a long story .*long story$/);
  const narrow = makeScreen({ width: 60 });
  await servers({ state: noted.root }, narrow);
  expect(narrow.printed()).toMatch(/ never +failed\n {2}command not found: a long/);
});

it('says which are not in the configuration, where one is known, and which were never heard of', async () => {
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: { mail: { command: x }, fresh: { command: y } }\n');
  const screen = makeScreen();
  await servers({ state: state.root, config }, screen);
  expect(screen.printed()).toMatch(/^fresh .*never$/m);
  expect(screen.printed()).toMatch(/^tickets .*not in c\.yaml$/m);
  expect(screen.printed()).not.toMatch(/^mail .*not in/m);
  const json = makeScreen();
  await servers({ state: state.root, config, json: true }, json);
  const rows = json
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ server, configured }) => [server, configured])).toEqual([
    ['fresh', true],
    ['mail', true],
    ['tickets', false],
  ]);
});

it('says when there is none', async () => {
  const screen = makeScreen();
  await servers({ state: state.root, since: '2999-01-01' }, screen);
  expect(screen.printed()).toMatch(/No server/);
});

it('counts of a configuration that is named what was called through it, though another has a server of that name', async () => {
  const shared = makeState();
  const [one, other] = ['one.yaml', 'other.yaml'].map((name) => path.join(scratch(), name)) as [string, string];
  for (const file of [one, other]) writeFileSync(file, 'servers: { mail: { command: x } }\n');
  const called = (ids: readonly string[], offers: string, file?: string): Promise<void> =>
    withRecord(
      shared,
      async (journal) => {
        await journal.write(newsOf('listing', 'mail', offers));
        for (const id of ids) await admitAndSettle(journal, makeCall(id), '{}');
      },
      file,
    );
  await called(['call0001'], '1 tool', one);
  await called(['call0002', 'call0003'], '2 tools', other);
  const counted = async (file?: string): Promise<unknown> => {
    const screen = makeScreen();
    await servers({ state: shared.root, json: true, ...(file === undefined ? {} : { config: file }) }, screen);
    return JSON.parse(screen.printed());
  };
  expect(await counted(one)).toMatchObject({ server: 'mail', calls: 1, offers: '1 tool', configured: true });
  expect(await counted(other)).toMatchObject({ server: 'mail', calls: 2, offers: '2 tools' });
  expect(await counted()).toMatchObject({ server: 'mail', calls: 3 });
  const of = async (file: string): Promise<number> => {
    const screen = makeScreen();
    await sessions({ state: shared.root, json: true, config: file }, screen);
    return JSON.parse(screen.printed()).calls;
  };
  expect([await of(one), await of(other)]).toEqual([1, 2]);
  // The same file by another name, as where a client was given a path with a link in it.
  const link = path.join(scratch(), 'link');
  symlinkSync(path.dirname(one), link, 'junction');
  expect(await counted(path.join(link, 'one.yaml'))).toMatchObject({ calls: 1 });
  // A chain whose beginning does not say through which it was is lost to neither.
  await called(['call0004'], '3 tools');
  expect(await counted(one)).toMatchObject({ calls: 2 });
});

it('says of an empty list whether it is empty for want of time alone', async () => {
  const screen = makeScreen();
  expect(await servers({ state: state.root, since: '2099-01-01' }, screen)).toBe(0);
  expect(screen.printed()).toMatch(/since 2099-01-01; without --since all are listed\.$/);
});
