import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../src/model/steps.ts';
import { plainText } from '../../src/model/text/plain-text.ts';
import { readText, readTextInSteps } from '../../src/projections/read-text.ts';

const AT = '/content/0/text';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const saidIn = (...given: Parameters<typeof readText>): string[] => readText(...given).said.all.map(({ text }) => text);

describe('a text that was read', () => {
  it('is kept in plain form, with what stands in it in other spellings', () => {
    expect(readText('Hello  THERE', AT).text).toBe('hello there');
    const { text } = readText(`open ${base64('to: Grete Muster!')} there`, AT);
    expect(text).toContain('open ');
    expect(text).toContain('to: grete muster!');
  });

  it('says what it says, but for lines that ask for nothing and the head of a table', () => {
    expect(saidIn('Close it. Then pay.', AT)).toEqual(['close it', ' pay.']);
    expect(saidIn('remote: open a request', AT, ['open a request'])).not.toContain('open a request');
    const table = 'ORDER     OWNER\nwr-17     ann\n';
    expect(saidIn(table, AT).join()).not.toContain('owner');
    expect(saidIn(table, '/structuredContent/a').join()).toContain('owner');
  });

  it('tells what its server calls the parts of a page', () => {
    expect(readText('- button "Sign in" [ref=e12]', AT).handles).toBe('\ne12\nsign in\n');
    expect(readText('Hello.', AT).handles).toBe('');
  });

  it('holds the plain form of whatever it was, all at once or with pauses', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a@b.example', base64('to: x.')),
    );
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const raw = texts.join(' ');
        const inSteps = finish(readTextInSteps(raw));
        expect(readText(raw, AT).text).toBe(inSteps.text);
        expect(inSteps.text.startsWith(plainText(raw))).toBe(true);
        expect(inSteps.handles).toBe(readText(raw, AT).handles);
      }),
    );
  });
});
