import type { JsonObject } from '../../src/model/json.ts';
import { Lane } from '../../src/upstream/lane.ts';
import { declarations } from '../../src/upstream/meta.ts';
import type { Outgoing } from '../../src/upstream/wire.ts';

/** A lane whose other end is this test. */
export function open({ timeout = 60_000, cancels = false } = {}) {
  const sent: Outgoing[] = [];
  const notices: [string, JsonObject][] = [];
  const odd: string[] = [];
  const ended: string[] = [];
  const lane = new Lane({
    upstream: 'up',
    timeout,
    ceiling: timeout * 20,
    clientInfo: '{"name":"sallyport","version":"0"}',
    isPrivate: true,
    declare: declarations('up', () => (_upstream, capabilities) => capabilities),
    listener: {
      notice: (method, params) => notices.push([method, params]),
      unasked: async ({ method }) => `${method} was put to nobody`,
      odd: (message) => odd.push(message),
      missed: () => {},
      ended: (why) => ended.push(why.message),
    },
  });
  lane.attach({
    send: (message) => sent.push(message),
    cancel: () => cancels,
    greeted: () => {},
    hears: Promise.resolve(true),
    close: async () => {},
  });
  const body = (at: number) => JSON.parse((sent.at(at) as Outgoing).text);
  return { lane, sent, notices, odd, ended, body };
}

export const reply = (id: unknown, result: unknown = {}): string => JSON.stringify({ jsonrpc: '2.0', id, result });
export const notification = (method: string, params: JsonObject): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });
