import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepSnapshot } from '../../../src/app/discovering/snapshot.ts';
import { takeInventory } from '../../../src/app/inventory/inventory.ts';
import { NO_COMMENTS } from '../../../src/catalog/lockfile/comments.ts';
import type { Locked } from '../../../src/catalog/lockfile/lockfile.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import type { Seen } from '../../../src/discover/find.ts';
import { launchKey } from '../../../src/discover/launch.ts';
import { admitAndSettle, fillRecord, makeCall, makeState, scratch, withRecord } from '../../cli/stage.ts';

function configure(more = ''): string {
  const file = path.join(scratch(), 'servers.config.yaml');
  const servers = [
    'servers:',
    '  mail: { command: mail, args: [--token, q7Rk2VbT9xLmZ4aaQQ] }',
    '  tickets: { url: "https://tickets.example/mcp", labels: [internal] }',
    '  crm: { command: crm }',
  ];
  writeFileSync(file, `${servers.join('\n')}\n${more}`);
  return file;
}

const TICKETS = launchKey({ url: 'https://tickets.example/mcp' });

const AGENTS = `agents:
  support: { match: { launch: support }, purpose: triage }
  idle: { match: { launch: idle } }
purposes:
  triage: { about: Reads tickets, allow: ["tickets.*", "mail.send"], deny: ["tickets.delete"] }
`;

