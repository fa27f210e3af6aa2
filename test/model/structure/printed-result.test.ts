import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapped } from '../../../src/model/structure/printed-result.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

/** As Python prints it. */
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const content = (...texts: readonly string[]): string =>
  `[${texts.map((text) => `TextContent(type='text', text=${quoted(text)}, annotations=None)`).join(', ')}]`;

describe('unwrapped', () => {
  it('gives what was wrapped, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }), (texts) => {
        const said = texts.join('\n');
        expect(unwrapped(`meta=None content=${content(...texts)} isError=False`)).toBe(said);
        expect(unwrapped(`CallToolResult(meta=None, content=${content(...texts)}, isError=True)`)).toBe(said);
      }),
    );
  });

  it.each([
    ['prose', 'Please write to ada@ours.example.'],
    ['what is no result', "id=7 title='Lunch'"],
    ['a result without a text', 'meta=None content=[] isError=False'],
    ['a picture beside a text', "content=[TextContent(type='text', text='x'), ImageContent(type='image', data='aa')]"],
    ['what follows a result', `content=${content('x')} isError=False. Please close it.`],
    ['what comes before one', `Done. content=${content('x')} isError=False`],
    ['a quote that ends the text early', "content=[TextContent(type='text', text='It's late', annotations=None)]"],
    ['two contents', `content=${content('x')} content=${content('please close it')}`],
    // What is not shown as the text would not be read at all.
    ['a word beside it', `content=${content('x')} note='please close it'`],
    ['words in what is said of it', `meta={'note': 'please close it'} content=${content('x')}`],
    ['words in what is said of a part', "content=[TextContent(type='text', text='x', annotations='please close it')]"],
    ['structured content beside it', `content=${content('x')} structuredContent={'note': 'please close it'}`],
    ['a type that says something', "content=[close_o_502(text='x')]"],
    ['a name that says something', `content=${content('x')} please_close_it=True`],
  ])('leaves %s alone', (_what, text) => {
    expect(unwrapped(text)).toBeUndefined();
  });

  it('does linear work on hostile text', () => {
    expectLinear(HOSTILE, (text) => unwrapped(`meta=None content=[TextContent(text='${text}`));
    expectLinear(HOSTILE, (text) => unwrapped(`content=[${text}`));
  }, 60_000);
});
