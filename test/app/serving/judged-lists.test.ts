import { expect, it } from 'vitest';
import { type Heard, JudgedLists } from '../../../src/app/serving/judged-lists.ts';
import type { Listing } from '../../../src/model/upstreams.ts';
import { LISTING } from './mail-listing.ts';

const named = (name: string): Listing => ({ ...LISTING, tools: [name] });
const nameOf = (listing: Listing | undefined): string => listing?.tools[0] ?? 'nothing';

/** Lists that are judged when the test says so. `mail 2` is a list of mail that takes its time, `mail` one that does not. */
function open() {
  const judging = new Map<string, { pass: () => void; fail: () => void }>();
  const taken: string[] = [];
  const broken: string[] = [];
  const current: boolean[] = [];
  const lists = new JudgedLists({
    judge: (listing) =>
      new Promise((resolve, reject) => {
        judging.set(nameOf(listing), { pass: () => resolve(listing), fail: () => reject(new Error('broke')) });
      }),
    take: (passing: Listing | undefined, heard: Heard) => {
      taken.push(nameOf(passing));
      current.push(lists.isCurrent(heard));
    },
    broke: (upstream) => () => void broken.push(upstream),
  });
  const hear = (name: string | undefined, isPromised?: boolean): void =>
    lists.hear('mail', name === undefined ? undefined : named(name), isPromised);
  const end = async (name: string, how: 'pass' | 'fail' = 'pass'): Promise<void> => {
    judging.get(name)?.[how]();
    judging.delete(name);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { lists, hear, end, taken, broken, current, judged: () => [...judging.keys()] };
}

it('takes a list that is judged though a later one came, and judges only the last of those', async () => {
  const { lists, hear, end, taken, judged } = open();
  for (const name of ['1', '2', '3', '4']) hear(name);
  expect(judged()).toEqual(['1']);
  expect(lists.judging()).toEqual(['mail']);
  await end('1');
  expect([taken, judged()]).toEqual([['1'], ['4']]);
  hear('5');
  await end('4');
  await end('5');
  expect([taken, judged()]).toEqual([['1', '4', '5'], []]);
  expect(lists.judging()).toEqual([]);
});

it('waits for what was heard so far, and for no server that goes on', async () => {
  const { lists, hear, end, taken } = open();
  hear('1');
  hear('2');
  let seen: string | undefined;
  void lists.taken().then(() => {
    seen = taken.join();
  });
  await end('1');
  expect(seen).toBeUndefined();
  hear('3');
  await end('2');
  expect(seen).toBe('1,2');
  lists.hear('other', named('slow'));
  await end('3');
  await lists.taken(['mail']);
  await lists.taken(['nobody']);
  expect(taken).toEqual(['1', '2', '3']);
});

it('drops at once what is judged of a server that offers nothing any more', async () => {
  const { lists, hear, end, taken } = open();
  hear('1', true);
  expect(lists.latest('mail')).toMatchObject({ isPromised: true });
  hear(undefined);
  expect(taken).toEqual(['nothing']);
  await end('1');
  expect(taken).toEqual(['nothing']);
  hear('2');
  await end('2');
  expect(taken).toEqual(['nothing', '2']);
});

it('drops what was judged by other inspectors, and judges the last list by those of now', async () => {
  const { lists, hear, end, taken, judged } = open();
  hear('1');
  hear('2');
  lists.judgeAgain();
  expect(judged()).toEqual(['1', '2']);
  await end('1');
  expect(taken).toEqual([]);
  await end('2');
  expect([taken, judged()]).toEqual([['2'], []]);
});

it('takes no list of a server behind the one of another that has its name now', async () => {
  const { lists, hear, end, taken, current } = open();
  hear('old');
  await end('old');
  hear('old again');
  lists.replace('mail');
  hear('new');
  await end('new');
  await end('old again');
  expect([taken, current]).toEqual([
    ['old', 'new'],
    [true, true],
  ]);
  lists.replace('mail');
  lists.judgeAgain();
  await end('new');
  expect(current).toEqual([true, true, false]);
});

it('goes on to the next where a part of ours breaks', async () => {
  const { lists, hear, end, taken, broken } = open();
  hear('1');
  hear('2');
  await end('1', 'fail');
  await end('2');
  await lists.taken();
  expect([taken, broken]).toEqual([['2'], ['mail']]);
});
