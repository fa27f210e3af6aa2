import { expect, test } from 'vitest';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import type { Courier } from '../../../src/model/relay.ts';
import { Clock } from '../../../src/upstream/clock.ts';
import { PendingCall } from '../../../src/upstream/lane/pending.ts';
import { Questions } from '../../../src/upstream/lane/questions.ts';
import { courier } from '../rig.ts';

const frame = (message: object) => {
  const read = readFrame(JSON.stringify({ jsonrpc: '2.0', ...message }));
  if (!read.ok) throw new Error(read.message);
  return read.frame;
};

const complete = (text: string) => ({ kind: 'complete', value: {}, text }) as const;

function open(isPrivate: boolean) {
  const calls: PendingCall[] = [];
  const answers: string[] = [];
  const noted: string[] = [];
  const questions = new Questions({
    upstream: 'up',
    isPrivate,
    calls: () => calls,
    unasked: async ({ method }) => {
      noted.push(method);
      return `${method} was put to nobody`;
    },
    answer: (text) => void answers.push(text),
  });
  const call = (ask?: Courier['ask'], timeout = 60_000, giveUp = () => {}): PendingCall => {
    const terms = { clock: new Clock(() => calls), timeout, ceiling: 1e6, giveUp };
    const made = new PendingCall(calls.length, courier(ask === undefined ? {} : { ask }), terms, undefined, 'one');
    calls.push(made);
    return made;
  };
  return { questions, calls, answers, noted, call };
}

const ROOTS = frame({ id: 1, method: 'roots/list' });
const answered = async (answers: string[], count = 1): Promise<string> => {
  await expect.poll(() => answers.length).toBe(count);
  return answers.at(-1) ?? '';
};

test("among one session's calls the youngest is asked, unless the transport knows better", async () => {
  const { questions, answers, call } = open(true);
  const first = call(async () => complete('"first"'));
  call(async () => complete('"second"'));
  void questions.take(ROOTS, undefined);
  expect(await answered(answers)).toContain('"second"');
  void questions.take(ROOTS, first);
  expect(await answered(answers, 2)).toContain('"first"');
});

test("between several sessions' calls nothing is guessed", async () => {
  const { questions, answers, call } = open(false);
  call(async () => complete('"first"'));
  call(async () => complete('"second"'));
  void questions.take(ROOTS, undefined);
  expect(await answered(answers)).toContain('roots/list was put to nobody');
});

test('a question that waits is answered before its server is let go, once', async () => {
  const { questions, answers, noted, call } = open(true);
  const taken = questions.take(ROOTS, undefined);
  questions.dismiss();
  expect(answers).toEqual([expect.stringMatching(/^\{"jsonrpc":"2.0","id":1,"error":.*being closed/)]);
  await taken;
  questions.started(call(async () => complete('"there"')));
  questions.end();
  expect(answers).toHaveLength(1);
  expect(noted).toEqual(['roots/list']);
});

test('a question before any call waits for the next one', async () => {
  const { questions, answers, call } = open(true);
  void questions.take(ROOTS, undefined);
  questions.started(call(async () => complete('"there"')));
  expect(await answered(answers)).toContain('"there"');
});

test('what is none of the questions that a client knows is put to nobody, and waits for no call', async () => {
  const { questions, answers, noted, call } = open(true);
  void questions.take(frame({ id: '', method: 'tasks/list' }), undefined);
  const error = { code: -32601, message: 'tasks/list is no question that a client answers' };
  expect(JSON.parse(await answered(answers))).toMatchObject({ id: '', error });
  call(async () => complete('"asked"'));
  void questions.take(frame({ id: 'x', method: 'tasks/list' }), undefined);
  expect(JSON.parse(await answered(answers, 2))).toMatchObject({ id: 'x', error });
  expect(noted).toEqual(['tasks/list', 'tasks/list']);
});

test('an elicitation that nobody answered is cancelled, other questions fail in words', async () => {
  const { questions, answers, call } = open(true);
  call(async () => ({ kind: 'failed', reason: 'cancelled', message: 'gone', acted: 'unknown' }));
  void questions.take(frame({ id: 1, method: 'elicitation/create' }), undefined);
  expect(await answered(answers)).toContain('"result":{"action":"cancel"}');
  void questions.take(ROOTS, undefined);
  expect(await answered(answers, 2)).toContain('"gone"');
});

test("a call's time stands still while its client is asked, and runs on afterwards", async () => {
  const { questions, answers, call } = open(true);
  let isLate = false;
  let tell: () => void = () => {};
  call(
    () =>
      new Promise((resolve) => {
        tell = () => resolve(complete('"slow"'));
      }),
    20,
    () => {
      isLate = true;
    },
  );
  void questions.take(ROOTS, undefined);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(isLate).toBe(false);
  tell();
  expect(await answered(answers)).toContain('"slow"');
  await expect.poll(() => isLate).toBe(true);
});

test('with its call, a question ends; with the connection, all do', async () => {
  const { questions, answers, call } = open(true);
  const asked = call(
    (_question, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(complete('"withdrawn"')))),
  );
  void questions.take(frame({ id: 1, method: 'elicitation/create' }), undefined);
  asked.settle(complete('{}'));
  expect(await answered(answers)).toContain('"withdrawn"');
  void questions.take(frame({ id: 2, method: 'elicitation/create' }), asked);
  questions.end();
  expect(answers).toHaveLength(1);
});

