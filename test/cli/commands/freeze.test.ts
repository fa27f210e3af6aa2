import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freeze, unfreeze } from '../../../src/cli/commands/freeze.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { openFreezer } from '../../../src/journal/state/freeze.ts';
import { alone, fillRecord, makeScreen, makeState, scratch } from '../stage.ts';

describe('freezing', () => {
  const state = makeState();
  const config = path.join(scratch(), 'c.yaml');
  const options = { state: state.root, config, guard: alone };
  beforeAll(async () => {
    await fillRecord(state);
    writeFileSync(
      config,
      'servers: { bank: { command: node }, both: { command: node } }\nagents: { support: {}, both: {} }\n',
    );
  });
  const frozen = () =>
    openFreezer(state.frozen)
      .list()
      .map(({ subject, name }) => `${subject} ${name}`);

  it.each([
    ['bank', {}, 'server bank'],
    ['support', {}, 'agent support'],
    ['session-t', {}, 'session session-two'],
    [undefined, { session: 'session-t' }, 'session session-two'],
    [undefined, { server: 'mail' }, 'server mail'],
    [undefined, { server: 'never-seen' }, 'server never-seen', 3],
  ])('finds out what %s %j is', async (name, flags, named, code = 0) => {
    expect(await freeze(name, { ...options, ...flags, reason: 'odd' }, makeScreen())).toBe(code);
    expect(frozen()).toContain(named);
    expect(await unfreeze(name, { ...options, ...flags }, makeScreen({ answers: [] }))).toBe(0);
    expect(frozen()).not.toContain(named);
  });

  it.each([
    ['both', {}, /several; name one: --server both, --agent both/],
    ['session-', {}, /several/],
    ['nothing', {}, /say which with --server/],
    ['bank', { server: 'bank' }, /name one/],
    [undefined, { session: 'ses' }, /--session ses is too short: write the first 4 letters/],
  ])('refuses %s %j', async (name, flags, why) => {
    await expect(freeze(name, { ...options, ...flags }, makeScreen())).rejects.toThrow(why);
    expect(frozen()).toEqual([]);
  });

  it('says of a session that is not there where there are some, not how else to name it', async () => {
    await expect(freeze(undefined, { ...options, session: 'nobody' }, makeScreen())).rejects.toThrow(
      /^no session in the record begins with nobody; `sallyport sessions` lists them$/,
    );
  });

  it('keeps the first reason where a second freeze gives none', async () => {
    await freeze('bank', { ...options, reason: 'it leaks' }, makeScreen());
    const again = makeScreen();
    expect(await freeze('bank', options, again)).toBe(0);
    expect(again.printed()).toMatch(/server bank is frozen already, since .*: it leaks\. --reason/);
    const reasons = () =>
      openFreezer(state.frozen)
        .list()
        .map(({ reason }) => reason);
    expect(reasons()).toEqual(['it leaks']);
    await freeze('bank', { ...options, reason: 'it lies' }, makeScreen());
    expect(reasons()).toEqual(['it lies']);
    await unfreeze('bank', options, makeScreen({ answers: [] }));
  });

  it('freezes what nobody has heard of too, and says that nobody has', async () => {
    const screen = makeScreen();
    // Not 0: a script that mistypes would take what it meant for frozen.
    expect(await freeze(undefined, { ...options, server: 'bnak' }, screen)).toBe(3);
    expect(await freeze(undefined, { ...options, server: 'bnak' }, makeScreen())).toBe(3);
    expect(screen.complained()).toMatch(
      /names no such server \(did you mean "bank"\?\); only what comes by that very name/,
    );
    expect(frozen()).toEqual(['server bnak']);
    const known = makeScreen();
    await unfreeze(undefined, { ...options, server: 'bnak' }, makeScreen({ answers: [] }));
    expect(await freeze(undefined, { ...options, server: 'bank' }, known)).toBe(0);
    await unfreeze(undefined, { ...options, server: 'bank' }, makeScreen({ answers: [] }));
    expect(known.complained()).toBe('');
  });

  it('says that no call is an agent’s where none are configured, whatever the client calls itself', async () => {
    const plain = path.join(scratch(), 'plain.yaml');
    writeFileSync(plain, 'servers: { bank: { command: node } }\n');
    const screen = makeScreen();
    await freeze(undefined, { ...options, config: plain, agent: 'raw-client' }, screen);
    expect(screen.complained()).toMatch(
      /plain\.yaml names no agents, so this stops no call there: freeze a session .*`sallyport sessions`.*--server/,
    );
    await unfreeze(undefined, { ...options, agent: 'raw-client' }, makeScreen({ answers: [] }));
  });

  it('asks the record who is known where there is no configuration', async () => {
    const nowhere = { ...options, config: path.join(scratch(), 'gone.yaml') };
    const said: string[] = [];
    for (const given of [{ agent: 'suport' }, { server: 'mial' }, { agent: 'support' }, { server: 'mail' }]) {
      const screen = makeScreen();
      await freeze(undefined, { ...nowhere, ...given }, screen);
      said.push(screen.complained());
      await unfreeze(undefined, { ...options, ...given }, makeScreen({ answers: [] }));
    }
    expect(said[0]).toMatch(/the record names no such agent \(did you mean "support"\?\); only what comes/);
    expect(said[1]).toMatch(/the record names no such server \(did you mean "mail"\?\)/);
    expect(said.slice(2)).toEqual(['', '']);
  });

  it('needs no person to freeze, and one to unfreeze', async () => {
    expect(await freeze('bank', options, makeScreen())).toBe(0);
    const nobody = makeScreen();
    expect(await unfreeze('bank', options, nobody)).toBe(1);
    expect(nobody.complained()).toMatch(/nothing was unfrozen/);
    expect(frozen()).toEqual(['server bank']);
    const list = makeScreen();
    await freeze(undefined, options, list);
    const json = makeScreen();
    await freeze(undefined, { ...options, json: true }, json);
    expect(JSON.parse(json.printed()).at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(list.printed()).toMatch(/server +bank/);
    expect(await unfreeze('bank', options, makeScreen({ answers: [] }))).toBe(0);
    expect(await unfreeze('bank', options, makeScreen({ answers: [] }))).toBe(1);
    await expect(unfreeze(undefined, options, makeScreen())).rejects.toThrow(/say what to unfreeze/);
  });

  it('is recorded', async () => {
    const before = [];
    for await (const { record } of readRecords(state.journal, { kinds: ['freeze'] })) before.push(record.entry);
    expect(before.slice(0, 2)).toMatchObject([
      { subject: 'server', name: 'bank', on: true, reason: 'odd' },
      { subject: 'server', name: 'bank', on: false },
    ]);
  });
});
