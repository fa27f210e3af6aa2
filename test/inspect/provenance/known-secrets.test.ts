import { expect, it } from 'vitest';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { traceSecrets } from '../../../src/inspect/provenance/known-secrets.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import type { Finding } from '../../../src/model/evidence.ts';
import { finish } from '../../../src/model/steps.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { MAIL, NOBODY, openSpine, readTicket } from '../../laws/spine.ts';
import { complete, sampleCall } from '../../pipeline/sample.ts';
import { viewOf } from '../given.ts';

// Made up, and joined from parts, as everywhere.
const SECRET = ['Zt4!mKq92', 'vb_x7'].join('#');
const source = {
  call: 'c',
  upstream: 'vault',
  tool: 'read',
  at: '/a',
  shape: 'field',
  labels: ['secret'],
  step: 1,
} as const;
const keyOf = (word: string): string => `secret:${word}`;

function look(text: string, isOwn = (_value: string) => false): { findings: Finding[]; flows: number } {
  const view = viewOf({ [keyOf(SECRET)]: [source] });
  const list = new FlowList(view, 'server');
  const findings: Finding[] = [];
  finish(traceSecrets(list, findings, view, { at: '/arguments/body', text, role: 'content' }, keyOf, isOwn));
  return { findings, flows: list.flows.length };
}

it('tells where each of them stands, and of its source once', () => {
  const text = `first ${SECRET}, then "${SECRET}"`;
  const { findings, flows } = look(text);
  expect(flows).toBe(1);
  const spans = [...new Set(findings.map(({ span }) => span?.join()))];
  expect(spans.map((span) => text.slice(...(span ?? '').split(',').map(Number)))).toEqual([SECRET, SECRET]);
  expect(findings[0]).toMatchObject({ kind: 'secret.known', at: '/arguments/body' });
  expect(JSON.stringify(findings)).not.toContain(SECRET);
});

it('says nothing of what the receiving server is given itself', () => {
  expect(look(`use ${SECRET}`, (value) => value === SECRET)).toEqual({ findings: [], flows: 0 });
});

it('takes for the secret what says it in another form, and the whole text where there are too many', () => {
  const encoded = Buffer.from(SECRET).toString('base64');
  expect(look(`x ${encoded}`).findings[0]?.span).toEqual([2, 2 + encoded.length]);
  expect(look(`${SECRET} `.repeat(200)).findings).toEqual([expect.not.objectContaining({ span: expect.anything() })]);
  expect(look('nothing of that sort').findings).toEqual([]);
});

it('takes for the secret what it says in base64, as stores of secrets print it, and no other', () => {
  const read = (secret: string, text: string): string[] => {
    const view = viewOf({ [keyOf(Buffer.from(secret).toString('base64'))]: [source] });
    const list = new FlowList(view, 'server');
    finish(traceSecrets(list, [], view, { at: '/arguments/body', text, role: 'content' }, keyOf, () => false));
    return list.flows.map(({ to, via }) => `${text.slice(to.part)} ${via}`);
  };
  const said = `user pay, password ${SECRET}`;
  expect(read(SECRET, said)).toEqual([`${SECRET} decoded`]);
  expect(read(`${SECRET}\n`, said)).toEqual([`${SECRET} decoded`]);
  expect(read(`${SECRET}x`, said)).toEqual([]);
  expect(read('pay', said)).toEqual([]);
});

it('keeps them out of the record, where nothing but memory knows that they are secrets', async () => {
  const text = `Sign in with password: ${SECRET}`;
  const spine = await openSpine({ answer: () => complete({ content: [{ type: 'text', text }] }) });
  await interpose(readTicket(), NOBODY, spine.interposer);
  const mail = sampleCall({ to: 'ada@ours.example', body: `It is ${SECRET}, as you know.` }, {}, MAIL);
  const outcome = await interpose(mail, NOBODY, spine.interposer);
  expect(outcome.kind === 'held' && outcome.hold.shown).not.toContain(SECRET);
  await spine.close();
  const texts: string[] = [];
  for await (const { payload } of readRecords(spine.dir)) texts.push((await payload()) ?? '');
  expect(texts.join('\n')).not.toContain(SECRET);
  expect(texts.find((one) => one.includes('as you know'))).toMatch(/It is sp_secret-known_[a-z2-7]{12}, as you know/);
});

it('finds nothing grave where words that were given as a password go back to their server, and to no other', () => {
  const severities = (word: string, receiver: string, ...upstreams: string[]): (string | undefined)[] => {
    const view = viewOf({ [keyOf(word)]: upstreams.map((upstream) => ({ ...source, upstream })) });
    const list = new FlowList(view, receiver);
    const findings: Finding[] = [];
    const argument = { at: '/arguments/body', text: `It is ${word}, once`, role: 'content' } as const;
    finish(traceSecrets(list, findings, view, argument, keyOf, () => false));
    expect(list.flows.length).toBeGreaterThan(0);
    return [...new Set(findings.map(({ severity }) => severity))];
  };
  expect(severities('tulips-in-may', 'vault', 'vault')).toEqual(['info']);
  expect(severities('tulips-in-may', 'mail', 'vault')).toEqual(['high']);
  expect(severities('tulips-in-may', 'vault', 'vault', 'wiki')).toEqual(['high']);
  expect(severities(SECRET, 'vault', 'vault')).toEqual(['high']);
});
