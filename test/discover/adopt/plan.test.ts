import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { applyRestore, planRestore } from '../../../src/discover/adopt/restore.ts';
import { makeMachine, put, scratch } from '../home.ts';
import { fileText } from './round-trip.ts';
import { clientOf, fileFor, json, MAIN, PLAIN, planNow, snapshot, stageOn, twoClients } from './stage.ts';

describe('adoption', () => {
  const [cursor, desktop] = [clientOf('cursor'), clientOf('claude-desktop')];

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

  it('leaves what no configuration takes where it is, and takes the rest', async () => {
    const { stage } = twoClients(
      { nul: { command: 'x', args: ['a', 'b\0'] }, bell: { command: 'C:\\\x07pp' } },
      { header: { url: 'https://h/mcp', headers: { 'A B': 'c' } }, good: { command: 'x' } },
    );
    const plan = await planNow(stage);
    expect(plan.taken.map(({ name }) => name)).toEqual(['good']);
    expect(plan.left.map(({ found, why }) => [found.name, why])).toEqual([
      ['nul', expect.stringMatching(/^its `args\.1` cannot be used: has a NUL/)],
      ['bell', expect.stringMatching(/^its `command` cannot be used: has a control character/)],
      ['header', expect.stringMatching(/^its `headers\.A B` cannot be used: a header's name/)],
    ]);
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
      const client = clientOf(id);
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
});
