import { afterEach, expect, test } from 'vitest';
import type { ServerConfig } from '../../../src/config/schema.ts';
import type { Connection } from '../../../src/upstream/connection.ts';
import { GivenUp, OpenError } from '../../../src/upstream/failure.ts';
import type { LaneListener } from '../../../src/upstream/lane.ts';
import { Opener } from '../../../src/upstream/server/opener.ts';
import type { Slot } from '../../../src/upstream/server/slot.ts';
import { folder, node, serverConfig, slotOf } from '../rig.ts';

const opened: Connection[] = [];
afterEach(() => Promise.all(opened.splice(0).map((connection) => connection.close())));

const slot = (): Slot => slotOf('one');

function opener(config: ServerConfig) {
  const made = new Opener({
    upstream: 'it',
    config,
    resolve: (text) => text,
    sessionDir: () => folder(),
    workspace: '',
    clientInfo: '{"name":"sallyport","version":"0"}',
    most: 1_000_000,
    log: () => {},
    mirrored: new Map(),
    authorize: async () => undefined,
    ready: Promise.resolve(),
    client: Promise.resolve({ roots: {} }),
    declare: (capabilities) => JSON.stringify(capabilities),
    frozen: () => undefined,
  });
  const listener: LaneListener = {
    odd: () => {},
    notice: () => {},
    unasked: async () => '{}',
    missed: () => {},
    ended: () => {},
  };
  return async (one: Slot): Promise<Connection> => {
    const connection = await made.open(one, listener, () => {});
    opened.push(connection);
    return connection;
  };
}

test('what belongs to nobody yet is told of the first client', async () => {
  const one = slot();
  expect((await opener(node('echo'))(one)).greeting.era).toBe('legacy');
  expect(one.declared).toBe('{"roots":{}}');
});

test('what cannot be started says why, and that it is the server', async () => {
  const failed: unknown = await opener(serverConfig({ command: 'sallyport-no-such-program' }))(slot()).catch((e) => e);
  expect(failed).toBeInstanceOf(OpenError);
  expect(failed).not.toBeInstanceOf(GivenUp);
  const late: unknown = await opener(node('hang-on-list', [], { start: '1ms' }))(slot()).catch((e) => e);
  expect(late).not.toBeInstanceOf(GivenUp);
  expect(String(late)).toMatch(/within 0.001 s; a longer `start` can be set/);
});

test('what prints on its output, and does not answer, is quoted', async () => {
  const banner = "echo 'Welcome to the server'; exec sleep 60";
  const chatty = serverConfig({ command: 'sh', args: ['-c', banner], era: 'legacy', start: '1s' });
  const late: unknown = await opener(chatty)(slot()).catch((e) => e);
  expect(String(late)).toMatch(
    /a longer `start` can be set; it sent what is no message \(.*\): Welcome to the server$/,
  );
});

test('what we gave up ourselves says nothing of the server', async () => {
  const one = slot();
  const opening = opener(node('slow-start'))(one).catch((e) => e);
  one.quit.abort();
  expect(await opening).toBeInstanceOf(GivenUp);
});
