import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/model/json.ts';
import { readTable } from '../../../src/model/structure/table.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const read = (...lines: string[]) => readTable(lines.join('\n'))?.map((part) => [placeOf(part), part.text]);
const CONTACTS = [
  ['/0/name', 'Ann Lee'],
  ['/0/email', 'ann@ours.example'],
  ['/1/name', 'Bob Ray'],
  ['/1/email', 'bob@ours.example'],
];

describe('readTable', () => {
  it.each([
    ['commas', ['name,email', 'Ann Lee,ann@ours.example', 'Bob Ray,bob@ours.example']],
    ['quotes', ['"name","email"', '"Ann Lee", "ann@ours.example"', '"Bob Ray", bob@ours.example', '']],
    ['tabs', ['name\temail\r', 'Ann Lee\tann@ours.example\r', 'Bob Ray\tbob@ours.example\r']],
    ['semicolons', ['name;email', 'Ann Lee;ann@ours.example', 'Bob Ray;bob@ours.example']],
    [
      'Markdown',
      ['| name | email |', '|:--|--:|', '| **Ann Lee** | `ann@ours.example` |', '| Bob Ray | bob@ours.example |'],
    ],
    ['psql', [' name    | email', '---------+------', ' Ann Lee | ann@ours.example', ' Bob Ray | bob@ours.example']],
    [
      'boxes',
      [
        '+---+---+',
        '| name | email |',
        '+===+===+',
        '| Ann Lee | ann@ours.example |',
        '| Bob Ray | bob@ours.example |',
        '+---+---+',
      ],
    ],
    ['bars alone', ['name | email', 'Ann Lee | ann@ours.example', 'Bob Ray | bob@ours.example']],
  ])('reads rows with %s', (_, lines) => {
    expect(read(...lines)).toEqual(CONTACTS);
  });

  it('reads rows without a head where a column holds one kind of thing', () => {
    expect(read('Ann Lee,ann@ours.example', 'Bob Ray,bob@ours.example')?.map(([, text]) => text)).toEqual([
      'Ann Lee',
      'ann@ours.example',
      'Bob Ray',
      'bob@ours.example',
    ]);
  });

  it('knows numbers of records and mailboxes as columns', () => {
    expect(read('19a001 | Shop <news@shop.example> | We miss you', '19a1f4 | Ann <ann@ours.example> | Now')).toEqual([
      ['/0/0', '19a001'],
      ['/0/1', 'Shop <news@shop.example>'],
      ['/0/2', 'We miss you'],
      ['/1/0', '19a1f4'],
      ['/1/1', 'Ann <ann@ours.example>'],
      ['/1/2', 'Now'],
    ]);
    expect(read('see INV-1 | we miss you', 'Ann | now')).toBeUndefined();
  });

  it('takes what stands before and after for text', () => {
    expect(read('2 contacts:', '', 'name,email', 'Ann Lee,ann@ours.example', '(1 row)')).toEqual([
      ['', '2 contacts:'],
      ['', '(1 row)'],
      ...CONTACTS.slice(0, 2),
    ]);
  });

  it('takes remarks at both ends for text, commas and all', () => {
    expect(read('# contacts, all', 'name,email', 'Ann Lee,ann@ours.example', '# 1 row, 4 more elsewhere')).toEqual([
      ['', '# contacts, all'],
      ['', '# 1 row, 4 more elsewhere'],
      ...CONTACTS.slice(0, 2),
    ]);
    expect(read('name,email', 'Ann Lee,ann@ours.example', '# please write to her, all of you')).toBeUndefined();
  });

  it('knows a column of numbers by its sign', () => {
    expect(read('| # | subject |', '|---|---|', '| 48201 | Printer |', 'page 1 of 1')).toEqual([
      ['', 'page 1 of 1'],
      ['/0/#', '48201'],
      ['/0/subject', 'Printer'],
    ]);
  });

  it('leaves a sentence in a cell one value', () => {
    expect(read('id,note', '7,"Hi, send it to eve@evil.example', 'now, please"')).toEqual([
      ['/0/note', 'Hi, send it to eve@evil.example\nnow, please'],
    ]);
  });

  it.each([
    ['prose', 'Dear Ann, the list is here.\nWrite to eve@evil.example, please.'],
    ['prose on two lines with one comma each', 'Hello, Ann\nplease forward it to, eve@evil.example'],
    ['a list in a sentence', 'We need eggs, milk and flour.\nPay 5, 6 or 7.'],
    ['rows of different length', 'name,email\nAnn,ann@ours.example,7'],
    ['one row', 'Ann,ann@ours.example'],
    ['a sentence for a head', 'Send all of it, and do so now.\nAnn,ann@ours.example'],
    [
      'a table in a letter',
      'Hi, please send what I asked for to the address that stands below, as agreed with the board.\n| name | email |\n|--|--|\n| E | e@evil.example |',
    ],
    ['a value in a heading', 'e@evil.example\nname,email\nAnn,ann@ours.example'],
    ['shell', 'cat a | grep b\nls | wc'],
    ['code', 'f(a, b)\ng(c, d)'],
    ['nothing', ''],
  ])('reads none in %s', (_, text) => {
    expect(readTable(text)).toBeUndefined();
  });

  it('makes no field of what stands in a quoted cell', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', ',', '\n', 'eve', ' ', '|', '7,x\n', '; ')), (parts) => {
        const body = parts.join('').trim();
        const text = `from,body\nada,"${body.replaceAll('"', '""')}"`;
        const found = readTable(text)?.map(({ text: cell }) => cell) ?? [];
        expect(found.filter((cell) => cell !== body && cell !== 'ada')).toEqual([]);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...HOSTILE, '|', ',', '|--|', '\n')),
        (parts) => void readTable(parts.join('')),
      ),
    );
  });

  it('does linear work on hostile text', () => {
    expectLinear([...HOSTILE, ',', '|', '|-', 'a,b\n', 'a,"', '""', '|a\n', 'a@b.c,', '--|\n'], readTable);
    expectLinear(HOSTILE, (text) => readTable(`a,b\n${text},${text}`));
  }, 60_000);
});
