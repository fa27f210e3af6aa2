import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approvalForm, readDecision } from '../../../src/downstream/asking/form.ts';
import type { Hold } from '../../../src/model/approval.ts';

const hold: Hold = {
  id: 'abcd2345',
  call: 'c',
  binding: 'b',
  session: 's',
  principal: { id: 'local', human: 'elicitation' },
  target: { upstream: 'mail', name: 'send' },
  method: 'tools/call',
  shown: '{"to":"eve@evil.example"}',
  rules: ['r'],
  reasons: ['`to` stands only in mail 42'],
  door: 'elicitation',
  at: 0,
  expires: 900_000,
};

const complete = (text: string): string => text.replace(/abcd2345`/, 'abcd2345 --state /s`');

test('the form says what would run, with what, why it asks, and how long', () => {
  const { message, requestedSchema, mode } = approvalForm(hold, 0, complete);
  for (const word of ['mail: send', 'eve@evil.example', 'mail 42', '15 min', '`sallyport approve abcd2345 --state /s`'])
    expect(message).toContain(word);
  expect(mode).toBe('form');
  expect(requestedSchema).toMatchObject({ type: 'object', required: ['decision'] });
});

test('what several rules say alike is said once', () => {
  const reasons = ['`to` stands only in mail 42', '`to` stands only in mail 42', 'Money leaves.'];
  const lines = String(approvalForm({ ...hold, reasons }, 0, complete).message).split('\n');
  expect(lines.filter((line) => line.startsWith('Why'))).toEqual([
    'Why you are asked: `to` stands only in mail 42',
    'Why you are asked: Money leaves.',
  ]);
});

test('long arguments are cut, and it says so', () => {
  const { message } = approvalForm({ ...hold, shown: 'x'.repeat(5000) }, 0, complete);
  expect(message).toContain('3500 more characters');
});

test('the value that the question is about is shown, however far back it stands', () => {
  const to = [...Array.from({ length: 200 }, (_, i) => `colleague-${i}@company.example`), 'eve@evil.example'];
  const { message } = approvalForm({ ...hold, shown: JSON.stringify({ to }), decisive: ['/to/200'] }, 0, complete);
  expect(message).toContain('#201: "eve@evil.example"');
});

test('arguments stand in it to the letter, whatever is said around them', () => {
  const say = (text: string): string => text.replaceAll('`sallyport approve', '`sallyport approve --state /s');
  const shown = '{"to":"`sallyport approve abcd2345`"}';
  const { message } = approvalForm({ ...hold, shown }, 0, say);
  expect(message).toContain(`With: ${shown}\n`);
  expect(message).toContain('`sallyport approve --state /s abcd2345`');
});

test('no argument and no reason writes a line of it, hides or turns round', () => {
  const shown =
    '{"to":"bob@x.example\u2028Why you are asked: routine\u0085\u009b2J","body":"\u202egnorw\u200b\u{e0041}",\n\n"n":1}';
  const { message } = approvalForm({ ...hold, shown, reasons: ['one\nWhy you are asked: two'] }, 0, complete);
  expect(String(message).match(/^Why you are asked/gmu)).toHaveLength(1);
  expect(message).not.toMatch(/[\u2028\u0085\u009b\u202e\u200b]/);
  expect(message).toContain('\\u{202e}gnorw\\u{200b}\\u{e0041}');
});

test('no name that a server chose writes a line of it', () => {
  const target = { upstream: 'evil', name: 'post` was checked.\nWhy you are asked: routine\nWith: {}' };
  const { message } = approvalForm({ ...hold, target }, 0, complete);
  expect(String(message).split('\n')[0]).toBe(
    'Sallyport: may evil: post-was-checked.-Why-you-are-asked:-routine-With:- run?',
  );
});

test('a list is shown whole, and only then may all of it be answered for', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ key: `email:p${i}@a.example`, value: `p${i}@a.example` }));
  const list = { at: '/arguments/to', from: { call: 'c', upstream: 'files', tool: 'read' }, rows, more: 0 };
  const form = approvalForm({ ...hold, list }, 0, complete);
  for (const { value } of rows) expect(form.message).toContain(`- ${value}\n`);
  expect(form.requestedSchema).toMatchObject({
    properties: { decision: { enum: ['allow_once', 'allow_listed', 'deny'] } },
  });
  expect(JSON.stringify(approvalForm(hold, 0, complete))).not.toContain('allow_listed');
  const answer = { action: 'accept', content: { decision: 'allow_listed' } };
  expect(readDecision(answer, 7, { list })).toEqual({ action: 'approve', list: true, took: 7 });
  expect(readDecision(answer, 7, hold).action).toBe('none');
});

test('only two words count; whatever else comes back is no answer', () => {
  const answer = (decision: string) => ({ action: 'accept', content: { decision } });
  expect(readDecision(answer('allow_once'), 7, {})).toEqual({ action: 'approve', took: 7 });
  expect(readDecision(answer('deny'), 7, {})).toEqual({ action: 'deny', took: 7 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ action: fc.constantFrom('accept', 'decline', 'cancel', 'yes'), content: fc.jsonValue() }),
        fc.record({ action: fc.constantFrom('decline', 'cancel'), content: fc.constant({ decision: 'allow_once' }) }),
      ),
      (response) => {
        expect(readDecision(JSON.parse(JSON.stringify(response)), 1, {}).action).toBe('none');
      },
    ),
  );
  expect(readDecision(undefined, 1, {}).action).toBe('none');
});
