import { expect, test } from 'vitest';
import { Backlog } from '../../src/downstream/backlog.ts';
import { createFront } from '../../src/downstream/front.ts';
import { NOBODY } from '../../src/downstream/reply.ts';
import type { Visit } from '../../src/downstream/visit.ts';
import { frontOptions, Stand, until } from './stand.ts';
import { errandOf } from './visits.ts';

/** A client that has not read so many bytes. */
function open(unread: number, stalled = 300, result = 1_000) {
  const stand = new Stand();
  const front = createFront(frontOptions(stand));
  front.reconfigure({ agents: {}, limits: { ...frontOptions(stand).limits, unread: 100, result } });
  const began = performance.now();
  const client = { ...NOBODY, unread, idle: () => performance.now() - began };
  const { visit } = errandOf({ method: 'tools/call', params: '{"name":"s__echo"}' }, front).errand;
  const backlog = new Backlog(front, stalled);
  const sent: string[] = [];
  const visits = new Map<string, Visit>();
  const take = (text: string): void => {
    const own = { ...visit, reply: client };
    visits.set(text, own);
    backlog.take({
      visit: own,
      answer: { member: 'result', text },
      end: (answer) => {
        sent.push(answer.text);
        client.unread += 60;
      },
    });
  };
  const drop = (text: string): void => {
    const own = visits.get(text);
    if (own !== undefined) backlog.drop(own);
  };
  return { stand, front, client, sent, take, drop };
}

test('answers go at once where there is room, and else in their order as their client reads', async () => {
  const { client, sent, take } = open(0, 100_000);
  for (const text of ['1', '2', '3', '4', '5']) take(text);
  expect(sent).toEqual(['1', '2']);
  client.unread = 0;
  await until(() => sent.length === 4);
  // One that comes later does not overtake what is held, even where there is room again.
  client.unread = 0;
  take('6');
  await until(() => sent.length === 6);
  expect(sent).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('a client that reads nothing is told so in the place of what was held, and the record as well', async () => {
  const { stand, sent, take } = open(101);
  take('x'.repeat(50));
  await until(() => sent.length === 1);
  expect(sent[0]).toContain('The answer (50 characters) was not sent: 101 bytes');
  expect(sent[0]).toContain('limits.unread');
  expect(sent[0]).toContain('"isError":true');
  expect(stand.remarks).toEqual([expect.stringMatching(/^unread: an answer to tools\/call of \S+ \(50 characters\)/)]);
});

test('one that reads, however slowly, loses nothing', async () => {
  const { client, sent, take } = open(110, 300);
  let looks = 0;
  client.idle = () => {
    if (++looks === 6) client.unread = 0;
    return 200;
  };
  take('1');
  await until(() => sent.length === 1);
  expect(sent).toEqual(['1']);
});

test('where what is not read can be broken off, that makes room for the answers that wait behind it', async () => {
  const { stand, client, sent, take } = open(101);
  let broken = 0;
  client.breakOff = () => {
    broken++;
    client.unread = 0;
    return 101;
  };
  take('x');
  await until(() => sent.length === 1);
  expect([sent, broken]).toEqual([['x'], 1]);
  expect(stand.remarks).toEqual([
    expect.stringMatching(/^unread: 101 bytes of answers were broken off: .*limits\.unread/),
  ]);
});

test('no more is held than a part of all memory, and what is let go makes room again', async () => {
  const { stand, front, client, sent, take, drop } = open(101, 100_000, 10);
  for (const letter of ['a', 'b', 'c', 'd']) take(letter.repeat(50));
  expect(sent).toEqual([
    expect.stringContaining('The answer (50 characters) was not sent: 150 characters of answers wait'),
  ]);
  expect(sent[0]).toMatch(/limits\.unread, limits\.result.*check before you repeat it/);
  expect(stand.remarks).toHaveLength(1);
  drop('a'.repeat(50));
  take('e'.repeat(80));
  expect(sent.slice(1)).toEqual(['a'.repeat(50)]);
  client.unread = -1_000;
  await until(() => sent.length === 5);
  expect(sent.slice(2)).toEqual(['b'.repeat(50), 'c'.repeat(50), 'e'.repeat(80)]);
  expect(front.held).toBe(0);
});

test('what is taken back is kept no longer, and holds up nobody', () => {
  const { sent, take, drop } = open(101, 100_000);
  for (const text of ['1', '2']) take(text);
  drop('1');
  drop('1');
  expect(sent).toEqual(['1']);
});
