import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { sessions } from '../../../src/cli/commands/sessions.ts';
import { openFreezer } from '../../../src/journal/state/freeze.ts';
import { makeDecision } from '../../samples.ts';
import {
  admitAndSettle,
  askRule,
  fillRecord,
  lookedAt,
  mailHold,
  makeCall,
  makeScreen,
  makeState,
  scratch,
  withRecord,
} from '../stage.ts';

const state = makeState();
beforeAll(() => fillRecord(state));

it('lists who did how much, what it has seen, and what is frozen', async () => {
  await openFreezer(state.frozen).freeze({ subject: 'session', name: 'session-two', by: 'a', reason: 'r', at: 1 });
  const lines = makeScreen();
  expect(await sessions({ state: state.root, json: true }, lines)).toBe(0);
  const rows = lines
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toMatchObject([
    {
      session: 'session-one',
      source: 'process',
      who: 'driver 1',
      calls: 2,
      held: 1,
      denied: 0,
      labels: ['untrusted'],
      frozen: false,
    },
    {
      session: 'session-two',
      source: 'client-key',
      who: 'support',
      calls: 1,
      held: 0,
      denied: 1,
      labels: [],
      frozen: true,
    },
  ]);
  const screen = makeScreen();
  await sessions({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/session-tw.*support.*frozen/);
});

it('is no wider than a terminal of 80 columns, and says all of it there', async () => {
  const narrow = makeScreen({ isTerminal: true, width: 80 });
  await sessions({ state: state.root }, narrow);
  const lines = narrow.printed().split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toEqual(expect.arrayContaining(['  client-key', '  untrusted', '  frozen']));
});

it('counts among the calls what was held as well as what was refused, and under the heads which were', async () => {
  const mixed = makeState();
  await withRecord(mixed, async (journal) => {
    const judged = { evidence: lookedAt(), asOf: 0 };
    await admitAndSettle(journal, makeCall('let'), '{}');
    const asking = makeDecision({ effect: 'ask', matched: [askRule] });
    await journal.hold({ ...judged, seen: makeCall('held'), decision: asking }, mailHold({ call: 'held' }));
    await journal.refuse({ ...judged, seen: makeCall('refused'), decision: makeDecision({ effect: 'deny' }) });
  });
  const lines = makeScreen();
  await sessions({ state: mixed.root, json: true }, lines);
  expect(JSON.parse(lines.printed())).toMatchObject({ calls: 3, held: 1, denied: 1 });
  const screen = makeScreen();
  await sessions({ state: mixed.root }, screen);
  expect(screen.printed()).toMatch(/CALLS +HELD +DENIED[\s\S]* 3 +1 +1 /);
});

it("counts what a server asks apart, and neither its answers nor texts of servers as the agent's calls", async () => {
  const other = makeState();
  await withRecord(other, async (journal) => {
    const elicits = { method: 'elicitation/create', params: {}, text: '{}' } as const;
    await admitAndSettle(journal, makeCall('agents'), '{}');
    await admitAndSettle(journal, makeCall('asked', {}, { ...elicits, origin: 'upstream' }), '{}');
    await admitAndSettle(journal, makeCall('answer', {}, elicits), '{}');
    const ours = { method: 'notifications/message', principal: { id: 'sallyport', human: 'out-of-band' } } as const;
    const refused = { evidence: lookedAt(), decision: makeDecision({ effect: 'deny' }), asOf: 0 };
    await journal.refuse({ ...refused, seen: makeCall('text', {}, ours) });
    const listing = { session: { key: 'ours', source: 'shared' }, method: 'tools/list' } as const;
    await journal.refuse({ ...refused, seen: makeCall('list', {}, { ...ours, ...listing }) });
  });
  const lines = makeScreen();
  await sessions({ state: other.root, json: true }, lines);
  const rows = lines.printed().split('\n');
  expect(rows.map((line) => JSON.parse(line))).toMatchObject([
    { session: 'session-one', who: 'driver 1', calls: 1, held: 0, denied: 0, asked: 1 },
  ]);
});

it('says when there is none', async () => {
  const screen = makeScreen();
  await sessions({ state: state.root, since: '2999-01-01' }, screen);
  expect(screen.printed()).toMatch(/No session/);
});

it('counts a session with a lost call as having seen what that could have brought, and none of which nothing else is in the record', async () => {
  const at = makeState();
  await withRecord(at, async (journal) => {
    await admitAndSettle(journal, makeCall('call0000'), '{"content":[]}');
    const { key } = makeCall('call0000').session;
    await journal.write({ kind: 'lost', call: 'call0000', session: key, labels: ['internal'] });
    await journal.write({ kind: 'lost', call: 'call0001', session: 'removed', labels: ['internal'] });
  });
  const lines = makeScreen();
  await sessions({ state: at.root, json: true }, lines);
  const [row, ...others] = lines
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(row).toMatchObject({ calls: 1, labels: expect.arrayContaining(['internal']) });
  expect(others).toEqual([]);
});

it("counts with --config what another configuration's process found lost: it may have closed the record of one that died", async () => {
  const at = makeState();
  const ours = path.join(scratch(), 'ours.yaml');
  writeFileSync(ours, 'servers: { mail: { command: x } }\n');
  const { key } = makeCall('call0000').session;
  await withRecord(at, (journal) => admitAndSettle(journal, makeCall('call0000'), '{"content":[]}'), ours);
  const theirs = path.join(scratch(), 'theirs.yaml');
  writeFileSync(theirs, '');
  await withRecord(
    at,
    async (journal) => {
      await journal.write({ kind: 'lost', call: 'call0001', session: key, labels: ['internal'] });
      await admitAndSettle(journal, makeCall('call0002'), '{"content":[]}');
    },
    theirs,
  );
  const screen = makeScreen();
  await sessions({ state: at.root, config: ours, json: true }, screen);
  expect(JSON.parse(screen.printed())).toMatchObject({ calls: 1, labels: expect.arrayContaining(['internal']) });
});

it('lists with --config only what had to do with a server of it', async () => {
  const file = path.join(scratch(), 'c.yaml');
  const listed = async (server: string): Promise<string> => {
    writeFileSync(file, `servers: { ${server}: { command: x } }\n`);
    const screen = makeScreen();
    expect(await sessions({ state: state.root, config: file, json: true }, screen)).toBe(0);
    return screen.printed();
  };
  const all = makeScreen();
  await sessions({ state: state.root, json: true }, all);
  const [first, second] = all
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line) as { servers: string[] });
  for (const server of new Set([...(first?.servers ?? []), ...(second?.servers ?? [])])) {
    const found = (await listed(server)).split('\n').map((line) => JSON.parse(line) as { servers: string[] });
    expect(found).toEqual([first, second].filter((one) => one?.servers.includes(server)));
  }
  expect(await listed('nobody')).toBe('');
  const screen = makeScreen();
  await sessions({ state: state.root, config: file }, screen);
  expect(screen.printed()).toBe(`No session had to do with a server of ${file}.`);
  const late = makeScreen();
  await sessions({ state: state.root, config: file, since: '2999-01-01' }, late);
  expect(late.printed()).toBe(
    `No session had to do with a server of ${file} since 2999-01-01; without --since all are listed.`,
  );
  const others = makeState();
  const theirs = path.join(scratch(), 'theirs.yaml');
  writeFileSync(theirs, '');
  await withRecord(others, (journal) => admitAndSettle(journal, makeCall('call0000'), '{"content":[]}'), theirs);
  const none = makeScreen();
  await sessions({ state: others.root, config: file }, none);
  expect(none.printed()).toBe(`No session had to do with a server of ${file}.`);
});

it('says of an empty list whether it is empty for want of time alone', async () => {
  const screen = makeScreen();
  expect(await sessions({ state: state.root, since: '2099-01-01' }, screen)).toBe(0);
  expect(screen.printed()).toMatch(/since 2099-01-01; without --since all are listed\.$/);
});
