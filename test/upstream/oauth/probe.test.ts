import { afterEach, expect, it } from 'vitest';
import { NO_CHALLENGE } from '../../../src/upstream/oauth/challenge.ts';
import { knock } from '../../../src/upstream/oauth/probe.ts';
import { closeStand, serve } from './stand.ts';

afterEach(closeStand);

interface Knock {
  readonly method: string | undefined;
  readonly accept: string | undefined;
  readonly body: string;
  readonly fixed: string | string[] | undefined;
}

async function door(status: number, challenge = 'Bearer scope="a"'): Promise<{ url: URL; knocks: Knock[] }> {
  const knocks: Knock[] = [];
  const origin = await serve((request, response, body) => {
    const { method, headers } = request;
    knocks.push({ method, accept: headers.accept, body, fixed: headers['x-fixed'] });
    // It goes on for ever: what it says else is not waited for.
    response.writeHead(status, { 'www-authenticate': challenge }).write('…');
  });
  return { url: new URL('/mcp', origin), knocks };
}

it.each([
  ['auto', undefined, 'POST', 'server/discover'],
  ['modern', 'http', 'POST', 'server/discover'],
  ['legacy', undefined, 'POST', 'initialize'],
  ['auto', 'sse', 'GET', ''],
] as const)('asks a server of era %s over %s by %s', async (era, transport, method, asked) => {
  const { url, knocks } = await door(401);
  expect(await knock(url, { 'x-fixed': 'yes' }, era, transport)).toEqual({ ...NO_CHALLENGE, scopes: ['a'] });
  expect(knocks).toMatchObject([{ method, fixed: 'yes', body: expect.stringContaining(asked) }]);
});

it('hears nothing in an answer that is no refusal', async () => {
  const { url } = await door(200);
  expect(await knock(url, {}, 'auto', undefined)).toEqual(NO_CHALLENGE);
});

it('says when nobody is there', async () => {
  await expect(knock(new URL('http://127.0.0.1:9/mcp'), {}, 'auto', undefined)).rejects.toThrow('ECONNREFUSED');
});
