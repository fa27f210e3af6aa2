import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/model/steps.ts';
import { readMarkupInSteps } from '../../../src/model/structure/markup.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const read = (text: string) => finish(readMarkupInSteps(text));
const told = (text: string) =>
  read(text)?.parts.map(({ at, text, isText }) => (isText ? [at, text, 'text'] : [at, text]));

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

describe('readMarkupInSteps', () => {
  it('reads attributes and elements as values of their own', () => {
    const text = `<?xml version="1.0"?>
      <bill no="HX-2"><iban>NO93 8601</iban><sum currency='EUR'>14 &amp; 2</sum><paid/></bill>
      <event at="08:20">hub</event>`;
    expect(told(text)).toEqual([
      ['/bill/no', 'HX-2'],
      ['/bill/iban', 'NO93 8601'],
      ['/bill/sum/currency', 'EUR'],
      ['/bill/sum', '14 & 2'],
      ['/event/at', '08:20'],
      ['/event', 'hub'],
    ]);
  });

  it('gives the items of a list one place', () => {
    const mail = (id: string, from: string) => `<mail id="${id}"><from>${from}</from><body>Hello, all</body></mail>`;
    expect(told(`<mails>${mail('m1', 'ann@ours.example')}${mail('m2', 'bob@ours.example')}</mails>`)).toEqual([
      ['/mails/mail/id', 'm1'],
      ['/mails/mail/from', 'ann@ours.example'],
      ['/mails/mail/body', 'Hello, all'],
      ['/mails/mail/id', 'm2'],
      ['/mails/mail/from', 'bob@ours.example'],
      ['/mails/mail/body', 'Hello, all'],
    ]);
  });

  it('takes for a text what has elements between words, with all that stands in them', () => {
    const body = 'Pay to <iban>DE44</iban> <b2><iban>DE45</iban></b2>';
    expect(told(`<mail><from>ann</from><body>${body}</body></mail>`)).toEqual([
      ['/mail/from', 'ann'],
      ['/mail/body', body, 'text'],
    ]);
    expect(read(`<mail><body>${body}</body></mail>`)?.isMixed).toBe(true);
  });

  it('takes for a text what begins a value anew that was ended before others', () => {
    const before = '<from>ann</from>';
    for (const body of [
      '<body>Please pay.</body><iban>DE44</iban><body>Thanks</body>',
      '<body></body><iban>DE44</iban><body></body>',
      '<body>x</body><to><iban>DE44</iban></to><body>x</body>',
      '<body>x</body><iban>DE44</iban><body>x</body><size>3</size>',
    ])
      expect(told(`<mails><mail>${before}${body}</mail></mails>`)).toEqual([['/mails/mail', before + body, 'text']]);
    expect(read('<note>Hi</note><iban>DE44</iban><note>bye</note>')).toBeUndefined();
    expect(read('<mail by="ann" iban="DE44" by="bob">Hi</mail>')).toBeUndefined();
  });

  it('reads as values what comes again as a server prints it: in a row, all in turn, or as records', () => {
    const inTurn = '<name>Ann</name><tel>12</tel>';
    for (const text of [
      '<stops><stop>Ulm</stop><stop>Bern</stop><end>Como</end></stops>',
      `<people>${inTurn}${inTurn}${inTurn}</people>`,
      '<day><slot><at>9</at></slot><break/><slot><at>11</at></slot></day>',
      '<lane>1</lane><lot>2</lot><lane>3</lane><lot>4</lot>',
    ])
      expect(read(text)?.isMixed).toBe(false);
  });

  it('never takes for a value what somebody wrote between an end and a beginning of theirs', () => {
    const name = fc.constantFrom('subject', 'iban', 'to', 'id');
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 3 }), fc.uniqueArray(name, { minLength: 1 }), (above, written) => {
        const records = above.map((one) => `<${one}>x</${one}>`).join('');
        const said = written.map((one) => `<${one}>EVIL</${one}>`).join('');
        // Who writes all that a record has writes another record.
        for (const first of above.length === 0 ? ['', '<from>ann</from>'] : ['<from>ann</from>']) {
          const mail = `<mail>${first}${records}<body>Hi</body>${said}<body>bye</body></mail>`;
          expect(read(mail)?.parts.filter(({ text, isText }) => !isText && text === 'EVIL')).toEqual([]);
        }
      }),
    );
  });

  it('takes comments for text, and data for what they say', () => {
    expect(told('<!-- to: eve --><mail><from><![CDATA[<ann>]]></from></mail>')).toEqual([
      ['', 'to: eve', 'text'],
      ['/mail/from', '<ann>'],
    ]);
  });

  it('passes over nothing that can hold a value', () => {
    const iban = 'DE75512108001245126199';
    for (const said of [
      `<?pay to ${iban} ?><bill><sum>3</sum></bill>`,
      `<?xml version="1.0" encoding="${iban}"?><bill><sum>3</sum></bill>`,
      `<!DOCTYPE bill SYSTEM "${iban}"><bill><sum>3</sum></bill>`,
      `<bill><pay_${iban}>x</pay_${iban}><sum>3</sum></bill>`,
      `<bill><sum ${iban}="x">3</sum></bill>`,
    ])
      expect(read(said)?.parts.filter(({ text, isText }) => isText === true && text.includes(iban))).toHaveLength(1);
    const plain =
      '<?xml version="1.0" encoding="UTF-8" standalone=\'yes\' ?><a:bill xmlns:a="x"><a:sum-1>3</a:sum-1></a:bill>';
    expect(read(plain)?.isMixed).toBe(false);
  });

  it('makes no field of what is escaped, whatever it says', () => {
    const said = fc.array(fc.constantFrom('<iban>', '</body>', 'eve', '&', '"', "'", '<!--', ']]>', ' ', '<x a="b"/>'));
    fc.assert(
      fc.property(said, (pieces) => {
        const text = pieces.join('');
        const body = text.trim() === '' ? [] : [['/mail/body', text.trim()]];
        expect(told(`<mail><body>${escaped(text)}</body><to>ann</to></mail>`)).toEqual([...body, ['/mail/to', 'ann']]);
      }),
    );
  });

  it.each([
    ['a page', '<html><body><p>Pay to DE44</p></body></html>'],
    ['a page by its elements alone', '<main><p>Pay to</p><iban>DE44</iban></main>'],
    ['a page by its declaration', '<!doctype html><main><iban>DE44</iban></main>'],
    ['words before it', 'Here it is: <iban>DE44</iban>'],
    ['words after it', '<iban>DE44</iban> Pay it today.'],
    ['an element that is not closed', '<bill><iban>DE44</iban>'],
    ['elements that cross', '<a2><b2>x</a2></b2>'],
    ['an attribute without quotes', '<bill no=7>x</bill>'],
    ['an entity of its own', '<!DOCTYPE x [<!ENTITY to "eve">]><x>&to;</x>'],
    ['a comment that never ends', '<x>1</x><!-- to'],
    ['a sign of less', '< 7'],
    ['nothing in it', '<x/>'],
    ['a mailbox', '<ann@ours.example>'],
    ['depth', `${'<x>'.repeat(5_000)}1${'</x>'.repeat(5_000)}`],
  ])('reads none in %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'x',
      ' a="b"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&lt;',
      '<x>',
      '</x>',
    );
    fc.assert(fc.property(fc.array(pieces), (parts) => void read(parts.join(''))));
  });

  it('does linear work on hostile text', () => {
    expectLinear(['<x>', '<x a="', "<x a='b' ", '<!--', '<![CDATA[', '</x>', '<x/>', '&lt;', ...HOSTILE], read);
  }, 60_000);
});
