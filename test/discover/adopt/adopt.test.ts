import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { applyRestore, planRestore } from '../../../src/discover/adopt/restore.ts';
import type { Client } from '../../../src/discover/client.ts';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { CLIENTS } from '../../../src/discover/clients.ts';
import { globalFiles } from '../../../src/discover/places.ts';
import { makeMachine, PLATFORMS, put, scratch } from '../home.ts';
import { entryOf, fileText, type Made, madeServers, style } from './round-trip.ts';
import { MAIN, planNow, type Stage, shelfIn, snapshot } from './stage.ts';

const fileFor = (client: Client, machine: ReturnType<typeof makeMachine>): string =>
  globalFiles(client, machine)[0]?.file ?? '';
const stageOn = (machine: ReturnType<typeof makeMachine>): Stage & { state: string } => {
  const state = scratch();
  return {
    machine,
    state,
    shelf: shelfIn(path.join(state, 'secrets')),
    config: path.join(scratch(), 'gate', 'servers.config.yaml'),
  };
};
const PLAIN = { crlf: false, mark: false, newline: true, comments: true, indent: '  ' };
const MADE: Made[] = [
  { name: 'mail', command: 'npx', args: ['-y', 'mail'], env: { API_KEY: 'q7Rk2VbT9xLm', LOG: 'info' } },
  { name: 'crm', url: 'https://crm.example/mcp' },
];

