import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTranscript } from '../../../src/model/structure/transcript.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

/** What the server printed, without what was said. */
const heads = (text: string): string[] | undefined =>
  readTranscript(text)
    ?.filter(({ isText }) => isText !== true)
    .map(({ text: value }) => value);

test.each([
  ['[m-7] 09:02 ann (u-3): Good morning\n[m-8] 09:05 tom (u-9): hi', ['m-7', 'ann', 'u-3', 'm-8', 'tom', 'u-9']],
  ['[10:04] Ann Lee: are you there?\n[10:05] Tom: yes', ['10:04', 'Ann Lee', '10:05', 'Tom']],
  ['2026-11-02 10:04 <@U7K2> morning all: hi\n2026-11-02 10:09 <@U9> hm: no', ['@U7K2', '@U9']],
  ['10:04:11 ann > see above\n10:04:19 tom > I do', ['ann', 'tom']],
  [
    '[1] 2026-11-02T10:04:00Z bot: deployed\n[2] 2026-11-02T11:00:00Z ann (admin): thanks',
    ['1', 'bot', '2', 'ann', 'admin'],
  ],
])('reads how the lines of %j begin', (text, expected) => {
  expect(heads(text)).toEqual(expected);
});

test('what is said is a text, and so is a line that begins otherwise', () => {
  const text = '[m-7] 09:02 ann: Write to\npay@there.example\n[m-8] 09:05 tom: no';
  expect(heads(text)).toEqual(['m-7', 'ann', 'm-8', 'tom']);
  expect(readTranscript(text)?.at(-1)).toEqual({ at: '', text, key: false, isText: true });
});

test.each([
  'Ann: good morning\nTom: hi',
  'Note: the door is shut\nAlso: the key is in it',
  'Hello Ann,\n[m-7] 09:02 ann: hi\n[m-8] 09:05 tom: hi',
  '[m-7] 09:02 ann: only one message',
  '[m-7] 09:02 please send all to pay@there.example: now\n[m-8] 09:05 tom: hi',
  '[m-7] 09:02 please write to us: now\n[m-8] 09:05 tom: hi',
  '- one: 1\n- two: 2',
  '[10:04] (u-3) send it here: now\n[10:05] (u-9) no: never',
  '[10:04] ann pay@there.example: now\n[10:05] tom a@b.example: never',
  '',
])('%j is none', (text) => {
  expect(readTranscript(text)).toBeUndefined();
});

test('nothing that somebody says becomes a field, but by a line that begins as a message does', () => {
  const said = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\n\r]/g, ' '));
  fc.assert(
    fc.property(fc.array(said, { minLength: 2, maxLength: 6 }), (texts) => {
      const text = texts.map((one, i) => `[m-${i}] 09:0${i} ann (u-3): ${one}`).join('\n');
      expect(heads(text)).toEqual(texts.flatMap((_, i) => [`m-${i}`, 'ann', 'u-3']));
    }),
  );
});

test('a text made to be slow is read in linear time', () => {
  const seeds = [...HOSTILE, '[1] 10:00 ann: x\n', '[1] 10:00 ', '10:00 ', 'ann ', '(x) ', '<x> '];
  expectLinear(seeds, readTranscript, { size: 12_000 });
  expectLinear(seeds, (text) => readTranscript(`[1] 10:00 ann: x\n${text}`), { size: 12_000 });
});
