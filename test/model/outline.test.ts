import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutline } from '../../src/model/outline.ts';
import { expectLinear, HOSTILE } from '../growth.ts';

const read = (...lines: string[]) => readOutline(lines.join('\n'))?.map(({ at, text }) => [at, text]);
const texts = (outline: string): string[] | undefined => readOutline(outline)?.map(({ text }) => text);

describe('readOutline', () => {
  it('reads names and values by lines', () => {
    expect(read('from: ada@ours.example', 'subject: Lunch', '', 'date: 2026-05-01')).toEqual([
      ['/0/from', 'ada@ours.example'],
      ['/0/subject', 'Lunch'],
      ['/0/date', '2026-05-01'],
    ]);
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
    ['names and then prose', 'from: ada\nto: bob\nHello Bob, this is Ada.'],
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
        const found = readOutline(`from: ada\nbody: ${quoted}\nid: 7`) ?? [];
        expect(found.filter(({ at }) => at !== '/0/body').map(({ at, text }) => [at, text])).toEqual([
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
          expect(texts(`${before}${first}\n${indented}\n${after}`)?.length).toBeLessThanOrEqual(3);
        expect(texts(`- ${first}\n${indented}\n- 7`)?.length).toBeLessThanOrEqual(2);
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
