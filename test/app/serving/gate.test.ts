import { describe, expect, it } from 'vitest';
import { AssembledGate } from '../../../src/app/serving/gate.ts';
import { LateServers } from '../../../src/app/serving/late-servers.ts';
import { Ownership } from '../../../src/app/serving/ownership.ts';
import { Catalog } from '../../../src/catalog/catalog.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { Broadcast } from '../../../src/model/broadcast.ts';
import type { Principal, Target } from '../../../src/model/call.ts';
import type { Gate, GateEvent } from '../../../src/model/gate.ts';
import type { Standing } from '../../../src/model/upstreams.ts';
import { viewWith } from '../../../src/model/view.ts';
import type { Interposer } from '../../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, sendMail } from '../../laws/spine.ts';
import { sampleCall } from '../../pipeline/sample.ts';
import { LISTING } from './mail-listing.ts';

async function open(
  options: {
    asks?: boolean;
    barred?: readonly string[];
    standings?: readonly Standing[];
    frozen?: (server: string) => string | undefined;
    wanting?: ReadonlyMap<string, string>;
    /** Which servers a caller has something of. */
    reaches?: (principal: Principal, upstream: string) => boolean;
    /** The server that is told whom requests are for. */
    sendable?: (upstream: string, text: string) => string;
    /** The servers of which a list is being judged, and is not to be done. */
    judging?: readonly string[];
  } = {},
) {
  const rules = options.asks ? [{ id: 'asks', effect: 'ask', reason: 'Mail leaves.' }] : [];
  const spine = await openSpine({ policy: { rules } });
  const { servers, names } = configSchema.parse({ servers: { mail: { command: 'mail' } } });
  const catalog = new Catalog({ servers, names });
  catalog.update('mail', LISTING);
  const left: string[] = [];
  const unwatched: string[] = [];
  const lines: string[] = [];
  const events = new Broadcast<[event: GateEvent]>();
  const upstreams = {
    standings: () => options.standings ?? [],
    leave: ({ key }: { key: string }) => void left.push(key),
    changedRoots: () => undefined,
    unwatch: ({ name }: Target) => void unwatched.push(name),
  };
  const ownership = new Ownership({
    sessions: spine.sessions,
    steady: Date.now,
    idle: 60_000,
    ended: () => undefined,
    sweep: () => undefined,
    acquire: () => ({ isFirst: false, release: () => undefined }),
    past: async function* () {},
    narrowings: { of: () => ({ take: () => [], drop: async () => undefined }), leave: async () => undefined },
    record: async () => true,
    flush: async () => true,
  });
  const { interposer } = spine;
  const view: Interposer['view'] = (call) => {
    const frozen = options.frozen?.(call.target.upstream);
    return viewWith(interposer.view(call), { incomplete: false, ...(frozen === undefined ? {} : { frozen }) });
  };
  const inForce = {
    interposer: { ...interposer, view },
    policy: '',
    granted: () => () => true,
    reaches: options.reaches ?? (() => true),
    sendable: options.sendable ?? ((_: string, text: string) => text),
    barred: options.barred ?? [],
    wanting: options.wanting ?? new Map(),
    hide: (text: string) => text,
    load: 1_000_000,
  };
  const gate: Gate = new AssembledGate({
    catalog,
    upstreams,
    inForce: () => inForce,
    ownership,
    ownWords: undefined,
    asksTask: false,
    lateServers: new LateServers({
      catalog,
      upstreams,
      inForce: () => inForce,
      shown: async () => undefined,
      promised: () => undefined,
      judging: () => options.judging ?? [],
      judged: () => new Promise(() => undefined),
      wait: 50,
    }),
    preface: 'PREFACE',
    say: (text) => text,
    events,
    log: (line) => lines.push(line),
  });
  return { gate, spine, left, unwatched, lines, events };
}
const { principal, session } = sampleCall();