const TOO_MANY = /^\{"jsonrpc":"2.0","id":\d+,"error":\{"code":-31000,/;
const many = (questions: Questions, count: number, from = 0, via?: PendingCall): void => {
  for (let id = from; id < from + count; id++) void questions.take(frame({ id, method: 'elicitation/create' }), via);
};

test('of a flood of questions within one call sixteen are open at once, a hundred are put, and one note is made', async () => {
  const { questions, answers, noted, call } = open(true);
  const waiting: ((answer: ReturnType<typeof complete>) => void)[] = [];
  let put = 0;
  call(() => {
    put++;
    return new Promise((resolve) => void waiting.push(resolve));
  });
  many(questions, 40);
  await answered(answers, 24);
  expect(answers.every((answer) => TOO_MANY.test(answer))).toBe(true);
  expect(put).toBe(16);
  for (let sent = 40; sent < 200; sent += 16) {
    for (const tell of waiting.splice(0)) tell(complete('"yes"'));
    await answered(answers, sent);
    many(questions, 16, sent);
  }
  expect(put).toBe(100);
  expect(noted).toHaveLength(1);
});

test('a question under an id that is open takes the place of the older one, and counts', async () => {
  const { questions, answers, call } = open(true);
  let put = 0;
  call((_question, signal) => {
    put++;
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(complete('"withdrawn"'))));
  });
  for (let count = 0; count < 300; count++) void questions.take(ROOTS, undefined);
  expect(await answered(answers)).toMatch(TOO_MANY);
  expect(put).toBeLessThanOrEqual(16);
});

test('on one connection sixty-four questions are open at once, over all calls', async () => {
  const { questions, answers, call } = open(true);
  let put = 0;
  const ask = (): Promise<never> => {
    put++;
    return new Promise(() => {});
  };
  for (let count = 0; count < 6; count++) many(questions, 12, count * 100, call(ask));
  await answered(answers, 8);
  expect(put).toBe(64);
});

test('sixteen questions wait for the next call, and no more', async () => {
  const { questions, answers, noted, call } = open(true);
  many(questions, 50);
  await answered(answers, 34);
  expect(noted).toHaveLength(1);
  questions.started(call(async () => complete('"there"')));
  await answered(answers, 50);
  expect(answers.filter((answer) => answer.includes('"there"'))).toHaveLength(16);
});

test('what is put to nobody is recorded sixteen times until a call is sent', async () => {
  const { questions, answers, noted } = open(false);
  many(questions, 30);
  await answered(answers, 30);
  expect(noted).toHaveLength(17);
  expect(answers.at(-1)).toMatch(TOO_MANY);
});
