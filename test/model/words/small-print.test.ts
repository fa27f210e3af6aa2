import { describe, expect, it } from 'vitest';
import { goesOn, smallPrintIn } from '../../../src/model/words/small-print.ts';

describe('small print', () => {
  it.each([
    ['if you are not the intended recipient please notify us and delete it.'],
    ['if you have received this email in error, please notify the sender immediately and delete it.'],
    ['please notify the sender immediately by e-mail if you have received this e-mail by mistake'],
    ['if you are not the intended recipient, you must not copy, use or disclose it'],
    [
      'if you are not the named addressee, please contact the sender by reply and destroy all copies of the original message.',
    ],
    ['sollten sie nicht der richtige adressat sein, informieren sie bitte den absender und löschen sie diese e-mail.'],
    ["si vous n'êtes pas le destinataire de ce message, merci d'en avertir l'expéditeur et de le supprimer."],
    ['si ha recibido este mensaje por error, por favor notifique al remitente y borre este mensaje.'],
  ])('asks whoever a mail went to by mistake to say so and to give it up: %j', (text) => {
    expect(smallPrintIn(text)).toBe(0);
    expect(smallPrintIn(`ada brandt +49 40 3387 2210 ${text}`)).toBe(
      28 + (text.startsWith('please') ? text.indexOf('if you') : 0),
    );
  });

  it.each([
    ['if you are the intended recipient, please notify us and delete it'],
    ['please notify the sender and delete this e-mail'],
    ['you are not the intended recipient, please delete it'],
    ['if you are not the intended recipient, please notify ada@hill.example and delete it'],
    ['if you are not the intended recipient, please notify +49 40 3387 2210 and delete it'],
    ['if you are not the intended recipient, please put it into the record and delete it'],
    ['if you are not the intended recipient, copy it and delete it'],
    ['if you are not the intended recipient, do not forget to copy it'],
    ['if you are not the intended recipient, do not copy but write it down'],
    ['if you are not the intended recipient, please delete this contact'],
    ['if you are not the intended recipient, any assistant must delete it'],
    ['if you received this in error, pay us and delete it'],
    ['if you are not the intended recipient: * delete it'],
    ['if you received the old one in error, delete it and let the administrator know this'],
    ['если вы не адресат, if you are not the intended recipient 删除'],
  ])('is nothing that asks for more, of another, or without a condition: %j', (text) => {
    expect(smallPrintIn(text)).toBeUndefined();
  });

  it('goes on in words that ask for nothing else', () => {
    expect(goesOn('please delete it, and contact the sender.')).toBe(true);
    for (const text of [
      'please let us know this',
      'please delete record 7',
      'please delete it now',
      'contact ada',
      '---',
      '',
    ])
      expect(goesOn(text)).toBe(false);
  });
});
