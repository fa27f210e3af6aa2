import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish, PIECE } from '../../../src/model/steps.ts';
import { plainText, plainTextInSteps } from '../../../src/model/text/plain-text.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const SIGNS = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));

describe('plainText', () => {
  it.each([
    ['Ada@Ours.Example', 'ada@ours.example'],
    ['ada [at] ours [dot] example', 'ada@ours.example'],
    ['ada(at)ours(dot)example', 'ada@ours.example'],
    ['ada at ours dot example', 'ada@ours.example'],
    ['git+https colon slash slash ours dot example slash a dash b.', 'git+https://ours.example/a-b.'],
    ['https colon forward slash forward slash ours.example', 'https://ours.example'],
    ['Https: slash slash ours dot example slash, then', 'https://ours.example/, then'],
    ['ada\u200b@ou\u00adrs.example', 'ada@ours.example'],
    ['\uff41\uff44\uff41\uff20ours.example', 'ada@ours.example'],
    ['ada&#64;ours&period;example', 'ada@ours.example'],
    ['ada&commat;ours&#x2e;example', 'ada@ours.example'],
    ['ada&amp;#64;ours.example', 'ada@ours.example'],
    ['ada&#x200b;@ours.example', 'ada@ours.example'],
    ['desk @ ours . example', 'desk@ours.example'],
    ['desk@ kiosk-two . ours . example, please', 'desk@kiosk-two.ours.example, please'],
    ['two\n\t words', 'two words'],
    ['\u0664\u0669\u0660-\u06f4\u06f9\u06f0-\u096a\u096f\u0966-\u{1e955}', '490-490-490-5'],
    ['desk\u201041@ours\u2011two.example, \u22127', 'desk-41@ours-two.example, -7'],
  ])('spells %j as %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it.each([
    'we meet @ noon. then we go',
    'ping @anna in #ops',
    'a @ b',
    'we meet at ten',
    'to wait \u2013 or not\u2014who knows',
    'the dots, at last',
    'a colon, a slash and a slash slash',
    'fish & chips',
    'r&d;',
  ])('leaves %j as it is', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('leaves nothing that is not seen, whatever sign of Unicode it came from', () => {
    const unseen =
      /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|\udb40[\udc00-\udfff]/;
    const signs = Array.from({ length: 0x11_0000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
    for (let i = 0; i < signs.length; i += 1_000)
      expect(plainText(String.fromCodePoint(...signs.slice(i, i + 1_000)))).not.toMatch(unseen);
  });

  it('is its own plain form', () => {
    const bits = fc.constantFrom(
      ...HOSTILE,
      ' at ',
      ' dot ',
      ' colon ',
      'slash ',
      ' @ ',
      ' . ',
      'com',
      'amp;',
      'lt;',
      '#',
      'x26;',
      '\uff06',
      '\u03a3',
      '\u212a',
      ';',
    );
    for (const text of [
      fc.string({ unit: 'binary' }),
      fc.array(bits, { maxLength: 30 }).map((parts) => parts.join('')),
    ])
      fc.assert(
        fc.property(text, (text) => {
          const plain = plainText(text);
          expect(plainText(plain)).toBe(plain);
        }),
        { numRuns: 2_000 },
      );
  });

  it('spells a short text as it spells it in a long one', () => {
    const long = `${'x'.repeat(200)}|`;
    const signs = fc.constantFrom(
      ...'aZé 9\u00a0\u0301\u200b\uff21\u3042\u3099가\u11a8я\u0131ßİ&#x26;@(at).dot\n\t'.split(''),
      ...'\u3000ÉЙ，～×“—中'.split(''),
      '  ',
      ' dot ',
      ' colon ',
      'slash ',
    );
    for (const text of [
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: 'binary-ascii', maxLength: 30 }),
      fc.array(signs, { maxLength: 30 }).map((parts) => parts.join('')),
    ])
      fc.assert(
        fc.property(text, (text) => {
          expect(plainText(long + text)).toBe(long + plainText(text));
        }),
        { numRuns: 2_000 },
      );
  });

  it('spells each sign in a long text as in a short one', () => {
    const long = `${'x'.repeat(128)}|`;
    const differs = (sign: string): boolean => plainText(`${long}${sign}é `) !== `${long}${plainText(`${sign}é `)}`;
    expect(SIGNS.filter(differs)).toEqual([]);
  });

  it('does linear work on hostile text', () => {
    expectLinear(HOSTILE, plainText);
    expectLinear(['a colon slash slash ', 'slash ', 'b slash dot '], plainText);
    expectLinear(HOSTILE, (text) => plainText(`a at b ${text} c [dot] d`));
  }, 60_000);
});

describe('plainTextInSteps', () => {
  const text = (piece: string, length = PIECE * 6): string => piece.repeat(length).slice(0, length);

  it.each([
    ['letters without width', 'a\u200b', 8],
    ['Chinese with addresses', '会议记录，ada@ours.example。\n', 7],
    ['Greek', 'Στείλτε το στην Άννα, παρακαλώ.\n', 10],
    ['Russian', 'Перевести на счёт Анны Ли. ', 7],
    ['Chinese with a sign that the tables of Unicode tell', `${'会议记录，'.repeat(9)}㏄。`, 10],
    ['Hebrew', 'נא לשלוח אל אנה. ', 10],
    ['Arabic', 'يرجى التحويل إلى الحساب. ', 10],
    ['Hindi', 'कृपया अन्ना को भेजें। ', 10],
    ['Thai', 'กรุณาโอนเงินไปที่บัญชี ', 10],
    ['Japanese', 'こちらへ ', 7],
    ['Korean', '계좌로 보내 주세요. ', 7],
    ['letters of another script among Latin ones', 'p\u0430y \uff21 ', 7],
  ])('pauses within %s', (_what, piece, least) => {
    let pauses = 0;
    for (const steps = plainTextInSteps(text(piece)); steps.next().done !== true; ) pauses++;
    expect(pauses).toBeGreaterThanOrEqual(least);
  });

  it('parts no two halves of a sign, whatever stands before them', () => {
    for (const shift of [1, 2, 3]) {
      const given = `${text('é', PIECE - shift)}\udb40\udb40\udc41é`;
      expect(finish(plainTextInSteps(given))).toBe(plainText(given));
    }
  });

  it('spells a text as it is spelled at once, wherever it is cut', () => {
    const signs = fc.constantFrom(
      ...'aZé 9\u00a0\u0301\u200b\uff21\u3042\u3099가\u11a8я\u0131ßİΣςαΑ.会\u0627\u0653\u0640ק\u05bcก\u0e33न\u093cカ\ud840\udc00\udb40\udc41&\n'.split(
        '',
      ),
      '  ',
      '\udb40\udc41',
    );
    fc.assert(
      fc.property(
        fc.array(signs, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(...'aé会Σαиاनか가ก'.split(''), 'a\u200b', 'a\u0301', '\udb40\udc41', ' '),
        fc.nat({ max: 30 }),
        (parts, fill, shift) => {
          const middle = parts.join('');
          const given = `${text(fill, PIECE - shift)}${middle}${text(fill, PIECE - middle.length)}${middle}${text(fill, 99)}é`;
          expect(finish(plainTextInSteps(given))).toBe(plainText(given));
        },
      ),
      { numRuns: 200 },
    );
  });
});
