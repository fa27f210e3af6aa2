import { afterEach, expect, it } from 'vitest';
import { createFetching } from '../../../src/upstream/oauth/fetching.ts';
import { createGuard, type Guard, type Resolved } from '../../../src/upstream/oauth/guard.ts';
import { closeStand, json, serve } from './stand.ts';

afterEach(closeStand);

const local = (): Guard => createGuard({ server: new URL('http://127.0.0.1/mcp'), allowPrivate: [] });

it('hands over what was answered, status and headers included', async () => {
  const origin = await serve((request, response, body) =>
    json(response, 201, { method: request.method, body, type: request.headers['content-type'] }, { 'x-made': 'here' }),
  );
  const fetching = createFetching({ guard: local() });
  const asking = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' };
  const response = await fetching(new URL(origin), asking);
  expect([response.status, response.headers.get('x-made')]).toEqual([201, 'here']);
  expect(await response.json()).toEqual({ method: 'POST', body: 'hello', type: 'text/plain' });
});

it('does not follow where it is sent', async () => {
  const asked: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const response = await createFetching({ guard: local() })(new URL('/here', origin));
  expect(response.status).toBe(302);
  expect(asked).toEqual(['/here']);
});

it('goes to the address that was vetted, whatever the name means a moment later', async () => {
  const origin = await serve((request, response) => json(response, 200, { host: request.headers.host }));
  const { port } = new URL(origin);
  const answers = ['127.0.0.1', '10.9.9.9', '169.254.169.254'];
  const asked: string[] = [];
  const resolve = async (host: string): Promise<Resolved[]> => {
    asked.push(host);
    return [{ address: answers[asked.length - 1] ?? '', family: 4 }];
  };
  const guard = createGuard({ server: new URL('https://crm.example/mcp'), allowPrivate: ['as.example'], resolve });
  const response = await createFetching({ guard })(new URL(`http://as.example:${port}/`));
  expect(await response.json()).toEqual({ host: `as.example:${port}` });
  expect(asked).toEqual(['as.example']);
});

it('connects nowhere when the guard says no', async () => {
  let asked = 0;
  const origin = await serve((_request, response) => {
    asked++;
    json(response, 200, {});
  });
  const guard = createGuard({ server: new URL('https://crm.example/mcp'), allowPrivate: [] });
  await expect(createFetching({ guard })(new URL(origin))).rejects.toThrow('not a public address');
  expect(asked).toBe(0);
});

it.each([
  ['is too large', 'larger than 1000 bytes', (url: URL) => createFetching({ guard: local(), most: 1_000 })(url)],
  ['never ends', 'did not answer within 0.2 s', (url: URL) => createFetching({ guard: local(), within: 200 })(url)],
])('gives up on an answer that %s', async (what, words, fetching) => {
  const origin = await serve((_request, response) => {
    response.write(what === 'is too large' ? 'x'.repeat(2_000) : 'x');
  });
  await expect(fetching(new URL(origin))).rejects.toThrow(words);
});

it('says when nobody is there', async () => {
  await expect(createFetching({ guard: local() })(new URL('http://127.0.0.1:9/'))).rejects.toThrow(
    'cannot reach 127.0.0.1:9: ECONNREFUSED',
  );
});
