import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { type Origin, Sessions } from '../../src/downstream/session.ts';
import type { Principal, Session } from '../../src/model/call.ts';

const principal = (id: string): Principal => ({ id, human: 'out-of-band' });
const ann = principal('token:ann');
const bob = principal('token:bob');
const stdio: Origin = { env: {}, process: 'p1', authenticated: true };
const http: Origin = { env: {}, authenticated: true };
const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

function derive(options: object = {}) {
  const ended: Session[] = [];
  const { session } = configSchema.parse({ session: options });
  const sessions = new Sessions(session, 'nonce', (gone) => ended.push(gone));
  const of = (...request: Parameters<Sessions['derive']>) => sessions.derive(...request);
  return { of, ended };
}

test('the first source that speaks names the session, in the order of the design', () => {
  const { of } = derive({ meta: 'com.example/run', traceparent: true });
  const env = { CLAUDE_CODE_SESSION_ID: 'claude' };
  const all = { 'com.example/run': 'run', sessionId: 's', threadId: 't', traceparent: trace };
  const { 'com.example/run': _run, ...known } = all;
  const origin = { ...stdio, env, transportSession: 'mcp' };
  expect(of(ann, origin, all, 0).source).toBe('meta-key');
  expect(of(ann, origin, known, 0).source).toBe('client-key');
  expect(of(ann, origin, { traceparent: trace }, 0).source).toBe('environment');
  expect(of(ann, { ...origin, env: {} }, { traceparent: trace }, 0).source).toBe('mcp-session-id');
  expect(of(ann, stdio, { traceparent: trace }, 0).source).toBe('traceparent');
  expect(of(ann, stdio, { traceparent: 'nonsense' }, 0).source).toBe('process');
  expect(of(ann, http, {}, 0).source).toBe('principal');
  expect(of(principal('anonymous'), { env: {}, authenticated: false }, {}, 0).source).toBe('shared');
  expect(derive().of(ann, http, all, 0).source).toBe('client-key');
  expect(derive().of(ann, http, { traceparent: trace }, 0).source).toBe('principal');
});

test('no value that a principal can send names the session of another, or one of another source', () => {
  const { of } = derive({ meta: 'k', traceparent: true });
  const value = fc.oneof(fc.string(), fc.constantFrom('p1', 'nonce', '', trace));
  fc.assert(
    fc.property(value, value, (mine, theirs) => {
      const sessions = [
        of(ann, stdio, { k: mine }, 0),
        of(ann, stdio, { sessionId: mine }, 0),
        of(ann, { ...http, transportSession: `t${mine}` }, {}, 0),
        of(ann, stdio, {}, 0),
        of(ann, http, {}, 0),
      ];
      const others = [of(bob, stdio, { k: theirs }, 0), of(bob, stdio, { sessionId: theirs }, 0), of(bob, http, {}, 0)];
      for (const session of sessions) expect(session.key).toMatch(/^[0-9a-f]{32}$/);
      for (const other of others) expect(sessions.map(({ key }) => key)).not.toContain(other.key);
      for (const [i, a] of sessions.entries())
        for (const b of sessions.slice(i + 1)) expect(a.source === b.source || a.key !== b.key).toBe(true);
    }),
  );
});

test('the same value is the same session, and arguments have no say', () => {
  const { of } = derive();
  const one = of(ann, stdio, { sessionId: 'a', threadId: 'b' }, 0);
  expect(of(ann, http, { threadId: 'b', sessionId: 'a', arguments: { sessionId: 'z' } }, 9)).toBe(one);
  expect(of(ann, http, { 'x-codex-turn-metadata': { session_id: 'a', thread_id: 'b' } }, 9)).toBe(one);
  expect(of(ann, stdio, { sessionId: 'a', threadId: 'c' }, 0)).not.toBe(one);
});

test('silence longer than the limit cuts the session of a process or principal, and only that', () => {
  for (const origin of [stdio, http]) {
    const { of, ended } = derive({ idle: '1s' });
    const first = of(ann, origin, {}, 0);
    expect(of(ann, origin, {}, 1000)).toBe(first);
    expect(of(ann, origin, {}, 2000)).toBe(first);
    const second = of(ann, origin, {}, 3001);
    expect(second.key).not.toBe(first.key);
    expect(ended).toEqual([first]);
  }
  const { of } = derive({ idle: '1s' });
  expect(of(ann, stdio, { sessionId: 'a' }, 0)).toBe(of(ann, stdio, { sessionId: 'a' }, 1e9));
});

test('of principals that do not come back nothing is kept: their sessions are ended when others come', () => {
  const { of, ended } = derive({ idle: '1s' });
  const gone = Array.from({ length: 100 }, (_, i) => of(principal(`token:${i}`), http, {}, i));
  const stays = of(ann, http, {}, 900);
  of(bob, http, {}, 1_500);
  expect(ended).toEqual(gone);
  // Each is ended once, and whoever is there goes on.
  expect(of(ann, http, {}, 1_800)).toBe(stays);
  expect(of(principal('token:0'), http, {}, 1_900).key).not.toBe(gone[0]?.key);
  expect(ended).toEqual(gone);
});

test("two clients of one person, and two agents, do not see each other's sessions", () => {
  const { of } = derive({ meta: 'run' });
  const desk = { ...ann, clientId: 'desk' };
  const robot = { ...ann, clientId: 'robot' };
  const support = { ...ann, agent: 'support' };
  for (const meta of [{}, { run: 'x' }]) {
    const keys = [ann, desk, robot].map((who) => of(who, http, meta, 0).key);
    expect(new Set(keys).size).toBe(3);
  }
  expect(of(support, http, {}, 0).key).not.toBe(of(ann, http, {}, 0).key);
});

test('what thousands of others came after is the same session when it is back', () => {
  const { of } = derive({ meta: 'run' });
  const { key } = of(ann, http, { run: 'first' }, 0);
  for (let i = 0; i < 3_000; i++) of(ann, http, { run: `other ${i}` }, 0);
  expect(of(ann, http, { run: 'first' }, 0).key).toBe(key);
});
