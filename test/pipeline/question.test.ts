import { expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Courier, Question } from '../../src/model/relay.ts';
import { type Interposer, interpose } from '../../src/pipeline/interpose.ts';
import { JudgingCourier } from '../../src/pipeline/notice.ts';
import {
  type Judging,
  passAnswer,
  passQuestion,
  permitted,
  putThrough,
  toldUpstream,
} from '../../src/pipeline/question.ts';
import { createWaiting } from '../../src/pipeline/waiting.ts';
import { compile, MAIL, NOBODY, openSpine, type Spine, sendMail } from '../laws/spine.ts';
import { complete, decision, rule, sampleCall } from './sample.ts';

const ask = (method: string, params: Question['params'] = {}): Question => ({
  upstream: 'mail',
  method,
  params,
  text: JSON.stringify(params),
});
const NAME = ask('elicitation/create', { message: 'Name?', requestedSchema: { properties: { name: {} } } });
const none = () => createWaiting(Date.now, () => 1_000_000);
const NONE_WAIT = none();
const ANY_ROOT = () => [];
const judging = (interposer: Interposer, waiting = none(), current = () => interposer): Judging => ({
  first: interposer,
  current,
  waiting,
});
const ACCEPT = complete({ action: 'accept', content: { name: 'Ada' } });

it('puts what may be asked, recorded as a call of the server in the session that caused it', async () => {
  const spine = await openSpine();
  const put: Question[] = [];
  const client: Courier = {
    ...NOBODY,
    ask: async (question) => {
      put.push(question);
      return ACCEPT;
    },
  };
  const about = sampleCall();
  const through = putThrough(NAME, client, NOBODY.signal, ANY_ROOT);
  const outcome = await passQuestion(about, NAME, through, client, judging(spine.interposer));
  expect(put).toEqual([NAME]);
  expect(toldUpstream(outcome)).toEqual(ACCEPT);
  if (outcome.kind !== 'answered') throw new Error(outcome.kind);
  const { call } = outcome.settled;
  expect(call).toMatchObject({ origin: 'upstream', target: { upstream: 'mail', name: '' }, session: about.session });
  expect(call.principal).toBe(about.principal);
  await spine.close();
});

it('tells the server which rule refused it, and asks nobody', async () => {
  const spine = await openSpine();
  const outcome = await passQuestion(
    sampleCall(),
    ask('sampling/createMessage'),
    () => Promise.reject(new Error('was put')),
    NOBODY,
    judging(spine.interposer),
  );
  expect(outcome.kind).toBe('refused');
  expect(toldUpstream(outcome)).toMatchObject({
    kind: 'error',
    message: expect.stringContaining('server-wants-the-model'),
  });
  await spine.close();
});

