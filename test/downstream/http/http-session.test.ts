import { expect, test } from 'vitest';
import { createFront } from '../../../src/downstream/front.ts';
import { HttpSessions } from '../../../src/downstream/http/http-session.ts';
import { NOBODY } from '../../../src/downstream/reply.ts';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import { openIssuer } from '../issuer.ts';
import { frontOptions, Stand } from '../stand.ts';
import { events, openHttp } from '../wires.ts';

const tokens = { tokens: { a: 'secret-a', b: 'secret-b' }, allowAnonymous: false };
const as = (secret: string) => ({ authorization: `Bearer ${secret}` });

test("a session id is long, random, and no use to another's token", async () => {
  const http = await openHttp(new Stand(), {}, tokens);
  const session = await http.initialize({}, as('secret-a'));
  expect(session).toMatch(/^[\w-]{32,}$/);
  expect(await http.initialize({}, as('secret-a'))).not.toBe(session);
  const list = (secret: string) =>
    http.post({ id: 1, method: 'tools/list' }, { 'mcp-session-id': session, ...as(secret) });
  expect((await list('secret-a')).status).toBe(200);
  expect((await list('secret-b')).status).toBe(404);
  const taken = await fetch(http.url, { method: 'DELETE', headers: { 'mcp-session-id': session, ...as('secret-b') } });
  expect(taken.status).toBe(404);
});

test('DELETE ends a session for good', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const headers = { 'mcp-session-id': await http.initialize() };
  expect((await fetch(http.url, { method: 'DELETE', headers })).status).toBe(204);
  expect(stand.left).toHaveLength(1);
  expect((await http.post({ id: 1, method: 'tools/list' }, headers)).status).toBe(404);
  expect((await fetch(http.url, { headers })).status).toBe(404);
});

test('the stream of a session carries what nobody asked for; a new one takes the place of the old', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const headers = { 'mcp-session-id': await http.initialize(), accept: 'text/event-stream' };
  const first = await fetch(http.url, { headers });
  const second = await fetch(http.url, { headers });
  expect(await first.text()).not.toContain('data:');
  stand.emit({ kind: 'list_changed', list: 'prompts' });
  const { value } = await events(second).next();
  expect(value.method).toBe('notifications/prompts/list_changed');
});

test('only so many sessions are kept, and idle ones make room', () => {
  let now = 0;
  const stand = new Stand();
  const sessions = new HttpSessions(createFront({ ...frontOptions(stand), clock: () => now }), 2, 1000);
  const proof = { transport: 'http' as const };
  const first = sessions.begin(proof);
  now = 900;
  expect(sessions.begin(proof)).toBeDefined();
  expect(sessions.begin(proof)).toBeUndefined();
  now = 1500;
  expect(sessions.begin(proof)).toBeDefined();
  expect(sessions.find(first?.id ?? '', proof)).toBeUndefined();
  expect(sessions.all()).toHaveLength(2);
});

test('a clock that is set ends no session and keeps none', () => {
  const at = { wall: 1_000_000, steady: 0 };
  const front = createFront({ ...frontOptions(new Stand()), clock: () => at.wall, steady: () => at.steady });
  const sessions = new HttpSessions(front, 1, 1000);
  const proof = { transport: 'http' as const };
  const first = sessions.begin(proof);
  at.wall += 3_600_000;
  expect(sessions.begin(proof)).toBeUndefined();
  expect(sessions.find(first?.id ?? '', proof)).toBe(first);
  at.wall = 0;
  at.steady = 1001;
  expect(sessions.begin(proof)).toBeDefined();
  expect(sessions.all()).toHaveLength(1);
});

test('a session belongs to one person and one client of theirs, and each request counts by its own token', async () => {
  const issuer = await openIssuer();
  const auth = issuer.configured({ scopes: { 's:echo': 'only_echo', 's:held': 'only_held' } });
  const stand = new Stand();
  const http = await openHttp(stand, {}, { auth, allowAnonymous: false });
  const by = async (claims: object) => ({
    authorization: `Bearer ${await issuer.sign({ scope: 's:echo', client_id: 'desk', ...claims })}`,
  });
  const session = await http.initialize({}, await by({}));
  const list = async (claims: object, scope = 's:echo') =>
    (
      await http.post(
        { id: 1, method: 'tools/list' },
        { 'mcp-session-id': session, ...(await by({ scope, ...claims })) },
      )
    ).status;
  expect(await list({})).toBe(200);
  expect(await list({ jti: 'a newer token' }, 's:echo s:held')).toBe(200);
  expect(await list({ sub: 'bob' })).toBe(404);
  expect(await list({ client_id: 'other' })).toBe(404);
  expect(await list({ exp: 1 })).toBe(401);
  const echo = { id: 2, method: 'tools/call', params: { name: 's__echo', arguments: {} } };
  await http.post(echo, { 'mcp-session-id': session, ...(await by({ scope: 's:echo s:held' })) });
  await http.post(echo, { 'mcp-session-id': session, ...(await by({})) });
  expect(stand.calls.map(({ principal }) => principal.purposes)).toEqual([['only_echo', 'only_held'], ['only_echo']]);
});

test('a session in which a call runs is not idle, however long it takes', async () => {
  let now = 0;
  const stand = new Stand();
  const sessions = new HttpSessions(createFront({ ...frontOptions(stand), clock: () => now }), 1, 1000);
  const proof = { transport: 'http' as const };
  const busy = sessions.begin(proof);
  const read = readFrame('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"slow","arguments":{}}}');
  if (read.ok) busy?.conversation.receive(read.frame, NOBODY);
  now = 5000;
  expect(sessions.begin(proof)).toBeUndefined();
  busy?.conversation.cancel('1');
  now = 7000;
  expect(sessions.begin(proof)).toBeDefined();
});

test('one caller leaves room for others', async () => {
  const tokens = { ann: 'token-of-ann-0123', bob: 'token-of-bob-0123' };
  const { initialize } = await openHttp(new Stand(), { limits: { sessions: 4 } }, { tokens, allowAnonymous: false });
  const as = (token: string): Promise<string> => initialize({}, { authorization: `Bearer ${token}` });
  const anns = [await as(tokens.ann), await as(tokens.ann), await as(tokens.ann), await as(tokens.ann)];
  expect(anns.map((id) => id !== '')).toEqual([true, true, true, false]);
  expect(await as(tokens.bob)).not.toBe('');
});
