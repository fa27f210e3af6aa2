import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/model/json.ts';
import { readOutline, type Shape } from '../../../src/model/structure/outline.ts';
import type { Part } from '../../../src/model/structure/outline-parts.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const partsOf = (text: string, earlier?: Shape): Part[] | undefined => {
  const outline = readOutline(text, earlier);
  return outline && [...outline.parts];
};
const read = (...lines: string[]) =>
  partsOf(lines.join('\n'))?.map((part) => (part.isText ? [part.text] : [placeOf(part), part.text]));
const values = (outline: string) => partsOf(outline)?.filter(({ isText }) => !isText);

describe('readOutline', () => {
  it('reads names and values by lines', () => {
    expect(read('from: ada@ours.example', 'subject: Lunch', 'date: 2026-05-01')).toEqual([
      ['/0/from', 'ada@ours.example'],
      ['/0/subject', 'Lunch'],
      ['/0/date', '2026-05-01'],
    ]);
  });

  it('puts what those outside fill in below the name that says so, and nothing else', () => {
    expect(
      read('- id: O-1', '  visitor_fields:', '    - name: Ann', '      town: Graz', '  town: Linz', '- id: O-2'),
    ).toEqual([
      ['/0/id', 'O-1'],
      ['/1/visitor_fields/name', 'Ann'],
      ['/1/visitor_fields/town', 'Graz'],
      ['/1/town', 'Linz'],
      ['/2/id', 'O-2'],
    ]);
    expect(read('customerForm:', '  mail: ada@ours.example', 'fields:', '  town: Linz')).toEqual([
      ['/0/customerForm/mail', 'ada@ours.example'],
      ['/0/town', 'Linz'],
    ]);
    expect(read('customer_form: yes', '  town: Linz', 'id: O-1')?.map(([at]) => at)).not.toContain(
      '/0/customer_form/town',
    );
  });

  it('reads names that are set off as Markdown does, and words below them as words', () => {
    const text =
      '## P-7\n**Owner:** Dr. Ada Lee, ada@ours.example\n**State**: `open`\n\nSend it to **eve:** eve@evil.example';
    const parts = partsOf(text) ?? [];
    expect(parts.filter(({ isText }) => isText !== true).map(({ at, text: said }) => [at, said])).toEqual([
      ['/Owner', 'Dr. Ada Lee, ada@ours.example'],
      ['/State', 'open'],
    ]);
  });

  it('reads named values below what a server says that it found for somebody, and no items that anybody may have named', () => {
    const head = 'Successfully retrieved contact for ada@ours.example:';
    const fields = [
      ['/0/name', 'Bo'],
      ['/0/mail', 'bo@theirs.example'],
    ];
    expect(read(head, 'name: Bo', 'mail: bo@theirs.example')).toEqual([[head], ...fields]);
    expect(read(head, '', 'name: Bo', 'mail: bo@theirs.example')).toEqual([[head], ...fields]);
    expect(read(head, '- name: Bo', '- mail: bo@theirs.example')).toBeUndefined();
    expect(read(head, '- "Lunch" (mail: bo@theirs.example)', '- bo@theirs.example')).toBeUndefined();
    expect(read(head)).toBeUndefined();
  });

  it('reads items, with and without names', () => {
    expect(read('- id: 7', '  from: ada@ours.example', '- id: 8', '  from: bob@ours.example')).toEqual([
      ['/0/id', '7'],
      ['/0/from', 'ada@ours.example'],
      ['/1/id', '8'],
      ['/1/from', 'bob@ours.example'],
    ]);
    expect(read('files:', '- a.txt', '- b.txt')).toEqual([
      ['/0', 'a.txt'],
      ['/1', 'b.txt'],
    ]);
    expect(read('mail:', '  from: ada@ours.example')).toEqual([['/0/from', 'ada@ours.example']]);
  });

  it('reads texts of several lines as one value', () => {
    expect(read('body: |-', '  Hello.', '  to: eve@evil.example', 'from: ada')).toEqual([
      ['/0/body', 'Hello. to: eve@evil.example'],
      ['/0/from', 'ada'],
    ]);
    expect(read("body: 'Hello.", "to: eve@evil.example', it''s'", 'from: ada')).toBeUndefined();
    expect(read("body: 'Hello, it''s me.", '', "to: eve@evil.example'", 'from: ada')).toEqual([
      ['/0/body', "Hello, it's me.  to: eve@evil.example"],
      ['/0/from', 'ada'],
    ]);
    expect(read('body: "say \\"to: x\\"', '  to: eve@evil.example"', 'from: ada')?.[1]).toEqual(['/0/from', 'ada']);
    expect(read('- some words', '  to: eve@evil.example', '- others')).toEqual([
      ['/0', 'some words to: eve@evil.example'],
      ['/1', 'others'],
    ]);
  });

  it('tells headers from the text below them', () => {
    expect(read('From: ada', 'Subject: Lunch', '', 'Hi Bob,', 'Cc: eve', '', 'Bye')).toEqual([
      ['/0/From', 'ada'],
      ['/0/Subject', 'Lunch'],
      ['Hi Bob,\nCc: eve\n\nBye'],
    ]);
    expect(read('from: ada', 'to: bob', 'Hello Bob, this is Ada.', 'cc: eve')?.slice(2)).toEqual([
      ['Hello Bob, this is Ada.\ncc: eve'],
    ]);
  });

  it('reads below an empty line only what the first lines were called, where a record begins', () => {
    expect(read('Name: Ada', 'Mail: a@x.example', '', 'Name: Bob', 'Phone: 5', 'Mail: b@x.example')).toEqual([
      ['/0/Name', 'Ada'],
      ['/0/Mail', 'a@x.example'],
      ['/1/Name', 'Bob'],
      ['Phone: 5'],
      ['/1/Mail', 'b@x.example'],
    ]);
    expect(read('Name: Ada', 'Mail: a@x.example', '', 'Mail: b@x.example', 'Name: Bob')?.[2]).toEqual([
      'Mail: b@x.example\nName: Bob',
    ]);
    expect(
      read(
        'commit 1',
        'Author: a@x.example',
        'Date: May',
        '',
        '  Words',
        '',
        'commit 2',
        'Author: b@x.example',
        'Date: June',
      ),
    ).toEqual([
      ['commit 1'],
      ['/0/Author', 'a@x.example'],
      ['/0/Date', 'May  Words'],
      ['commit 2'],
      ['/1/Author', 'b@x.example'],
      ['/1/Date', 'June'],
    ]);
    expect(read('- name: Ada', '  mail: a@x.example', '', '- name: Bob', '  mail: b@x.example')?.[3]).toEqual([
      '/1/mail',
      'b@x.example',
    ]);
  });

  it('tells what stands above records from them', () => {
    const records = ['Name: Ada', 'Mail: a@x.example', '', 'Name: Bob', 'Mail: b@x.example'];
    for (const above of [
      ['Contacts:'],
      ['Contacts:', ''],
      ['2 contacts found.', ''],
      ['Total: 2', ''],
      ['# Contacts', ''],
    ])
      expect(
        read(...above, ...records)
          ?.slice(1)
          .map(([at]) => at),
      ).toEqual(['/0/Name', '/0/Mail', '/1/Name', '/1/Mail']);
    const titled = read(
      '1. The first of all those that are known',
      '   URL: https://x.example',
      '   Words',
      '2. Next',
      '   URL: https://y.example',
    );
    expect(titled?.filter(([at]) => at?.startsWith('/'))).toEqual([
      ['/0/URL', 'https://x.example'],
      ['/1/URL', 'https://y.example'],
    ]);
  });

  it('takes what follows a name for texts, printed for people, for text until the next record', () => {
    expect(read('User: ada', 'Message: Hi', 'Channel: eve', 'User: bob', 'Message: Yo')).toEqual([
      ['/0/User', 'ada'],
      ['Hi'],
      ['Channel: eve'],
      ['/1/User', 'bob'],
      ['Yo'],
    ]);
  });

  it('reads lists of values, and those under a name', () => {
    expect(read('2 files:', '/srv/a/b', '', '/srv/c/d')).toEqual([
      ['2 files:'],
      ['/0', '/srv/a/b'],
      ['/1', '/srv/c/d'],
    ]);
    expect(read('To:', 'ada@ours.example', 'bob@ours.example', 'Subject: Hi')?.length).toBe(3);
    expect(read('To: ada@ours.example', 'bob@ours.example', 'Subject: Hi')?.slice(1)).toEqual([
      ['bob@ours.example\nSubject: Hi'],
    ]);
  });

  it('reads what is printed later by the shape of what was printed before', () => {
    const first = readOutline('From: ada\nSubject: Lunch');
    expect(partsOf('IBAN: 4711\nBIC: 4712', first?.shape)).toMatchObject([{ isText: true }]);
    expect(partsOf('From: bob\nSubject: Re', first?.shape)).toMatchObject([{ text: 'bob' }, { text: 'Re' }]);
  });

  it('makes no field of anything below headers that is not called as they are', () => {
    const piece = fc.constantFrom(
      'IBAN: eve',
      '- eve@evil.example',
      'https://evil.example',
      '\n\n',
      '\n',
      'x:',
      '# T',
      '---',
      'Hi',
      '> ',
      '1. ',
      '  ',
      '"',
      'a,b',
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const found = values(`From: ada\nSubject: Lunch\n\nHello,\n${pieces.join('\n')}`);
        expect(found?.map(({ text }) => text)).toEqual(['ada', 'Lunch']);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a quote inside a line for a part of it', () => {
    expect(read('title: "Dune" by Herbert', 'year: 1965')).toEqual([
      ['/0/title', '"Dune" by Herbert'],
      ['/0/year', '1965'],
    ]);
  });

  it.each([
    ['prose', 'Please write to ada@ours.example.\nThank you.'],
    ['a letter with a name in it', 'Dear Ada,\nNote: the meeting is at ten.\nBye'],
    ['one name', 'Note: the meeting is at ten.'],
    ['names below a letter', 'Retrieved message for ada@ours.example:\nname: Bo\nmail: bo@theirs.example'],
    ['names below a request', 'Found 2 contacts for ada@ours.example, please use:\nname: Bo\nmail: bo@theirs.example'],
    ['a name with words, and then prose', 'Note: the meeting is at ten.\nThis is all, and it is enough.'],
    ['a list and then prose', 'https://site.example/a\nhttps://site.example/b\nThese are what I found, as you asked.'],
    ['prose with a name below', 'This is what we agreed on last week, is it not?\n\nIBAN: DE89370400440532013000'],
    ['a quote that is never closed', 'from: "ada\nto: bob'],
    ['what follows a quote of several lines', 'from: "ada\nand" more\nto: bob'],
    ['nothing', ''],
  ])('leaves %s alone', (_what, text) => {
    expect(readOutline(text)).toBeUndefined();
  });

  const inner = fc
    .array(fc.constantFrom('to: eve', '- eve', 'eve', '"', "'", '\\', '"eve"', "'eve'", '|', ': ', 'x: "', '#', '  '), {
      maxLength: 12,
    })
    .chain((parts) =>
      fc
        .array(fc.nat(3), { minLength: parts.length, maxLength: parts.length })
        .map((gaps) => parts.map((part, i) => part + (gaps[i] === 0 ? '\n' : ' ')).join('')),
    );

  it('makes no field of what stands in a quoted text', () => {
    fc.assert(
      fc.property(inner, fc.boolean(), (text, isDouble) => {
        const quoted = isDouble
          ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
          : `'${text.replaceAll("'", "''")}'`;
        const found = values(`from: ada\nbody: ${quoted}\nid: 7`);
        expect(found?.filter((part) => placeOf(part) !== '/0/body').map((part) => [placeOf(part), part.text])).toEqual([
          ['/0/from', 'ada'],
          ['/0/id', '7'],
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('makes no field of what stands in an indented text', () => {
    fc.assert(
      fc.property(inner, fc.constantFrom('|', '>-', 'words', '"a" b'), (text, first) => {
        const indented = text
          .split('\n')
          .map((line) => `    ${line}`)
          .join('\n');
        for (const [before, after] of [
          ['from: ada\nbody: ', 'id: 7'],
          ['- from: ada\n  body: ', '  id: 7'],
        ])
          expect(values(`${before}${first}\n${indented}\n${after}`)?.length).toBeLessThanOrEqual(3);
        expect(values(`- ${first}\n${indented}\n- 7`)?.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...HOSTILE, 'a: ', '\n', '  ')),
        (parts) => void readOutline(parts.join('')),
      ),
      {
        numRuns: 2_000,
      },
    );
  });

  it('does linear work on hostile text', () => {
    expectLinear(HOSTILE, readOutline);
    expectLinear(HOSTILE, (text) => readOutline(`a: b\nc: ${text}\nd: e`));
  }, 60_000);
});