describe.each(PLATFORMS)('on %s', (platform) => {
  it.each(CLIENTS.map((client) => [client.id, client] as const))(
    '%s is adopted whole, and put back to the byte',
    async (_, client) => {
      const machine = makeMachine(platform);
      const file = put(fileFor(client, machine), fileText(client, MADE, PLAIN));
      chmodSync(file, 0o640);
      const stage = stageOn(machine);
      const before = snapshot(machine.disk);
      const plan = await planNow(stage);
      expect(plan.left).toEqual([]);
      expect(plan.taken.map(({ name, isNew }) => [name, isNew])).toEqual([
        ['mail', true],
        ['crm', true],
      ]);
      expect(snapshot(machine.disk)).toEqual(before);
      await applyAdoption(plan, stage.state, Date.now());

      const { servers } = await surveyClients({ machine, ourselves: { programs: [MAIN], urls: [] } });
      expect(servers.map(({ name, isUs, entry }) => [name, isUs, entry.command, entry.args, entry.trouble])).toEqual([
        ['sallyport', true, '/usr/bin/node', [MAIN, 'serve', '--config', stage.config], undefined],
      ]);
      const text = readFileSync(stage.config, 'utf8');
      expect(text).not.toContain('q7Rk2');
      const { config } = parseConfig(stage.config, text);
      expect(config.servers.mail).toMatchObject({
        command: 'npx',
        args: ['-y', 'mail'],
        env: { API_KEY: stage.shelf.reference('mail-API_KEY'), LOG: 'info' },
      });
      expect(config.servers.crm).toMatchObject({ url: 'https://crm.example/mcp' });
      expect(await stage.shelf.read('mail-API_KEY')).toBe('q7Rk2VbT9xLm');

      const again = await planNow(stage);
      expect(again.files).toEqual([]);
      expect(again.config.after).toBe(text);
      const back = await planRestore(stage.state, {});
      await applyRestore(back, stage.state);
      expect(snapshot(machine.disk)).toEqual(before);
      expect(() => readFileSync(stage.config)).toThrow(/ENOENT/);
      expect(await planRestore(stage.state, {})).toMatchObject({ files: [], adoptions: [] });
    },
  );

  it('any files of any two clients are, together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...CLIENTS), { minLength: 1, maxLength: 2, selector: ({ id }) => id }),
        madeServers,
        madeServers,
        style,
        async (clients, one, other, how) => {
          const machine = makeMachine(platform);
          for (const [i, client] of clients.entries())
            put(fileFor(client, machine), fileText(client, i === 0 ? one : other, how));
          const stage = stageOn(machine);
          const before = snapshot(machine.disk);
          const plan = await planNow(stage);
          expect(plan.left).toEqual([]);
          expect(plan.files).toHaveLength(clients.length);
          await applyAdoption(plan, stage.state, Date.now());
          const { config } = parseConfig(stage.config, readFileSync(stage.config, 'utf8'));
          for (const { name } of plan.taken) expect(config.servers[name]).toBeDefined();
          expect((await planNow(stage)).files).toEqual([]);
          await applyRestore(await planRestore(stage.state, {}), stage.state);
          expect(snapshot(machine.disk)).toEqual(before);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('adoption', () => {
  const cursor = CLIENTS.find(({ id }) => id === 'cursor') as Client;
  const desktop = CLIENTS.find(({ id }) => id === 'claude-desktop') as Client;
  const json = (value: object): string => JSON.stringify(value, null, 2);
  const twoClients = (one: object, other: object) => {
    const machine = makeMachine('linux');
    put(fileFor(desktop, machine), json({ mcpServers: one }));
    put(fileFor(cursor, machine), json({ mcpServers: other }));
    return { machine, stage: stageOn(machine) };
  };

  it('merges what is the same in two clients, and names apart what is not', async () => {
    const same = { command: 'npx', args: ['same'], env: { TOKEN: 'q7Rk2VbT9xLm' } };
    const { stage } = twoClients(
      { a: same, b: { command: 'x' }, c: { command: 'c' } },
      { other: same, b: { command: 'y' }, c: { command: 'c', disabled: true } },
    );
    const plan = await planNow(stage);
    expect(plan.taken.map(({ found, name, isNew }) => [found.slot.client.id, found.name, name, isNew])).toEqual([
      ['claude-desktop', 'a', 'a', true],
      ['claude-desktop', 'b', 'b', true],
      ['claude-desktop', 'c', 'c', true],
      ['cursor', 'other', 'a', false],
      ['cursor', 'b', 'b-cursor', true],
      ['cursor', 'c', 'c', false],
    ]);
    expect(plan.secrets).toHaveLength(1);
  });

  it('knows again what it adopted before, secrets and all, when a second client has it', async () => {
    const same = { command: 'npx', args: ['same'], env: { TOKEN: 'q7Rk2 ${VbT9xLm' } };
    const { machine, stage } = twoClients({ a: same }, {});
    await applyAdoption(await planNow(stage), stage.state, 1);
    put(fileFor(cursor, machine), json({ mcpServers: { a: same, b: { ...same, env: { TOKEN: 'other-q7Rk2' } } } }));
    const plan = await planNow(stage);
    expect(plan.taken.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(plan.secrets.map(({ name }) => name)).toEqual(['b-TOKEN']);
  });

  it('never writes over a secret of another', async () => {
    const { stage } = twoClients({ a: { command: 'x', env: { TOKEN: 'mine-mine' } } }, {});
    await stage.shelf.write('a-TOKEN', 'somebody else');
    expect((await planNow(stage)).secrets.map(({ name }) => name)).toEqual(['a-TOKEN-2']);
  });

  it('takes only what it is told to, and leaves the rest beside itself', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x' } }, { b: { command: 'y' }, c: { command: 'z' } });
    const plan = await planNow(stage, { clients: ['cursor'], servers: ['b'] });
    expect(plan.files.map(({ client }) => client.id)).toEqual(['cursor']);
    await applyAdoption(plan, stage.state, 1);
    const now = JSON.parse(readFileSync(fileFor(cursor, machine), 'utf8'));
    expect(Object.keys(now.mcpServers)).toEqual(['sallyport', 'c']);
    // What comes later goes to the entry that is there.
    const more = await planNow(stage, { clients: ['cursor'] });
    await applyAdoption(more, stage.state, 2);
    expect(Object.keys(JSON.parse(readFileSync(fileFor(cursor, machine), 'utf8')).mcpServers)).toEqual(['sallyport']);
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(JSON.parse(readFileSync(fileFor(cursor, machine), 'utf8'))).toEqual({
      mcpServers: { b: { command: 'y' }, c: { command: 'z' } },
    });
  });

  it('says of what stays where it is why', async () => {
    const { stage } = twoClients(
      { a: { command: 'x', cwd: 'sub' }, b: {}, c: { command: 'x', env: { A: '${input:a}' } } },
      { sallyport: { command: 'node', args: [MAIN, 'serve', '--config', '/other.yaml'] }, d: { command: 'd' } },
    );
    const plan = await planNow(stage);
    expect(plan.files).toEqual([]);
    expect(plan.left.map(({ found, why }) => [found.name, why])).toEqual([
      ['a', 'its folder sub depends on where Claude Desktop is started'],
      ['b', 'it has neither a command nor an address'],
      ['c', 'it needs ${input:a}, which only Claude Desktop can fill in'],
      ['sallyport', expect.stringMatching(/another configuration/)],
      ['d', expect.stringMatching(/another configuration/)],
    ]);
  });

  it('never takes another copy of Sallyport for a server, and goes on with the entry that starts it', async () => {
    const folder = path.join(scratch(), 'gate-main');
    put(path.join(folder, 'package.json'), '{"name":"sallyport"}');
    const other = put(path.join(folder, 'dist', 'cli', 'main.js'), '');
    const machine = makeMachine('linux');
    const stage = stageOn(machine);
    const gate = { command: 'node', args: [other, 'serve', '--config', stage.config] };
    const file = put(fileFor(cursor, machine), JSON.stringify({ mcpServers: { gate, a: { command: 'x' } } }));
    const plan = await planNow(stage);
    expect(plan.taken.map(({ name }) => name)).toEqual(['a']);
    expect(plan.left).toEqual([]);
    await applyAdoption(plan, stage.state, 1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ mcpServers: { gate } });
  });

  it('has each client hand over the variables that its servers refer to, as that client spells them', async () => {
    const spelled: Record<string, object> = {};
    for (const [id, reference] of Object.entries({
      cursor: '${env:MINE}',
      'claude-code': '${MINE:-x}',
      'gemini-cli': '$MINE',
      opencode: '{env:MINE}',
      'claude-desktop': 'none',
    })) {
      const client = CLIENTS.find((each) => each.id === id) as Client;
      const machine = makeMachine('linux');
      const file = put(
        fileFor(client, machine),
        fileText(client, [{ name: 'a', command: 'x', env: { A: reference } }], { ...PLAIN, comments: false }),
      );
      const stage = stageOn(machine);
      await applyAdoption(await planNow(stage), stage.state, 1);
      const own = JSON.parse(readFileSync(file, 'utf8'))[client.keys[0]?.[0] ?? ''].sallyport;
      spelled[id] = own.env ?? own.environment ?? 'none';
    }
    expect(spelled).toEqual({
      cursor: { MINE: '${env:MINE}' },
      'claude-code': { MINE: '${MINE:-}' },
      'gemini-cli': { MINE: '${MINE}' },
      opencode: { MINE: '{env:MINE}' },
      'claude-desktop': 'none',
    });
  });

  it('adds variables to what stands there when a later server needs more, and can still put back the servers alone', async () => {
    const machine = makeMachine('linux');
    const file = put(fileFor(cursor, machine), json({ mcpServers: { a: { command: 'x', env: { A: '${env:ONE}' } } } }));
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    const more = JSON.parse(readFileSync(file, 'utf8'));
    put(file, json({ mcpServers: { ...more.mcpServers, b: { command: 'y', env: { B: '${env:TWO}' } } } }));
    await applyAdoption(await planNow(stage), stage.state, 2);
    const { sallyport, ...rest } = JSON.parse(readFileSync(file, 'utf8')).mcpServers;
    expect([Object.keys(sallyport.env), rest]).toEqual([['ONE', 'TWO'], {}]);
    expect((await planNow(stage)).files).toEqual([]);
    put(file, `${readFileSync(file, 'utf8')}\n`);
    await applyRestore(await planRestore(stage.state, { keepChanges: true }), stage.state);
    expect(JSON.parse(readFileSync(file, 'utf8')).mcpServers).toEqual({
      a: { command: 'x', env: { A: '${env:ONE}' } },
      b: { command: 'y', env: { B: '${env:TWO}' } },
    });
  });

  it('takes the servers of a project apart from those of the user', async () => {
    const machine = makeMachine('linux');
    const mine = put(fileFor(cursor, machine), json({ mcpServers: { mine: { command: 'x' } } }));
    const theirs = put(
      machine.mount('/work/app/.cursor/mcp.json'),
      json({ mcpServers: { app: { command: 'y', cwd: 'sub' } } }),
    );
    const claude = put(
      machine.mount('/home/ann/.claude.json'),
      json({ projects: { '/work/app': { mcpServers: { inner: { command: 'z' } } } }, n: 1 }),
    );
    const stage = { ...stageOn(machine), projects: ['/work/app'] };
    await applyAdoption(await planNow(stage, { project: '/work/app' }), stage.state, 1);
    expect(readFileSync(mine, 'utf8')).toContain('"mine"');
    expect(Object.keys(JSON.parse(readFileSync(theirs, 'utf8')).mcpServers)).toEqual(['sallyport-project']);
    expect(Object.keys(JSON.parse(readFileSync(claude, 'utf8')).projects['/work/app'].mcpServers)).toEqual([
      'sallyport-project',
    ]);
    const { config } = parseConfig(stage.config, readFileSync(stage.config, 'utf8'));
    expect(config.servers.app).toMatchObject({ command: 'y', cwd: '/work/app/sub' });
  });

  it('knows a project on Windows again, with whichever slashes its client wrote it', async () => {
    const machine = makeMachine('win32');
    const claude = put(
      machine.mount('C:\\Users\\ann\\.claude.json'),
      json({ projects: { 'C:/Users/ann/app': { mcpServers: { inner: { command: 'z' } } } } }),
    );
    const stage = stageOn(machine);
    const before = snapshot(machine.disk);
    await applyAdoption(await planNow(stage, { project: 'c:\\Users\\ann\\app' }), stage.state, 1);
    expect(readFileSync(claude, 'utf8')).toContain('sallyport-project');
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(snapshot(machine.disk)).toEqual(before);
  });

  it('follows links and leaves them links', async () => {
    const machine = makeMachine('linux');
    const real = put(path.join(machine.disk, 'dotfiles', 'mcp.json'), json({ mcpServers: { a: { command: 'x' } } }));
    const file = fileFor(cursor, machine);
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync('../../../dotfiles/mcp.json', file);
    const stage = stageOn(machine);
    const before = snapshot(machine.disk);
    await applyAdoption(await planNow(stage), stage.state, 1);
    expect(readFileSync(real, 'utf8')).toContain('sallyport');
    const after = snapshot(machine.disk);
    expect(after['home/ann/.cursor/mcp.json']).toBe(before['home/ann/.cursor/mcp.json']);
    // A link that leads elsewhere by now is not followed blindly.
    rmSync(file);
    symlinkSync('elsewhere.json', file);
    expect((await planRestore(stage.state, {})).refused).toMatchObject([
      { why: expect.stringMatching(/leads to another file/) },
    ]);
    rmSync(file);
    symlinkSync('../../../dotfiles/mcp.json', file);
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(snapshot(machine.disk)).toEqual(before);
  });

  it('leaves out what is malformed and goes on with the rest', async () => {
    const machine = makeMachine('linux');
    put(fileFor(desktop, machine), '{ "mcpServers": {');
    put(fileFor(cursor, machine), json({ mcpServers: { a: { command: 'x' } } }));
    const plan = await planNow(stageOn(machine));
    expect(plan.files.map(({ client }) => client.id)).toEqual(['cursor']);
  });

  it('writes nothing into a configuration that it cannot extend', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x' } }, {});
    put(stage.config, 'servers: { b: { command: other } }\n');
    const before = snapshot(machine.disk);
    await expect(planNow(stage)).rejects.toThrow(
      /cannot take the servers, so nothing was changed: its `servers` do not stand on lines/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
  });

  it('writes nothing where a client’s file was changed after it was looked at', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x' } }, {});
    const plan = await planNow(stage);
    const file = put(fileFor(desktop, machine), json({ mcpServers: { b: { command: 'y' } } }));
    await expect(applyAdoption(plan, stage.state, 1)).rejects.toThrow(
      /was changed by another program just now .* No client was changed yet; `sallyport restore`/,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ mcpServers: { b: { command: 'y' } } });
  });

  it('changes no client where the file of another cannot be written, and keeps nothing', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x', env: { TOKEN: 'mine-mine' } } }, {});
    // What is written goes beside the file under a longer name first, and this one has the longest that there is.
    const real = put(path.join(machine.disk, 'x'.repeat(255)), json({ mcpServers: { b: { command: 'y' } } }));
    rmSync(fileFor(cursor, machine));
    symlinkSync(real, fileFor(cursor, machine));
    const before = snapshot(machine.disk);
    await expect(applyAdoption(await planNow(stage), stage.state, 1)).rejects.toThrow(
      /x{255} cannot be written, so nothing was changed: ENAMETOOLONG.* --client/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
    expect((await planRestore(stage.state, {})).adoptions).toEqual([]);
    expect(() => readFileSync(stage.config)).toThrow(/ENOENT/);
  });

  it('keeps nothing where a shelf keeps nothing', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x', env: { TOKEN: 'mine-mine' } } }, {});
    const shelf = { ...stage.shelf, write: async () => undefined };
    const before = snapshot(machine.disk);
    await expect(applyAdoption(await planNow({ ...stage, shelf }), stage.state, 1)).rejects.toThrow(
      /did not keep a-TOKEN; nothing was changed/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
    expect((await planRestore(stage.state, {})).adoptions).toEqual([]);
  });
});

describe('restoring', () => {
  const cursor = CLIENTS.find(({ id }) => id === 'cursor') as Client;
  const adopted = async (client: Client = cursor) => {
    const machine = makeMachine('linux');
    const text = fileText(client, MADE, PLAIN);
    const file = put(fileFor(client, machine), text);
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    return { machine, stage, file, text };
  };

  it('refuses what was changed since, and says what to do', async () => {
    const { stage, file } = await adopted();
    put(file, `${readFileSync(file, 'utf8')}\n`);
    const plan = await planRestore(stage.state, {});
    expect(plan.files).toEqual([]);
    expect(plan.refused).toEqual([{ file, why: expect.stringMatching(/--keep-changes .* or --force/) }]);
  });

  it('by force puts back the old file all the same', async () => {
    const { stage, file, text } = await adopted();
    put(file, 'no longer JSON');
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['is gone', (file: string) => rmSync(file)],
    ['is gone with its folder', (file: string) => rmSync(path.dirname(file), { recursive: true })],
  ])('of one that %s refuses, but by force writes it', async (_, remove) => {
    const { stage, file, text } = await adopted();
    remove(file);
    expect((await planRestore(stage.state, {})).refused).toMatchObject([
      { why: expect.stringMatching(/removed since/) },
    ]);
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each(CLIENTS.map((client) => [client.id, client] as const))(
    'keeps other changes in a file of %s, if asked',
    async (_, client) => {
      const { machine, stage, file } = await adopted(client);
      const mark = client.format === 'json' ? '// added since' : '# added since';
      put(file, `${mark}\n${readFileSync(file, 'utf8')}`);
      const plan = await planRestore(stage.state, { keepChanges: true });
      expect(plan.refused).toEqual([]);
      await applyRestore(plan, stage.state);
      expect(readFileSync(file, 'utf8')).toContain(mark);
      const { servers } = await surveyClients({ machine });
      expect(servers.map(({ name }) => name)).toEqual(['mail', 'crm']);
      const fresh = makeMachine('linux');
      put(fileFor(client, fresh), fileText(client, MADE, PLAIN));
      const { servers: old } = await surveyClients({ machine: fresh });
      expect(servers.map(({ entry }) => entry)).toEqual(old.map(({ entry }) => entry));
    },
  );

  it('keeps other changes only where Sallyport still stands in the file', async () => {
    const { stage, file } = await adopted();
    put(file, '{ "mcpServers": { "mine": { "command": "x" } } }');
    expect((await planRestore(stage.state, { keepChanges: true })).refused).toMatchObject([
      { why: expect.stringMatching(/"sallyport" is no longer in it/) },
    ]);
    put(file, '{ "mcpServers"');
    expect((await planRestore(stage.state, { keepChanges: true })).refused).toMatchObject([
      { why: expect.stringMatching(/cannot be read/) },
    ]);
  });

  it('of one client leaves the other, and the configuration that it needs', async () => {
    const machine = makeMachine('linux');
    const windsurf = CLIENTS.find(({ id }) => id === 'windsurf') as Client;
    const texts = [cursor, windsurf].map(
      (client) =>
        [put(fileFor(client, machine), fileText(client, MADE, PLAIN)), fileText(client, MADE, PLAIN)] as const,
    );
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    await applyRestore(await planRestore(stage.state, { clients: ['cursor'] }), stage.state);
    expect(texts.map(([file, text]) => readFileSync(file, 'utf8') === text)).toEqual([true, false]);
    expect(readFileSync(stage.config, 'utf8')).toContain('mail');
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(texts.map(([file, text]) => readFileSync(file, 'utf8') === text)).toEqual([true, true]);
    expect(() => readFileSync(stage.config)).toThrow();
  });

  it('leaves a configuration that somebody has worked on since, and puts back one that was there before', async () => {
    const { stage } = await adopted();
    put(stage.config, `${readFileSync(stage.config, 'utf8')}# mine\n`);
    const plan = await planRestore(stage.state, {});
    expect(plan.notes).toEqual([
      expect.stringMatching(/was changed since and stays/),
      expect.stringMatching(/stays and refers to secrets, which stay with it: .*mail-API_KEY/),
    ]);
    await applyRestore(plan, stage.state);
    expect(readFileSync(stage.config, 'utf8')).toContain('# mine');

    const machine = makeMachine('linux');
    put(fileFor(cursor, machine), fileText(cursor, MADE, PLAIN));
    const other = stageOn(machine);
    const text = '# my own\nservers:\n  here:\n    command: x # why\n\n# rules\npolicy:\n  packs: [strict]\n';
    put(other.config, text);
    chmodSync(other.config, 0o644);
    const before = snapshot(path.dirname(other.config));
    await applyAdoption(await planNow(other), other.state, 1);
    const now = readFileSync(other.config, 'utf8');
    for (const kept of text.split('\n')) expect(now).toContain(kept);
    expect(Object.keys(parseConfig(other.config, now).config.servers)).toEqual(['here', 'mail', 'crm']);
    await applyRestore(await planRestore(other.state, {}), other.state);
    expect(snapshot(path.dirname(other.config))).toEqual(before);
  });

  it('stops between two adoptions where the file was changed, and goes on when told again', async () => {
    const { stage, file, text } = await adopted();
    const between = readFileSync(file, 'utf8').replace('"mcpServers": {', '"mcpServers": { "new": { "command": "n" },');
    put(file, between);
    await applyAdoption(await planNow(stage), stage.state, 2);
    const plan = await planRestore(stage.state, {});
    expect(plan.notes.join()).toMatch(/changed between two adoptions/);
    await applyRestore(plan, stage.state);
    expect(readFileSync(file, 'utf8')).toBe(between);
    expect((await planRestore(stage.state, {})).refused).toHaveLength(1);
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('puts servers back in their own writing, beside what changed between two adoptions', async () => {
    const machine = makeMachine('linux');
    const text =
      '{\n  "theme": "dark",\n  "mcpServers": {\n    "a": {"command":"x","args":["1",\n        "2"]}\n  },\n  "z": 1\n}\n';
    const file = put(fileFor(cursor, machine), text);
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    put(file, readFileSync(file, 'utf8').replace('"dark"', '"light"'));
    put(file, readFileSync(file, 'utf8').replace('"mcpServers": {', '"mcpServers": {\n    "b": {"command":"y"},'));
    await applyAdoption(await planNow(stage), stage.state, 2);
    put(file, readFileSync(file, 'utf8').replace('"z": 1', '"z": [ 2 ]'));
    const plan = await planRestore(stage.state, { keepChanges: true });
    expect([plan.refused, plan.adoptions.map(({ files }) => files.length)]).toEqual([[], [0, 0]]);
    await applyRestore(plan, stage.state);
    const wanted = text
      .replace('"dark"', '"light"')
      .replace('"z": 1', '"z": [ 2 ]')
      .replace('"mcpServers": {', '"mcpServers": {\n    "b": {"command":"y"},');
    expect(readFileSync(file, 'utf8')).toBe(wanted);
  });

  it('forgets every secret that nothing refers to any more, and says which stay', async () => {
    const { stage } = await adopted();
    const all = (await planRestore(stage.state, {})).secrets;
    expect(all.length).toBeGreaterThan(0);
    const config = readFileSync(stage.config, 'utf8');
    const [first = ''] = all;
    put(
      stage.config,
      `${config
        .split('\n')
        .filter((line) => !line.includes(first))
        .join('\n')}# mine\n`,
    );
    const plan = await planRestore(stage.state, {});
    expect(plan.secrets).toContain(first);
    if (all.length > 1) expect(plan.notes.join()).toMatch(/stays and refers to secrets/);
    rmSync(stage.config);
    expect((await planRestore(stage.state, {})).secrets).toEqual(all);
  });

  it('says what to do where its own notes are damaged, or an old file is gone', async () => {
    const { stage } = await adopted();
    const [id = ''] = (await planRestore(stage.state, {})).adoptions.map((each) => each.id);
    renameSync(path.join(stage.state, id), path.join(stage.state, 'away'));
    expect((await planRestore(stage.state, { force: true })).refused).toMatchObject([
      { why: expect.stringMatching(/gone or damaged/) },
    ]);
    put(path.join(stage.state, `${id}.json`), '{');
    await expect(planRestore(stage.state, {})).rejects.toThrow(/is damaged; the old files are in/);
  });

  it('undoes what a crash left half done', async () => {
    const machine = makeMachine('linux');
    const windsurf = CLIENTS.find(({ id }) => id === 'windsurf') as Client;
    const files = [cursor, windsurf].map((client) => put(fileFor(client, machine), fileText(client, MADE, PLAIN)));
    const stage = stageOn(machine);
    const before = snapshot(machine.disk);
    const plan = await planNow(stage);
    // The second client's file changes in the same moment, so the run ends between the two.
    put(files[1] ?? '', '{ "mcpServers": {} }');
    await expect(applyAdoption(plan, stage.state, 1)).rejects.toThrow(
      `run this again. Adopted already: ${files[0]}; \`sallyport restore\` puts them back`,
    );
    expect(readFileSync(files[0] ?? '', 'utf8')).toContain('sallyport');
    put(files[1] ?? '', fileText(windsurf, MADE, PLAIN));
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(snapshot(machine.disk)).toEqual(before);
  });
});

describe('what is generated for these tests', () => {
  it('is what each client would write', () => {
    expect(entryOf(cursor(), MADE[1] as Made)).toEqual({ url: 'https://crm.example/mcp' });
  });
});

function cursor(): Client {
  return CLIENTS.find(({ id }) => id === 'cursor') as Client;
}
