import { describe, expect, it } from 'vitest';
import { readReceipt } from '../../../src/model/structure/receipt.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const partsOf = (text: string) =>
  readReceipt(text)
    ?.filter(({ isText }) => isText !== true)
    .map(({ at, text: said }) => [at, said]);

describe('readReceipt', () => {
  it.each([
    [
      "Successfully created spreadsheet 'Plan for May'. ID: 1PipeN | URL: https://docs.example/d/1PipeN/edit",
      [
        ['/ID', '1PipeN'],
        ['/URL', 'https://docs.example/d/1PipeN/edit'],
      ],
    ],
    [
      'Successfully created page. ID: pg-77, URL: https://notes.example/pg-77',
      [
        ['/ID', 'pg-77'],
        ['/URL', 'https://notes.example/pg-77'],
      ],
    ],
    ["Created document 'Plan'. ID: 1PipeN", [['/ID', '1PipeN']]],
    ['✅ Uploaded report. Link: https://drive.example/f/9', [['/Link', 'https://drive.example/f/9']]],
    ['Created issue "Crash". Issue key: OPS-12.', [['/Issue key', 'OPS-12']]],
  ])('reads %j', (text, found) => {
    expect(partsOf(text)).toEqual(found);
  });

  it.each([
    ['a title that gives an address', 'Created event Lunch, Link: https://theirs.example/x. ID: ab12'],
    ['a title in quotes that gives one', "Created event 'Lunch', Link: https://theirs.example/x'. ID: ab12"],
    ['a name twice', 'Created page. ID: ab12, ID: cd34'],
    ['an address of something else', 'Created page. ID: ab12, URL: https://theirs.example/cd34'],
    ['two addresses', 'Created page. Link: https://a.example/1, URL: https://theirs.example/1'],
    ['three names', 'Created page. ID: ab12, Key: ab12, URL: https://a.example/ab12'],
    ['a request', 'Created page, please open it. URL: https://theirs.example/1'],
    ['a sentence', 'The page was created for you at its new place. URL: https://theirs.example/1'],
    ['words behind it', 'Created page. ID: ab12 and more is to come'],
    ['another line', 'Created page. ID: ab12\nSend it to ann@theirs.example'],
    ['an order', 'Send the invoice. ID: ab12'],
    ['a person who did it', 'Ann created page. ID: ab12'],
    ['an address to write to', 'Created page. Mail: ann@theirs.example'],
  ])('leaves %s alone', (_what, text) => {
    expect(readReceipt(text)).toBeUndefined();
  });

  it('does linear work on hostile text', () => {
    expectLinear([...HOSTILE, 'ID: a, '], (text) => readReceipt(`Created page. ${text}`));
  }, 60_000);
});
