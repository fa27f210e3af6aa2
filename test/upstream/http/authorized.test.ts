import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { type Failure, failure } from '../../../src/upstream/failure.ts';
import type { Authorization } from '../../../src/upstream/http/authorization.ts';
import { Authorized } from '../../../src/upstream/http/authorized.ts';
import type { Outgoing } from '../../../src/upstream/wire.ts';
import { until } from '../rig.ts';

const message: Outgoing = { text: '{}', id: 7, method: 'tools/call', name: 'x', args: undefined };

function stand(problem: Failure | undefined, isDue = false, waits = true) {
  const sent: number[] = [];
  const lost: [number, Failure][] = [];
  const done: string[] = [];
  const refused: unknown[] = [];
  const dropped: Outgoing[] = [];
  const authorization: Authorization = {
    header: () => undefined,
    isDue: () => isDue,
    renew: async () => problem,
    refused: async (...all) => {
      refused.push(all);
      return problem;
    },
    need: undefined,
    mayBeMet: async () => true,
  };
  const listener = { lost: (id: number, why: Failure) => void lost.push([id, why]), waits: () => waits };
  const sending = new Authorized(
    authorization,
    listener,
    (_message, _done, resent) => void sent.push(resent),
    (message) => void dropped.push(message),
  );
  const response = (statusCode: number): IncomingMessage => {
    const made = new IncomingMessage(new Socket());
    return Object.assign(made, { statusCode, headers: { 'www-authenticate': 'Bearer' } });
  };
  return { sending, sent, lost, done, dropped, refused, response, finish: () => void done.push('done') };
}
const none = failure('unreachable', 'sign in first', false);

it('sends at once where nothing is due', () => {
  const { sending, sent, finish } = stand(undefined);
  sending.send(message, finish);
  expect(sent).toEqual([0]);
});

it('sends after renewal where that is due, and not at all where it fails', async () => {
  const well = stand(undefined, true);
  well.sending.send(message, well.finish);
  expect(well.sent).toEqual([]);
  await until(() => well.sent.length === 1, 'it is sent');
  const ill = stand(none, true);
  ill.sending.send(message, ill.finish);
  await until(() => ill.lost.length === 1, 'it is lost');
  expect(ill.lost).toEqual([[7, none]]);
  expect([ill.sent, ill.done, ill.dropped]).toEqual([[], ['done'], [message]]);
});

it('does not send what nobody waits for any more', async () => {
  const { sending, sent, done, dropped, finish } = stand(undefined, true, false);
  sending.send(message, finish);
  await until(() => done.length === 1, 'it is over');
  expect([sent, dropped]).toEqual([[], [message]]);
});

it('sends what was refused again, twice at most', async () => {
  const { sending, sent, refused, response, finish } = stand(undefined);
  expect(sending.canTurn(response(401), 0)).toBe(true);
  sending.turn(response(401), { message, done: finish, resent: 0, header: 'Bearer a' });
  await until(() => sent.length === 1, 'it is sent again');
  expect(sent).toEqual([1]);
  expect(refused).toEqual([['Bearer a', 401, 'Bearer']]);
  expect(sending.canTurn(response(401), 2)).toBe(false);
  expect(sending.canTurn(response(500), 0)).toBe(false);
});