describe('an inventory', () => {
  it('says what is granted, what was used, and what could be taken away', async () => {
    const state = makeState();
    const support = { principal: { id: 'p', agent: 'support', human: 'out-of-band' } } as const;
    await withRecord(state, async (journal) => {
      for (const name of ['read', 'delete']) {
        const target = { upstream: 'tickets', name };
        await admitAndSettle(journal, makeCall(`${name}0000`, {}, { ...support, target }), '{"content":[]}');
      }
      const stranger = makeCall('send0000', {}, { target: { upstream: 'mail', name: 'send' } });
      await admitAndSettle(journal, stranger, '{"content":[]}');
    });
    const { agents, servers, begins, others } = await takeInventory({ config: configure(AGENTS), state, since: 0 });
    expect(agents.map(({ agent, purpose, granted, used, never }) => [agent, purpose, granted, used, never])).toEqual([
      [undefined, undefined, [], ['mail.send'], []],
      ['idle', undefined, [], [], []],
      ['support', 'triage', ['mail.send', 'tickets.read'], ['tickets.delete', 'tickets.read'], ['mail.send']],
    ]);
    expect(
      servers.map(({ server, tools, data, secrets, calls }) => [server, tools, data, secrets.length, calls]),
    ).toEqual([
      ['mail', ['send'], ['untrusted'], 1, 1],
      ['tickets', ['delete', 'read'], ['internal', 'untrusted'], 0, 2],
      ['crm', [], ['untrusted'], 0, 0],
    ]);
    expect(JSON.stringify(servers)).not.toContain('q7Rk2');
    expect(begins).toBeGreaterThan(0);
    expect(others).toEqual([]);
    const later = await takeInventory({ config: configure(AGENTS), state, since: Date.now() + 60_000 });
    expect(later.agents.find(({ agent }) => agent === 'support')).toMatchObject({
      granted: ['mail.send', 'tickets.read'],
      used: [],
      idle: ['tickets.read'],
      never: ['mail.send'],
      refused: [],
    });
    expect(later.agents.map(({ last }) => last > 0)).toEqual([true, false, true]);
    expect(later.servers.map(({ calls, tools }) => [calls, tools.length])).toEqual([
      [0, 1],
      [0, 2],
      [0, 0],
    ]);
  });

  it('counts a server of which no tool is known as granted whole, where it is', async () => {
    const config = configure(`agents:
  all: { purpose: all }
  some: { purpose: some }
  reads: { purpose: read-only }
purposes:
  all: { allow: ["*"], deny: ["crm.*"] }
  some: { allow: ["tickets.*", "mail.send"] }
`);
    const { agents } = await takeInventory({ config, state: makeState(), since: 0 });
    expect(agents.map(({ agent, granted, unknown, never }) => [agent, granted, unknown, never])).toEqual([
      ['all', [], ['mail', 'tickets'], ['mail.*', 'tickets.*']],
      ['reads', [], [], []],
      ['some', [], ['tickets'], ['tickets.*']],
    ]);
  });

  it('knows of the lockfile what was never called', async () => {
    const state = makeState();
    const config = configure();
    const locked = (): Locked => ({
      pin: { recipe: 1, hash: 'a'.repeat(43) },
      confirmed: false,
      risk: 'low',
      powers: new Map(),
      roles: new Map(),
      labels: [],
      definition: () => ({ inputSchema: { type: 'object' } }),
    });
    const tools = new Map(['a', 'b'].map((name) => [name, locked()]));
    const crm = { identity: { command: 'crm' }, tools, prompts: new Map(), resourceTemplates: new Map() };
    const text = lockfileText({ servers: new Map([['crm', crm]]) }, NO_COMMENTS);
    writeFileSync(path.join(path.dirname(config), 'sallyport.lock.yaml'), text);
    const { agents, servers, notes } = await takeInventory({ config, state, since: 0 });
    expect(agents[0]?.never).toEqual(['crm.*', 'mail.*', 'tickets.*']);
    expect(agents[0]?.granted).toEqual(['crm.a', 'crm.b']);
    expect(servers.find(({ server }) => server === 'crm')?.tools).toEqual(['a', 'b']);
    expect(notes.join('\n')).toContain('mail, tickets');
  });

  it('says how servers stand, and what else was discovered', async () => {
    const state = makeState();
    await fillRecord(state);
    const config = configure();
    const seen = (change: Partial<Seen>): Seen => ({
      source: 'clients',
      kind: 'server',
      name: 'x',
      at: {},
      certainty: 'certain',
      reason: 'configured in Cursor',
      way: 'past',
      launch: {},
      held: [{ at: 'env.A', name: 'A', masked: '[hidden, 9 characters]' }],
      keys: ['m'],
      ...change,
    });
    const own = seen({ source: 'sallyport', name: 'tickets', at: { file: config }, way: 'behind', keys: [TICKETS] });
    const gone = seen({ source: 'sallyport', name: 'gone', at: { file: config }, way: 'behind', keys: ['g'] });
    // What `crm` ran then a client runs still: it is another server now.
    const was = seen({ source: 'sallyport', name: 'crm', at: { file: config }, way: 'behind', keys: ['was'] });
    const still = seen({ name: 'once-crm', keys: ['was'] });
    // Into the configuration it came after it was discovered.
    const since = seen({ name: 'post', keys: [launchKey({ command: 'mail', args: ['--token', '[hidden]'] })] });
    const other = seen({ name: 'other', keys: ['o'] });
    const all = [own, gone, was, still, since, other, seen({ kind: 'sallyport', keys: ['s'] })];
    await keepSnapshot(
      state,
      { finds: [], troubles: [], notes: [], sources: new Map([['clients', { seen: all, troubles: [], notes: [] }]]) },
      7,
    );
    const { servers, others, discovered, agents, notes } = await takeInventory({ config, state, since: 0 });
    expect(notes[0]).toMatch(/^whether somebody reaches .* by `sallyport discover --config \S+ --state \S+`: crm$/);
    expect(servers.map(({ server, standing, secrets }) => [server, standing, secrets.length])).toEqual([
      ['mail', 'bypassing', 2],
      ['tickets', 'behind', 0],
      ['crm', undefined, 0],
    ]);
    expect(others.map(({ name }) => name)).toEqual(['once-crm', 'other']);
    expect(discovered).toBe(7);
    expect(agents[0]).toMatchObject({
      agent: undefined,
      clients: ['driver'],
      granted: ['mail.send', 'tickets.read_ticket'],
    });
    expect(agents[1]).toMatchObject({ agent: 'support', refused: ['mail.send'] });
  });

  it('says what it does not know where there is no configuration, no record and no discovery', async () => {
    const empty = { folder: scratch(), home: scratch() };
    const found = await takeInventory({ state: { ...makeState(), journal: '/nowhere' }, since: 0, ...empty });
    expect(found.config).toBeUndefined();
    expect(found.notes.length).toBeGreaterThan(0);
    await expect(
      takeInventory({ config: '/nowhere/servers.config.yaml', state: makeState(), since: 0 }),
    ).rejects.toThrow();
  });

  it('finds the configuration that adoption wrote, wherever it is asked for', async () => {
    const state = makeState();
    const [home, folder, mine] = [scratch(), scratch(), path.join(scratch(), 'mine.yaml')];
    const look = async (): Promise<string | undefined> =>
      (await takeInventory({ state, since: 0, home, folder })).config;
    const write = (file: string): string => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, 'servers:\n  mail: { command: mail }\n');
      return file;
    };
    expect(await look()).toBeUndefined();
    const usual = write(path.join(home, 'sallyport', 'servers.config.yaml'));
    expect(await look()).toBe(usual);
    write(mine);
    mkdirSync(state.adoptions, { recursive: true });
    const adoption = { id: '1-1', at: 1, files: [], config: { file: mine, after: '' }, secrets: [] };
    writeFileSync(path.join(state.adoptions, '1-1.json'), JSON.stringify(adoption));
    expect(await look()).toBe(mine);
    const here = write(path.join(folder, 'servers.config.yaml'));
    expect(await look()).toBe(here);
  });

  it('says what an agent may do, and which clients are set up to be it', async () => {
    const state = makeState();
    const config = configure(AGENTS);
    const client = (by: string, args: readonly string[]): Seen => ({
      source: 'clients',
      kind: 'sallyport',
      name: 'sallyport',
      by,
      at: {},
      certainty: 'certain',
      reason: '',
      way: 'behind',
      launch: { command: 'sallyport', args: ['serve', ...args] },
      held: [],
      keys: ['sallyport'],
    });
    const seen = [
      client('Cursor', ['--config', config, '--agent', 'support']),
      client('Zed', ['--config', config]),
      client('Kiro', ['--config', '/other.yaml', '--agent', 'support']),
    ];
    const sources = new Map([['clients', { seen, troubles: [], notes: [] }]] as const);
    await keepSnapshot(state, { finds: [], troubles: [], notes: [], sources }, 7);
    await withRecord(state, async (journal) => {
      const target = { upstream: 'mail', name: 'send' };
      await admitAndSettle(journal, makeCall('send0000', {}, { target }), '{"content":[]}');
    });
    const { agents } = await takeInventory({ config, state, since: 0 });
    expect(agents.map(({ agent, setUpIn, granted, powers }) => [agent, setUpIn, granted, powers])).toEqual([
      [undefined, ['Zed'], [], {}],
      ['idle', [], [], {}],
      ['support', ['Cursor'], ['mail.send'], { external: 1 }],
    ]);
  });

  it('names the credentials of a server and where they come from, never what they are', async () => {
    const file = path.join(scratch(), 'servers.config.yaml');
    writeFileSync(
      file,
      [
        'servers:',
        '  mail:',
        '    command: mail',
        '    args: [--token, "${file:/run/t}", --home, "${env:HOME}"]',
        '    env: { API_KEY: q7Rk2VbT9xLmZ4aaQQ, PASS: "${keychain:pass}", GH: "${env:GH_TOKEN}", CRM_PAT: "${env:CRM}", LOG: info }',
        '  crm: { url: "https://crm.example/mcp", auth: { oauth: {} } }',
      ].join('\n'),
    );
    const { servers } = await takeInventory({ config: file, state: makeState(), since: 0 });
    expect(servers.map(({ credentials }) => credentials)).toEqual([
      [
        { name: 'API_KEY', from: 'plain text' },
        { name: 'PASS', from: 'keychain' },
        { name: 'GH', from: 'env' },
        { name: 'CRM_PAT', from: 'env' },
        { name: 'token', from: 'file' },
      ],
      [{ name: 'access token', from: 'sign-in' }],
    ]);
    expect(JSON.stringify(servers)).not.toContain('q7Rk2');
  });

  it('reads the record one by one, and says how far it has come', async () => {
    const state = makeState();
    await fillRecord(state);
    const told: number[] = [];
    await takeInventory({ config: configure(), state, since: 0, progress: (records) => told.push(records) });
    expect(told.length).toBeGreaterThan(4);
    expect(told).toEqual(told.map((_, i) => i + 1));
  });
});
