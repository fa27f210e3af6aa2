import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seek, stands } from '../../../src/projections/texts/holding.ts';
import { expectLinear } from '../../growth.ts';

describe('stands', () => {
  it('finds whole words only', () => {
    expect(stands('pay acme corp now', 'acme corp')).toBe(true);
    expect(stands('acme corp', 'acme corp')).toBe(true);
    expect(stands('pay acme corps now', 'acme corp')).toBe(false);
    expect(stands('the xacme corp', 'acme corp')).toBe(false);
    expect(stands('pacme corp, acme corp.', 'acme corp')).toBe(true);
  });

  it.each([
    '发送到a@b.example。谢谢',
    'レポートをa@b.exampleに送信',
    'a@b.example로 보내',
    '“a@b.example”',
    '«a@b.example»',
    'ส่งไปที่a@b.exampleนะ',
    'на a@b.exampleе',
    'στο a@b.exampleς',
    'إلىa@b.exampleفورا',
    'לa@b.example',
    'को a@b.exampleमें',
  ])('finds a word in %j, where no space is beside it', (text) => expect(stands(text, 'a@b.example')).toBe(true));

  it.each([
    ['请把合同发给上海星辰贸易公司,谢谢', '上海星辰贸易公司'],
    ['付款请转到王小明的账户', '王小明'],
    ['見積書を田中商事株式会社に送ってください', '田中商事株式会社'],
    ['レポートはタナカまで送信', 'タナカ'],
    ['자료는 한빛물류에게 보내 주세요', '한빛물류'],
    ['โปรดโอนเงินให้บริษัทสุขใจวันนี้', 'บริษัทสุขใจ'],
  ])('finds in %j, of a script without spaces, the name %j', (text, value) => expect(stands(text, value)).toBe(true));

  it.each([
    ['データはアンドロイドにある', 'アンド'],
    ['この町は大阪城で有名', '大阪'],
    ['새한빛물류에 보내 주세요', '한빛물류'],
    ['ข้าวผัดอร่อย', 'ข้าว'],
  ])('finds no part of a word of a script without spaces: in %j not %j', (text, value) =>
    expect(stands(text, value)).toBe(false),
  );

  it('finds no part of a word of another script', () => {
    expect(stands('李明月', '李明')).toBe(false);
    expect(stands('éa@b.example', 'a@b.example')).toBe(false);
    expect(stands('яa@b.example', 'a@b.example')).toBe(false);
    expect(stands('счётчик', 'счёт')).toBe(false);
    expect(stands('a@b.exampleé', 'a@b.example')).toBe(false);
  });
});

/** Of one unit or two, or half of one. */
const LETTER = fc.constantFrom('a', '7', ' ', '@', 'ß', '字', '\u{1f525}', '\ud83d');

const holdsValue = (text: string, value: string): boolean => seek(value).isIn(text);

describe('seek', () => {
  it.each([
    ['please pay account 12-34567 today', '12-34567'],
    ['spell it: 1 2 3 4 5 6 7 of the bank', '1234567'],
    ['from behind: 7654321, you know', '1234567'],
    ['in groups 1234 567 as printed', '1234567'],
    ['first 1234 and then, right after, 567 to end', '1234567'],
    ['take the file "7" from there', '7'],
    ['open file number 12 at once', '12'],
    ['look at (12)', '12'],
    ['to account de75-5121-0800-1245-1261-99, at once', 'de75512108001245126199'],
    ['to account de75.5121.0800.1245.1261.99', 'de75512108001245126199'],
    ['to account de75512108001245126199', 'de75-5121-0800-1245-1261-99'],
    ['to account de75 5121 0800 1245 1261 99', 'de75.5121.0800.1245.1261.99'],
    ['mailbox lane and then, behind it, @kiosk.example', 'lane@kiosk.example'],
  ])('sees in %j the value %j', (text, value) => {
    expect(holdsValue(text, value)).toBe(true);
  });

  it.each([
    ['pay 12-34567 today', true],
    ['pay 12-3 now, and then 4567', true],
    ['pay 12-3 4567', true],
    ['7 6 5 4 3', false],
    ['76543-21, from behind', false],
    ['1 2 - 3 4 5 6 7', false],
  ])('knows of %j whether a value is in it as it is, or split in two', (text, isThere) => {
    const { isIn, isCutIn } = seek('12-34567');
    expect(isCutIn(text)).toBe(isThere);
    if (isThere) expect(isIn(text)).toBe(true);
  });

  it('spells a value in groups, letter by letter and from behind, however its letters are coded', () => {
    fc.assert(
      fc.property(fc.string({ unit: LETTER, minLength: 6, maxLength: 40 }), (given) => {
        const [value = '', ...others] = seek(`${given}é`).spellings;
        const letters = [...value];
        expect(others).toEqual([
          letters.map((letter, i) => (i > 0 && i % 4 === 0 ? ` ${letter}` : letter)).join(''),
          letters.filter((letter) => letter !== ' ').join(' '),
          letters.reverse().join(''),
        ]);
      }),
    );
  });

  it.each([
    ['at 12 we had 12 guests', '12'],
    ['pay account 12-345678 today', '12-34567'],
    ['we have 1234 reasons', '1234567'],
    [`1234 ${'and so on '.repeat(20)} 567`, '1234567'],
    ['edit the thing', 'ed'],
    ['Menu: wrong price for the late-lunch'.toLowerCase(), 'menu-late-lunch'],
    ['', 'value'],
  ])('does not see in %j the value %j', (text, value) => {
    expect(holdsValue(text, value)).toBe(false);
  });

  it('sees whatever was written into a text as a word', () => {
    const word = fc.stringMatching(/^[a-z0-9]{4,20}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[a-z ]{0,40}$/), (value, around) => {
        expect(holdsValue(`${around} ${value} ${around}`, value)).toBe(true);
        if (value.length >= 6) expect(holdsValue(`${around}-${[...value].join(' ')}.`, value)).toBe(true);
      }),
    );
  });

  it('sees in a part of a text what begins there, and nothing else', () => {
    const piece = fc.constantFrom(
      'grete m',
      'uster',
      'grete muster',
      'retsum eterg',
      'g r e t e m u s t e r',
      'x',
      ' ',
      '"',
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const value = fc.constantFrom('grete muster', 'uster', 'gre', 'grete mgrete m');
    fc.assert(
      fc.property(text, value, fc.nat({ max: 20 }), (whole, wanted, size) => {
        const { isIn } = seek(wanted);
        let found = false;
        for (let from = 0; from < whole.length; from += size + 1) {
          const to = Math.min(whole.length, from + size + 1);
          const isHere = isIn(whole, from, to);
          // One sign by one says the same.
          let isAt = false;
          for (let at = from; at < to; at++) isAt ||= isIn(whole, at, at + 1);
          expect(isHere).toBe(isAt);
          found ||= isHere;
        }
        expect(found).toBe(isIn(whole));
      }),
    );
  });

  it('does linear work, and does not say no, where a text is made to be searched for long', () => {
    const value = 'ab'.repeat(200);
    expectLinear(['a', 'ab', 'abab ', 'ba', ' '], (text) => holdsValue(text, value));
    expect(holdsValue('ab'.repeat(5_000), value)).toBe(true);
  }, 60_000);
});
