import { expect, it } from 'vitest';
import type { Courier, Question } from '../../src/model/relay.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { JudgingCourier } from '../../src/pipeline/notice.ts';
import { passAnswer, passQuestion, permitted, putThrough, toldUpstream } from '../../src/pipeline/question.ts';
import { MAIL, NOBODY, openSpine, sendMail } from '../laws/spine.ts';
import { complete, decision, rule, sampleCall } from './sample.ts';

const ask = (method: string, params: Question['params'] = {}): Question => ({
  upstream: 'mail',
  method,
  params,
  text: JSON.stringify(params),
});
const NAME = ask('elicitation/create', { message: 'Name?', requestedSchema: { properties: { name: {} } } });
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
  const through = putThrough(NAME, client, NOBODY.signal);
  const outcome = await passQuestion(about, NAME, through, client, spine.interposer);
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
    spine.interposer,
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
  const told = toldUpstream(await passQuestion(sampleCall(), question, permitted, NOBODY, spine.interposer));
  if (rule === undefined) expect(told.kind).toBe('input_required');
  else expect(told).toMatchObject({ kind: 'error', message: expect.stringContaining(rule) });
  await spine.close();
});

it('refuses a form for a secret in a field that only its description gives away', async () => {
  const spine = await openSpine();
  const properties = { value: { type: 'string', description: 'Your password' } };
  const question = ask('elicitation/create', { message: 'Go on?', requestedSchema: { properties } });
  const told = toldUpstream(await passQuestion(sampleCall(), question, permitted, NOBODY, spine.interposer));
  expect(told).toMatchObject({ message: expect.stringContaining('form-asks-for-secret') });
  await spine.close();
});

it('lets one through that travels in a result', async () => {
  const spine = await openSpine();
  expect(await passQuestion(sampleCall(), NAME, permitted, NOBODY, spine.interposer)).toMatchObject({
    kind: 'input_required',
  });
  await spine.close();
});

it('waits for a person where the policy asks, and puts the question when one says yes', async () => {
  const rule = { id: 'ask-first', origin: 'upstream', methods: ['elicitation/create'], effect: 'ask', reason: 'r' };
  const spine = await openSpine({ policy: { rules: [rule] } });
  const { approvals, interposer } = spine;
  const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
  const through = putThrough(NAME, client, NOBODY.signal);
  const held = await passQuestion(sampleCall(), NAME, through, client, interposer);
  expect(toldUpstream(held)).toMatchObject({ kind: 'error', message: expect.stringContaining('nobody answered') });
  const waiting = passQuestion(sampleCall(), NAME, through, client, { ...interposer, patience: 20_000 });
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

it('answers nothing where there is no client to ask', async () => {
  const spine = await openSpine();
  const through = putThrough(NAME, NOBODY, NOBODY.signal);
  const outcome = await passQuestion(sampleCall(), NAME, through, NOBODY, spine.interposer);
  expect(toldUpstream(outcome)).toMatchObject({ kind: 'error', code: -32601 });
  await spine.close();
});

const SECRET = { action: 'accept', content: { name: `AKIA${'Q3EGRT7V2M4XKJ5P'}` } };

it('an answer leaves for its server under the powers of the call that caused it: a secret is held, a plain one passes', async () => {
  const spine = await openSpine();
  let answer = complete(SECRET);
  const client: Courier = { ...NOBODY, ask: async () => answer };
  const courier = new JudgingCourier(sendMail('ada@example.com'), client, () => spine.interposer);
  const told = await courier.ask?.(NAME, NOBODY.signal);
  expect(told).toMatchObject({ kind: 'error', code: -31000, message: expect.stringContaining('secret-leaves') });
  expect((await spine.approvals.pending()).map(({ method, target }) => [method, target])).toEqual([
    ['elicitation/create', { upstream: 'mail', name: 'send' }],
  ]);
  answer = ACCEPT;
  expect(await courier.ask?.(NAME, NOBODY.signal)).toEqual(ACCEPT);
  // What reads only sends nothing out, so that the same answer is none of this rule's business.
  answer = complete(SECRET);
  const reading = new JudgingCourier(sampleCall({}, {}, { ...MAIL, powers: ['read'] }), client, () => spine.interposer);
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
    passAnswer(sendMail('ada@example.com'), given, NAME, answer, NOBODY, interposer);
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
        putThrough(question, client, NOBODY.signal, roots),
        client,
        spine.interposer,
      ),
    );
  expect(await put(['/srv'])).toEqual(complete({ roots: [{ uri: 'file:///srv/app' }] }));
  expect(await put([])).toEqual(complete({ roots: [] }));
  expect(await put()).toMatchObject({ value: { roots: { length: 2 } } });
  // Another question's answer may have a member of that name.
  const form = putThrough(NAME, { ...client, ask: async () => ACCEPT }, NOBODY.signal, []);
  expect(toldUpstream(await passQuestion(sampleCall(), NAME, form, client, spine.interposer))).toEqual(ACCEPT);
  await spine.close();
});

it('is heard in its session, with the labels of the results of the tool that it was asked for', async () => {
  const spine = await openSpine();
  const form = ask('elicitation/create', { message: 'Shall desk@evil.example get it?', requestedSchema: {} });
  const client: Courier = { ...NOBODY, ask: async () => ACCEPT };
  const through = putThrough(form, client, NOBODY.signal);
  await passQuestion(sendMail('ada@ours.example'), form, through, client, spine.interposer);
  const { memory, labels } = spine.sessions.of('session-a');
  expect(memory.search('desk@evil.example').map(({ said, upstream }) => [said, upstream])).toEqual([
    ['question', 'mail'],
  ]);
  expect(labels).toEqual(['untrusted']);
  const held = await interpose(sendMail('desk@evil.example'), NOBODY, spine.interposer);
  expect(held.kind === 'held' && held.decision.matched[0]?.reason).toContain('only in a question of `mail`');
  await spine.close();
});
