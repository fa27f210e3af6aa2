import { expect, test } from 'vitest';
import { Stand, until } from '../stand.ts';
import { openLines } from '../wires.ts';

const methods = (received: { method?: string }[]) => received.map(({ method }) => method);
const listen = (lines: ReturnType<typeof openLines>, id: string | number, notifications: object) =>
  lines.send({
    id,
    method: 'subscriptions/listen',
    params: {
      notifications,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  });

test('a stream is acknowledged first, then told, then silent once it is taken back', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  listen(lines, 'listen:0', { toolsListChanged: true });
  await until(() => lines.received.length === 1);
  stand.emit({ kind: 'list_changed', list: 'tools' });
  stand.emit({ kind: 'list_changed', list: 'prompts' });
  await until(() => lines.received.length === 2);
  expect(methods(lines.received)).toEqual([
    'notifications/subscriptions/acknowledged',
    'notifications/tools/list_changed',
  ]);
  lines.send({ method: 'notifications/cancelled', params: { requestId: 'listen:0' } });
  await lines.askModern('tools/list');
  stand.emit({ kind: 'list_changed', list: 'tools' });
  await lines.askModern('tools/list');
  expect(methods(lines.received).filter((method) => method !== undefined)).toHaveLength(2);
});

test('who listens is told at once of what changed since it listed, where it asked for that', async () => {
  const stand = new Stand();
  stand.outdated.add('tools').add('prompts');
  const lines = openLines(stand);
  listen(lines, 'late', { toolsListChanged: true, resourcesListChanged: true });
  await lines.find(({ method }) => method === 'notifications/tools/list_changed');
  await lines.askModern('tools/list');
  const told = lines.received.filter(({ method }) => method !== undefined);
  expect(methods(told)).toEqual(['notifications/subscriptions/acknowledged', 'notifications/tools/list_changed']);
  expect(told[1]?.params._meta).toEqual({ 'io.modelcontextprotocol/subscriptionId': 'late' });
});

test('its resources are subscribed to as calls, and let go as calls; what was refused is not acknowledged', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  listen(lines, 0, { resourceSubscriptions: ['test://one', 'nope://two'] });
  const acknowledged = await lines.find((message) => message.method !== undefined);
  expect(acknowledged.params.notifications).toEqual({ resourceSubscriptions: ['test://one'] });
  expect(stand.calls.map(({ method, target }) => [method, target.name])).toEqual([
    ['resources/subscribe', 'test://one'],
  ]);
  const [call] = stand.calls;
  stand.emit({
    kind: 'resource_updated',
    session: call?.session.key ?? '',
    uri: 'test://one',
    text: '{"uri":"inner"}',
  });
  expect((await lines.find(({ method }) => method === 'notifications/resources/updated')).params.uri).toBe(
    'test://one',
  );
  lines.send({ method: 'notifications/cancelled', params: { requestId: 0 } });
  await until(() => stand.calls.length === 2);
  expect(stand.calls[1]?.method).toBe('resources/unsubscribe');
});

test('too many are refused, and an id in use is', async () => {
  const lines = openLines(new Stand(), { limits: { inFlight: 1 } });
  listen(lines, 'a', { toolsListChanged: true });
  listen(lines, 'a', { toolsListChanged: true });
  listen(lines, 'b', { toolsListChanged: true });
  expect((await lines.find(({ error }) => error?.code === -32600)).id).toBeNull();
  expect((await lines.find(({ id }) => id === 'b')).error.message).toContain('end one first');
});

test('at the end the stream is told and answered', async () => {
  const lines = openLines(new Stand());
  listen(lines, 7, { toolsListChanged: true });
  await lines.find(({ method }) => method === 'notifications/subscriptions/acknowledged');
  lines.stdin.end();
  await lines.closed;
  const [, cancelled, answer] = lines.received;
  expect(cancelled).toMatchObject({ method: 'notifications/cancelled', params: { requestId: 7 } });
  expect(answer).toMatchObject({
    id: 7,
    result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 7 } },
  });
});
