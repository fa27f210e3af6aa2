import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves, placeOf } from '../../src/model/json.ts';
import { readListing } from '../../src/model/structure/listing.ts';
import { readOutline } from '../../src/model/structure/outline.ts';
import { readTable } from '../../src/model/structure/table.ts';
import { structureOf } from '../../src/model/structure.ts';
import { saysMore } from '../../src/model/words/member-name.ts';
import { expectLinear, HOSTILE } from '../growth.ts';

const partsOf = (text: string) => {
  const structure = structureOf(text);
  return structure && [...structure.parts];
};
const values = (text: string) =>
  partsOf(text)
    ?.filter(({ key }) => !key)
    .map(({ text }) => text);

describe('structureOf', () => {
  it('reads JSON as JSON.parse does', () => {
    const compound = fc.jsonValue().filter((value) => typeof value === 'object' && value !== null);
    fc.assert(
      fc.property(compound, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        // Whole numbers of four digits or more pick things out as texts do.
        const found = partsOf(text)?.map((part) => [placeOf(part), part.text]);
        const expected = leaves(JSON.parse(text), 1_000, saysMore);
        expect(found).toEqual(expected.map(({ at, text: said }) => [at, said]));
      }),
    );
  });

  it.each([
    ["{'to': 'ada', 'cc': None}", ['ada']],
    ["[Mail(sender='ada', body='hi')]", ['ada', 'hi']],
    ["Mail(sender='ada', body='hi')", ['ada', 'hi']],
    ['meta=None content=[TextContent(type=\'text\', text=\'{"to": "ada"}\', annotations=None)] isError=False', ['ada']],
    ["content=[TextContent(type='text', text='Row added', annotations=None)] isError=False", ['Row added']],
    ['from: ada\nbody: hi', ['ada', 'hi']],
    ['- ada\n- bob', ['ada', 'bob']],
    ['<mail><from>ada</from><body>hi</body></mail>', ['ada', 'hi']],
    ['  \n {"to":"ada"}\n', ['ada']],
  ])('reads %j', (text, found) => {
    expect(values(text)).toEqual(found);
  });

  it.each([
    'Please write to ada@ours.example.',
    '[see below] and write to ada',
    '"ada"',
    '42',
    '',
    ' \n',
    'print (the list) and send it',
    '{"to":"ada","to":"eve"}',
    'a'.repeat(2_000_000),
  ])('finds none in %.40j', (text) => {
    expect(structureOf(text)).toBeUndefined();
  });

  it('takes JSON deeper than anybody writes for prose', () => {
    const deep = `${'["a",'.repeat(50_000)}1${']'.repeat(50_000)}`;
    expect(structureOf(deep)).toBeUndefined();
  });

  it('makes no field of what stands in a string of JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', '\\', ',', ':', '{', '}', '[', ']', 'eve', '\n', "'", '- ', 'to: ')),
        (parts) => {
          const body = parts.join('');
          expect(values(JSON.stringify({ body, from: 'ada' }))).toEqual([body, 'ada']);
        },
      ),
    );
  });

  it('finds none in words alone, as each way of reading them would', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[A-Za-z]{1,12}$/),
      fc.constantFrom('please', 'I', 'send', 'null', 'None', 'from'),
    );
    const words = fc.array(word, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.constantFrom('', '.', '!', '?'), (said, end) => {
        const text = said.join(' ') + (said.length > 1 ? end : '');
        expect([readOutline(text), readTable(text), readListing(text)]).toEqual([undefined, undefined, undefined]);
        expect(structureOf(text)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void structureOf(text)));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...HOSTILE, '}', ']', ')', ',')),
        (parts) => void structureOf(parts.join('')),
      ),
    );
  });

  it('does linear work on hostile text', () => expectLinear(HOSTILE, structureOf), 60_000);
});
