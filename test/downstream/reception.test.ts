import { expect, test } from 'vitest';
import { createFront } from '../../src/downstream/front.ts';
import type { Proof } from '../../src/downstream/identity.ts';
import { Reception } from '../../src/downstream/reception.ts';
import type { Reply } from '../../src/downstream/reply.ts';
import { readFrame } from '../../src/model/protocol/frame.ts';
import { frontOptions, modernMeta, Stand } from './stand.ts';

const reply = {} as Reply;
function open() {
  const front = createFront(frontOptions(new Stand()));
  const reception = new Reception(front, { env: {}, process: 'p', authenticated: true });
  const receive = (method: string, params: object = {}) => {
    const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    if (!read.ok) throw new Error(read.message);
    return reception.receive(read.frame, method, reply, { proof: { transport: 'stdio' } });
  };
  return { reception, receive };
}

test('the era is that of each request, not of the connection', () => {
  const { receive } = open();
  receive('initialize', { capabilities: { roots: {} }, clientInfo: { name: 'old', version: '1' } });
  const legacy = receive('tools/list');
  const modern = receive('tools/list', { _meta: modernMeta({ elicitation: {} }) });
  expect(legacy).toMatchObject({
    ok: true,
    visit: { envelope: { era: 'legacy', capabilities: { roots: {} } }, dress: { era: 'legacy' } },
  });
  expect(modern).toMatchObject({
    ok: true,
    visit: { envelope: { era: 'modern', capabilities: { elicitation: {} } }, dress: { era: 'modern' } },
  });
  expect(legacy.ok && legacy.visit.principal.client?.name).toBe('old');
  expect(modern.ok && modern.visit.principal.client?.name).toBe('tester');
  expect(legacy.ok && modern.ok && legacy.visit.session === modern.visit.session).toBe(true);
});

test.each(['ping', 'initialize', 'logging/setLevel', 'resources/subscribe', 'tasks/get', 'toString', ''])(
  'a modern client has no method "%s"',
  (method) => {
    expect(open().receive(method, { _meta: modernMeta() })).toMatchObject({
      ok: false,
      status: 404,
      rejection: { code: -32601 },
    });
  },
);

test.each(['tasks/list', 'elicitation/create', 'sampling/createMessage', 'constructor', 'notifications/initialized'])(
  'a legacy client has no method "%s"',
  (method) => {
    expect(open().receive(method)).toMatchObject({ ok: false, status: 200, rejection: { code: -32601 } });
  },
);

test("sessions are a client's to name, and those of one connection that are kept have an end", () => {
  const { reception, receive } = open();
  for (let n = 0; n < 1_100; n++) receive('tools/list', { _meta: { sessionId: `s${n}` } });
  expect(reception.sessions.size).toBe(1_000);
  const last = receive('tools/list', { _meta: { sessionId: 's1099' } });
  expect(last.ok && reception.sessions.has(last.visit.session.key)).toBe(true);
});

test('a probe without its _meta learns what is missing', () => {
  expect(open().receive('server/discover')).toMatchObject({ ok: false, status: 400, rejection: { code: -32602 } });
});

test('a clock that is set ends no session, and keeps none that was silent', () => {
  const at = { wall: 1_000_000, steady: 0 };
  const given = frontOptions(new Stand(), { session: { idle: '1s' } });
  const front = createFront({ ...given, clock: () => at.wall, steady: () => at.steady });
  const reception = new Reception(front, { env: {}, process: 'p', authenticated: true });
  const session = (): string | undefined => {
    const read = readFrame('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
    if (!read.ok) throw new Error(read.message);
    const received = reception.receive(read.frame, 'tools/list', reply, { proof: { transport: 'stdio' } });
    return received.ok ? received.visit.session.key : undefined;
  };
  const first = session();
  at.wall += 3_600_000;
  expect(session()).toBe(first);
  at.wall = 0;
  at.steady = 1_001;
  expect(session()).not.toBe(first);
});

test('the level of a legacy client goes with its calls', () => {
  const { reception, receive } = open();
  expect(receive('tools/list')).toMatchObject({ visit: { envelope: { logLevel: undefined } } });
  reception.logLevel = 'error';
  expect(receive('tools/list')).toMatchObject({ visit: { envelope: { logLevel: 'error' } } });
});

test('who calls is who this request proves to be, and the part of it that the client names', () => {
  const front = createFront(frontOptions(new Stand(), { session: { agentKey: 'acme/agent' } }));
  const begun = { transport: 'http', token: 'ann' } as const;
  const reception = new Reception(front, { env: {}, authenticated: true });
  const principal = (meta: object, proof: Proof = begun) => {
    const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } }));
    if (!read.ok) throw new Error(read.message);
    const received = reception.receive(read.frame, 'tools/list', reply, { proof });
    return received.ok ? received.visit.principal : undefined;
  };
  expect(principal({})).toEqual({ id: 'token:ann', human: 'out-of-band' });
  expect(principal({ 'acme/agent': 'reviewer' })).toMatchObject({ id: 'token:ann', subagent: 'reviewer' });
  expect(principal({ sessionId: 's', threadId: 't' })).toMatchObject({ subagent: 't' });
  expect(principal({}, { transport: 'http', token: 'bob' })).toMatchObject({ id: 'token:bob' });
});
