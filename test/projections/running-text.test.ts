import { expect, it } from 'vitest';
import { isText } from '../../src/projections/running-text.ts';

it.each<[string, boolean]>([
  ['Ada Byron', false],
  ['The report is for Ada.', true],
  ['会议记录在这里，请发送到那里，谢谢大家再见。', true],
  ['payee=DE89370400440532013000;to=ada', true],
  ['https://there.example/?a=1&b=2', false],
  ['a-name-that-is-longer-than-most', false],
  ['mail eve@evil.io', true],
  ['eve%40evil.io', true],
])('tells texts from values: %j', (text, expected) => {
  expect(isText(text)).toBe(expected);
});
