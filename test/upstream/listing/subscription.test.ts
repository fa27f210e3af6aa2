import { afterEach, expect, test } from 'vitest';
import { wishes } from '../../../src/upstream/listing/subscription.ts';
import { call, closeAll, node, ready, serveHttp, serverConfig, until } from '../rig.ts';

afterEach(closeAll);

test('wishes for what the server says can change', () => {
  expect(wishes({ tools: { listChanged: true }, prompts: {}, resources: { listChanged: true } })).toBe(
    '{"notifications":{"toolsListChanged":true,"resourcesListChanged":true}}',
  );
  expect(wishes({ tools: {} })).toBeUndefined();
});

test('a modern server that tells of a change is listed again', async () => {
  const { upstreams, say } = await ready({ modern: node('modern-only') });
  let count = 0;
  upstreams.onListing(() => count++);
  await say(call('modern', 'change'));
  await until(() => count > 0, 'a second listing');
});

test('a server whose telling breaks off is asked again, and what it did not tell meanwhile is found out', async () => {
  const { listings, say } = await ready({ modern: node('modern-only') });
  const grown = (): number => (listings.get('modern')?.tools ?? []).filter((tool) => tool.includes('grown-')).length;
  await say(call('modern', 'hush'));
  await until(() => grown() === 1, 'what changed while nobody listened is listed');
});

test('over HTTP as well', async () => {
  const { upstreams, say } = await ready({ modern: serverConfig({ url: await serveHttp('sdk', 'http') }) });
  let count = 0;
  upstreams.onListing(() => count++);
  await until(async () => {
    await say(call('modern', 'grow'));
    return count > 0;
  }, 'a second listing');
});