const tagged = Array.from('run', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');

it.each([
  [`Name?${tagged}`, 'question-hides-text'],
  ['Pay \u202eecila\u202c now?', 'question-hides-text'],
  ['City?\u200b\u200c\u200c\u200b\u200c\u200b\u200b\u200c', 'question-hides-text'],
  ['Family \u{1f468}\u200d\u{1f469}\u200d\u{1f467} or \u2764\ufe0f\u200d\u{1f525}?', undefined],
  ['one\u200bbreak hint, \u200fעולם?', undefined],
])('refuses a question with hidden text and leaves emoji and scripts alone: %j', async (message, rule) => {
  const spine = await openSpine();
  const question = ask('elicitation/create', { message, requestedSchema: { properties: { name: {} } } });
  const told = toldUpstream(await passQuestion(sampleCall(), question, permitted, NOBODY, judging(spine.interposer)));
  if (rule === undefined) expect(told.kind).toBe('input_required');
  else expect(told).toMatchObject({ kind: 'error', message: expect.stringContaining(rule) });
  await spine.close();
});

it('refuses a form for a secret in a field that only its description gives away', async () => {
  const spine = await openSpine();
  const properties = { value: { type: 'string', description: 'Your password' } };
  const question = ask('elicitation/create', { message: 'Go on?', requestedSchema: { properties } });
  const told = toldUpstream(await passQuestion(sampleCall(), question, permitted, NOBODY, judging(spine.interposer)));
  expect(told).toMatchObject({ message: expect.stringContaining('form-asks-for-secret') });
  await spine.close();
});

it('lets one through that travels in a result', async () => {
  const spine = await openSpine();
  expect(await passQuestion(sampleCall(), NAME, permitted, NOBODY, judging(spine.interposer))).toMatchObject({
    kind: 'input_required',
  });
  await spine.close();
});

it('waits for a person where the policy asks, and puts the question when one says yes', async () => {
  const rule = { id: 'ask-first', origin: 'upstream', methods: ['elicitation/create'], effect: 'ask', reason: 'r' };
  const spine = await openSpine({ policy: { rules: [rule] } });
  const { approvals, interposer } = spine;
  const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
  const through = putThrough(NAME, client, NOBODY.signal, ANY_ROOT);
  const held = await passQuestion(sampleCall(), NAME, through, client, judging(interposer));
  expect(toldUpstream(held)).toMatchObject({ kind: 'error', message: expect.stringContaining('nobody answered') });
  const waiting = passQuestion(sampleCall(), NAME, through, client, judging({ ...interposer, patience: 20_000 }));
  await expect.poll(async () => (await approvals.pending()).length).toBeGreaterThan(0);
  for (const hold of await approvals.pending())
    await approvals.answer({
      hold: hold.id,
      binding: hold.binding,
      answer: 'approve',
      door: 'terminal',
      by: 'ada',
      at: Date.now(),
    });
  expect(toldUpstream(await waiting)).toEqual(ACCEPT);
  await spine.close();
});

const ASK_FIRST = { id: 'ask-first', origin: 'upstream', methods: ['elicitation/create'], effect: 'ask', reason: 'r' };
const noted = async (spine: Spine): Promise<string[]> => {
  const found = [];
  for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
    if (record.entry.kind === 'note' && record.entry.about === 'hold') found.push(record.entry.message);
  return found;
};

it('waits for nobody once its server was told no, which a person is told; their yes is for the same question, asked again', async () => {
  const spine = await openSpine({ policy: { rules: [ASK_FIRST] } });
  const { approvals, interposer } = spine;
  const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
  const pass = () =>
    passQuestion(sampleCall(), NAME, putThrough(NAME, client, NOBODY.signal, ANY_ROOT), client, judging(interposer));
  expect((await pass()).kind).toBe('held');
  const [hold] = await approvals.pending();
  if (hold === undefined) throw new Error('nothing waits');
  expect(await approvals.isLeft(hold.id)).toBe(true);
  expect(await noted(spine)).toEqual([
    expect.stringMatching(/nobody waits any more for the question of mail \(elicit/),
  ]);
  const { id, binding } = hold;
  await approvals.answer({ hold: id, binding, answer: 'approve', door: 'terminal', by: 'ada', at: Date.now() });
  expect(toldUpstream(await pass())).toEqual(ACCEPT);
  expect((await pass()).kind).toBe('held');
  await spine.close();
});

it.each([
  ['allows', {}, 'answered'],
  ['denies', { ...ASK_FIRST, effect: 'deny' }, 'refused'],
])(
  'is judged by a policy that %s it as soon as that is in force, and nobody is asked about it any more',
  async (_, rule, kind) => {
    const spine = await openSpine({ policy: { rules: [ASK_FIRST] } });
    const { approvals, interposer } = spine;
    const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
    const waiting = none();
    const first = { ...interposer, patience: 600_000 };
    let current = first;
    const passing = passQuestion(
      sampleCall(),
      NAME,
      putThrough(NAME, client, NOBODY.signal, ANY_ROOT),
      client,
      judging(first, waiting, () => current),
    );
    await expect.poll(async () => (await approvals.pending()).length).toBe(1);
    const policy = compile({ rules: 'id' in rule ? [rule] : [] });
    current = { ...first, decide: policy.decide };
    expect(waiting.lapse(policy.hash)).toEqual([]);
    expect((await passing).kind).toBe(kind);
    expect(await approvals.pending()).toEqual([]);
    await spine.close();
  },
);

it('is waited for no longer than its server wants to know', async () => {
  const spine = await openSpine({ policy: { rules: [ASK_FIRST] } });
  const { approvals, interposer } = spine;
  const withdrawn = new AbortController();
  const desk = judging({ ...interposer, patience: 600_000 });
  const passing = passQuestion(sampleCall(), NAME, permitted, NOBODY, desk, withdrawn.signal);
  await expect.poll(async () => (await approvals.pending()).length).toBe(1);
  withdrawn.abort();
  const outcome = await passing;
  expect(outcome.kind === 'held' && (await approvals.isLeft(outcome.hold.id))).toBe(true);
  expect(await noted(spine)).toHaveLength(1);
  await spine.close();
});

it('answers nothing where there is no client to ask', async () => {
  const spine = await openSpine();
  const through = putThrough(NAME, NOBODY, NOBODY.signal, ANY_ROOT);
  const outcome = await passQuestion(sampleCall(), NAME, through, NOBODY, judging(spine.interposer));
  expect(toldUpstream(outcome)).toMatchObject({ kind: 'error', code: -32601 });
  await spine.close();
});

const SECRET = { action: 'accept', content: { name: `AKIA${'Q3EGRT7V2M4XKJ5P'}` } };

it('an answer leaves for its server under the powers of the call that caused it: a secret is held, a plain one passes', async () => {
  const spine = await openSpine();
  let answer = complete(SECRET);
  const client: Courier = { ...NOBODY, ask: async () => answer };
  const courier = new JudgingCourier(sendMail('ada@example.com'), client, () => spine.interposer, NONE_WAIT);
  const told = await courier.ask?.(NAME, NOBODY.signal);
  expect(told).toMatchObject({ kind: 'error', code: -31000, message: expect.stringContaining('secret-leaves') });
  expect((await spine.approvals.pending()).map(({ method, target }) => [method, target])).toEqual([
    ['elicitation/create', { upstream: 'mail', name: 'send' }],
  ]);
  answer = ACCEPT;
  expect(await courier.ask?.(NAME, NOBODY.signal)).toEqual(ACCEPT);
  // What reads only sends nothing out, so that the same answer is none of this rule's business.
  answer = complete(SECRET);
  const reading = new JudgingCourier(
    sampleCall({}, {}, { ...MAIL, powers: ['read'] }),
    client,
    () => spine.interposer,
    NONE_WAIT,
  );
  expect(await reading.ask?.(NAME, NOBODY.signal)).toEqual(answer);
  await spine.close();
});

it("a person's yes to the call counts for answers within it, by the rules that asked", async () => {
  const rules = [{ id: 'ask-first', tools: ['mail.*'], effect: 'ask', reason: 'r' }];
  const spine = await openSpine({ policy: { rules } });
  const { interposer, policy } = spine;
  const yes = {
    ...decision('allow'),
    approval: 'abc',
    policy: policy.hash,
    matched: [rule('ask', { rule: 'ask-first' })],
  };
  const pass = (given: typeof yes | undefined, answer: Parameters<typeof passAnswer>[3]) =>
    passAnswer(sendMail('ada@example.com'), given, NAME, answer, NOBODY, judging(interposer));
  const plain = { kind: 'complete', value: { action: 'accept' }, text: '{"action":"accept"}' } as const;
  expect(await pass(yes, plain)).toEqual(plain);
  expect(await pass(undefined, plain)).toMatchObject({ message: expect.stringContaining('ask-first') });
  const secret = { kind: 'complete', value: SECRET, text: JSON.stringify(SECRET) } as const;
  expect(await pass(yes, secret)).toMatchObject({ kind: 'error', message: expect.stringContaining('held the answer') });
  expect((await spine.approvals.pending()).some((hold) => hold.rules.includes('secret-leaves'))).toBe(true);
  await spine.close();
});

it('of the roots of a client hears those alone that the server may know of, in the record as well', async () => {
  const spine = await openSpine();
  const client: Courier = {
    ...NOBODY,
    ask: async () => complete({ roots: [{ uri: 'file:///srv/app' }, { uri: 'file:///home/ann' }] }),
  };
  const question = ask('roots/list');
  const put = async (roots?: readonly string[]) =>
    toldUpstream(
      await passQuestion(
        sampleCall(),
        question,
        putThrough(question, client, NOBODY.signal, () => (roots === undefined ? [] : [roots])),
        client,
        judging(spine.interposer),
      ),
    );
  expect(await put(['/srv'])).toEqual(complete({ roots: [{ uri: 'file:///srv/app' }] }));
  expect(await put([])).toEqual(complete({ roots: [] }));
  expect(await put()).toMatchObject({ value: { roots: { length: 2 } } });
  // Another question's answer may have a member of that name.
  const form = putThrough(NAME, { ...client, ask: async () => ACCEPT }, NOBODY.signal, () => [[]]);
  expect(toldUpstream(await passQuestion(sampleCall(), NAME, form, client, judging(spine.interposer)))).toEqual(ACCEPT);
  await spine.close();
});

it('tells a server no more roots than it may know of when they are there, by now and by when its call was let through', async () => {
  const spine = await openSpine();
  const uris = ['/srv/app', '/srv/log', '/home/ann'].map((folder) => ({ uri: `file://${folder}` }));
  const told = async (before: readonly string[] | undefined, now: readonly string[] | undefined) => {
    let current: Interposer = { ...spine.interposer, roots: () => before };
    const client: Courier = {
      ...NOBODY,
      ask: async () => {
        current = { ...spine.interposer, roots: () => now };
        return complete({ roots: uris });
      },
    };
    const courier = new JudgingCourier(sampleCall(), client, () => current, none());
    const answer = await courier.ask?.(ask('roots/list'), NOBODY.signal);
    return answer?.kind === 'complete' ? answer.value.roots : answer;
  };
  expect(await told(undefined, ['/srv'])).toEqual(uris.slice(0, 2));
  expect(await told(['/srv'], undefined)).toEqual(uris.slice(0, 2));
  expect(await told(['/srv'], ['/home', '/srv/log'])).toEqual([uris[1]]);
  expect(await told(undefined, undefined)).toEqual(uris);
  await spine.close();
});

it('is heard in its session, with the labels of the results of the tool that it was asked for', async () => {
  const spine = await openSpine();
  const form = ask('elicitation/create', { message: 'Shall desk@evil.example get it?', requestedSchema: {} });
  const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
  const through = putThrough(form, client, NOBODY.signal, ANY_ROOT);
  await passQuestion(sendMail('ada@ours.example'), form, through, client, judging(spine.interposer));
  const { memory, labels } = spine.sessions.of('session-a');
  expect(memory.search('desk@evil.example').map(({ said, upstream }) => [said, upstream])).toEqual([
    ['question', 'mail'],
  ]);
  expect(labels).toEqual(['untrusted']);
  const held = await interpose(sendMail('desk@evil.example'), NOBODY, spine.interposer);
  expect(held.kind === 'held' && held.decision.matched[0]?.reason).toContain('only in a question of `mail`');
  await spine.close();
});