describe('the gate', () => {
  it('tells the agent what keeps everything from passing', async () => {
    const { gate, spine } = await open({ barred: ['Nothing passes.'] });
    expect(gate.instructions).toContain('PREFACE\n\nNothing passes.');
    expect(await gate.status(principal, session)).toBe('- Nothing passes.');
    await spine.close();
  });

  it('tells the agent what a server lacks that is left out for that', async () => {
    const standings: Standing[] = ['mail', 'crm'].map((upstream) => ({ upstream, state: 'disabled', processes: 0 }));
    const { gate, spine } = await open({ standings, wanting: new Map([['mail', 'KEY is not set']]) });
    expect(await gate.status(principal, session)).toBe(
      '- server mail: disabled: KEY is not set\n- server crm: disabled',
    );
    expect(await gate.absent('mail__send', principal, session)).toMatchObject({ message: 'KEY is not set' });
    await spine.close();
  });

  it('tells nobody of a server that they have nothing of', async () => {
    const standings: Standing[] = ['mail', 'crm'].map((upstream) => ({ upstream, state: 'disabled', processes: 0 }));
    const { gate, spine } = await open({ standings, reaches: (_, upstream) => upstream === 'crm' });
    expect(await gate.status(principal, session)).toBe('- server crm: disabled');
    expect(await gate.absent('mail__send', principal, session)).toBeUndefined();
    expect(await gate.absent('crm__find', principal, session)).toMatchObject({ state: 'disabled' });
    await spine.close();
  });

  it('tells the agent that a person has frozen its session, once', async () => {
    const standings: Standing[] = ['mail', 'crm'].map((upstream) => ({ upstream, state: 'ready', processes: 1 }));
    const { gate, spine } = await open({ standings, frozen: () => 'session s was frozen by ada: why' });
    expect(await gate.status(principal, session)).toBe(
      '- frozen: session s was frozen by ada: why. Calls are refused meanwhile; tell the user',
    );
    await spine.close();
  });

  it('lists what is there, and says what it can', async () => {
    const { gate, spine } = await open();
    expect(await gate.list('tools', principal, session)).toContain('mail__send');
    expect(gate.starting('tools/call', { name: 'mail__send' })).toBeUndefined();
    expect(gate.instructions).toContain('PREFACE');
    expect(gate.capabilities).toHaveProperty('tools');
    await spine.close();
  });

  it('knows which server a name was meant for that is not there, and of servers that are there none', async () => {
    const standings: Standing[] = [
      { upstream: 'mail', state: 'ready', processes: 1 },
      { upstream: 'git', state: 'starting', processes: 0 },
    ];
    const { gate, spine } = await open({ standings });
    const { session } = sampleCall();
    expect((await gate.absent('git__log', principal, session))?.state).toBe('starting');
    for (const name of ['mail__nope', 'github__log', 'log'])
      expect(await gate.absent(name, principal, session)).toBeUndefined();
    await spine.close();
  });

  it('says of what may stand in a list that is judged for long that this goes on, and not that there is no such tool', async () => {
    const standings: readonly Standing[] = [{ upstream: 'mail', state: 'ready', processes: 1 }];
    const { gate, spine } = await open({ standings, judging: ['mail'] });
    expect(gate.starting('tools/call', { name: 'mail__send' })).toBeUndefined();
    await gate.starting('tools/call', { name: 'mail__new' });
    expect(await gate.absent('mail__new', principal, session)).toMatchObject({
      upstream: 'mail',
      state: 'starting',
      message: expect.stringContaining('is being looked at'),
    });
    await spine.close();
  });

  it('passes a call, with a courier that tells progress or without', async () => {
    const { gate, spine } = await open();
    const told: string[] = [];
    const notify = (method: string): void => void told.push(method);
    expect((await gate.pass(sendMail('x'), NOBODY, { returns: false })).kind).toBe('answered');
    expect((await gate.pass(sendMail('x'), { ...NOBODY, notify }, { returns: false })).kind).toBe('answered');
    await spine.close();
  });

  it('knows what is held for whom, says so in the status, and runs it once it is approved', async () => {
    const { gate, spine } = await open({
      asks: true,
      standings: [
        { upstream: 'crm', state: 'failed', message: 'gone', processes: 0 },
        { upstream: 'web', state: 'ready', message: 'odd', processes: 1 },
        { upstream: 'mail', state: 'ready', processes: 1 },
      ],
    });
    const outcome = await gate.pass(sendMail('x'), NOBODY, { returns: false });
    const id = outcome.kind === 'held' ? outcome.hold.id : '';
    const other = { key: 'other', source: 'process' } as const;
    expect(await gate.status(principal, session)).toMatch(
      new RegExp(`${id}[^]*server crm: failed: gone\n- server web: ready: odd$`),
    );
    expect(await gate.status(principal, other)).not.toContain(id);
    expect((await gate.held(id, principal, session))?.id).toBe(id);
    expect(await gate.held(id, principal, other)).toBeUndefined();
    const hold = await gate.held(id, principal, session);
    expect(hold && (await gate.answer(hold, { action: 'approve', took: 5 }, principal))).toBe(true);
    expect(await gate.resume(id, principal, other, NOBODY, { returns: false })).toBeUndefined();
    expect((await gate.resume(id, principal, session, NOBODY, { returns: false }))?.kind).toBe('answered');
    await spine.close();
  });

  it('lets the servers of a session go with its client', async () => {
    const { gate, spine, left } = await open();
    gate.leave(session);
    expect(left).toEqual([session.key]);
    await spine.close();
  });

  it('records who greets, as what, and whether their user can be asked', async () => {
    const { gate, spine } = await open();
    const named = { ...principal, client: { name: 'probe', version: '3' } };
    gate.note('initialize', named, session, { version: '2025-06-18', asks: ['form', 'url'] });
    const { client: _client, ...nameless } = principal;
    gate.note('ping', nameless, session, { version: undefined, asks: [] });
    await spine.close();
    const notes: string[] = [];
    for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
      if (record.entry.kind === 'note') notes.push(`${record.entry.about}: ${record.entry.message}`);
    expect(notes).toContain(
      `initialize: ${principal.id} ${session.key} by ${session.source}; probe 3 speaks 2025-06-18, can be asked by form and url`,
    );
    expect(notes.join()).toContain('a client without a name speaks no revision yet, cannot be asked');
  });

  it('says to people and to the record what is remarked, and takes a watch back behind us', async () => {
    const { gate, spine, lines, unwatched } = await open();
    gate.remark('watch', 'nobody tells');
    expect(lines).toEqual(['nobody tells']);
    gate.unwatch({ upstream: 'mail', name: 'note://one' }, session);
    expect(unwatched).toEqual(['note://one']);
    await spine.close();
    const notes: string[] = [];
    for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
      if (record.entry.kind === 'note') notes.push(`${record.entry.about}: ${record.entry.message}`);
    expect(notes).toContain('watch: nobody tells');
  });

  it('knows to whom a list was shown before it changed, and counts what was looked up for a refusal as shown to nobody', async () => {
    const { gate, spine, events } = await open();
    await gate.list('tools', principal);
    events.tell({ kind: 'list_changed', list: 'tools' });
    expect(gate.isOutdated('tools', session)).toBe(false);
    await gate.list('tools', principal, session);
    events.tell({ kind: 'list_changed', list: 'tools' });
    await gate.list('tools', principal);
    expect(gate.isOutdated('tools', session)).toBe(true);
    await spine.close();
  });
});

it('a call carries what its server may be told, by the name that its server has for the tool', async () => {
  const { gate, spine } = await open({
    sendable: (upstream, text) => text.replace('"all"', `"what ${upstream} may know"`),
  });
  const text = '{"name":"mail__send","arguments":{},"_meta":{"given":"all"}}';
  const found = gate.find('tools/call', JSON.parse(text));
  const inward = '{"name":"send","arguments":{},"_meta":{"given":"what mail may know"}}';
  expect(found && gate.inward(found, 'tools/call', text)).toBe(inward);
  await spine.close();
});
