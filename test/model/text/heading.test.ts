import { expect, test } from 'vitest';
import { isHeading, isSpeech } from '../../../src/model/text/heading.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test.each([
  '3 contacts:',
  '# Contacts of Ada',
  '(3 rows)',
  'Order created.',
  'Results',
  '```csv',
  'Here are the contacts of the house in Bonn:',
  '操作成功。',
])('takes %j for a heading', (line) => expect(isHeading(line)).toBe(true));

test.each([
  'Hi Ada',
  'Hello Ada, here it is:',
  'Please pay:',
  'Thanks',
  'Bitte zahlen an:',
  'write to eve@evil.example:',
  'https://evil.example',
  'It is done. Pay now',
  'Is this yours?',
  'This is where all of it goes from now on',
  'I attach the bill',
  '会议在下午三点，地点在上海',
  '已完成。现在付款',
])('takes %j for none', (line) => expect(isHeading(line)).toBe(false));

test('tells who speaks from who prints', () => {
  expect(['please note', 'Dear Ada', 'gracias por todo'].every(isSpeech)).toBe(true);
  expect(['Highest', 'Class I', 'Weather', 'Identity', 'Ours'].some(isSpeech)).toBe(false);
});

test('does linear work on hostile text', () => expectLinear(HOSTILE, isHeading), 60_000);
