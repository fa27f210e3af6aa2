import { afterEach, expect, test } from 'vitest';
import { wishes } from '../../src/upstream/subscription.ts';
import { call, closeAll, node, ready, serveHttp, serverConfig, until } from './rig.ts';

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

test('over HTTP as well', async () => {
  const { upstreams, say } = await ready({ modern: serverConfig({ url: await serveHttp('sdk', 'http') }) });
  let count = 0;
  upstreams.onListing(() => count++);
  await until(async () => {
    await say(call('modern', 'grow'));
    return count > 0;
  }, 'a second listing');
});
