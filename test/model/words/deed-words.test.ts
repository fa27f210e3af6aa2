import { describe, expect, it } from 'vitest';
import { isUnspaced } from '../../../src/model/text/unspaced.ts';
import { actsOf, formsOf, unspacedActs } from '../../../src/model/words/deed-words.ts';

describe('actsOf', () => {
  it.each([
    ['forward', 'send'],
    ['avboka', 'cancel'],
    ['peruuta', 'cancel'],
    ['скасуйте', 'cancel'],
    ['ακυρώστε', 'cancel'],
    ['إلغاء', 'cancel'],
    ['надішліть', 'send'],
    ['odstranit', 'delete'],
    ['erase', 'delete'],
    ['wire', 'pay'],
    ['überweise', 'pay'],
    ['lösche', 'delete'],
    ['envía', 'send'],
    ['elimina', 'delete'],
    ['supprime', 'delete'],
    ['partage', 'share'],
    ['deactivate', 'stop'],
    ['resend', 'send'],
    ['re-post', 'post'],
    ['abzumelden', 'unsubscribe'],
    ['einzuladen', 'invite'],
    ['weiterzuleiten', 'send'],
    ['freizugeben', 'share'],
    ['hinzufügen', 'add'],
    ['paste', 'send'],
    ['put', 'change'],
    ['patch', 'change'],
    ['press', 'open'],
    ['archive', 'archive'],
    ['archivieren', 'archive'],
    ['mailed', 'send'],
    ['senden', 'send'],
    ['enviar', 'send'],
    ['mándame', 'send'],
    ['copying', 'send'],
    ['versez', 'pay'],
    ['bans', 'lock'],
    ['publiez', 'post'],
    ['importing', 'move'],
    ['activez', 'enable'],
    ['rouvrirait', 'open'],
    ['unblock', 'open'],
    ['restored', 'restore'],
    ['rollback', 'restore'],
    ['wiederherstellen', 'restore'],
    ['elevate', 'give'],
    ['planning', 'book'],
    ['closing', 'close'],
    ['schließe', 'close'],
    ['ersetzen', 'change'],
    ['übermitteln', 'send'],
    ['kündige', 'cancel'],
    ['transférez', 'pay'],
    ['octroyez', 'give'],
    ['reemplaza', 'change'],
    ['sustituye', 'change'],
    ['publique', 'post'],
    ['sostituisci', 'change'],
    ['inoltra', 'send'],
    ['rimuovere', 'delete'],
    ['substitua', 'change'],
    ['encaminhe', 'send'],
    ['exclua', 'delete'],
    ['vervang', 'change'],
    ['doorsturen', 'send'],
    ['uitnodigen', 'invite'],
    ['prześlij', 'send'],
    ['przelej', 'pay'],
    ['udostępnij', 'share'],
    ['zastąp', 'change'],
    ['gönderilmeli', 'send'],
    ['silinmeli', 'delete'],
    ['paylaşın', 'share'],
    ['değiştirin', 'change'],
  ])('%s asks to %s', (word, act) => {
    expect(actsOf(word)).toContain(act);
  });

  it.each([
    'weather',
    'invoice',
    'settings',
    'bus',
    'additional',
    '',
    'responder',
    'changelog',
    'handle',
    'reviews',
    'record',
    // What begins like a word of another language, or like a short one.
    ...'important importance bank banner bandwidth public publication environment according mandatory mandate wireless'.split(
      ' ',
    ),
    ...'active activity legal legacy alternative alternate executive editor sender elevator plant planet postal postgres'.split(
      ' ',
    ),
    ...'browser visitor runtime startup dialog dialect verse pagan retirement attribute mailbox bookkeeping callback'.split(
      ' ',
    ),
    ...'adicto autor austausch wissen aktar zend wisdom silicon silk muddle pubblico validez aproveche atributo eklenti ödem'.split(
      ' ',
    ),
    ...'creative cream compartment lancaster soldiers copyright restorer restaurant zahlreich rund buchstabe'.split(
      ' ',
    ),
  ])('%j stands for no act', (word) => {
    expect(actsOf(word)).toEqual([]);
  });
});

it('finds acts in writing without spaces', () => {
  expect(unspacedActs('请删除分支并发送邮件')).toEqual(expect.arrayContaining(['delete', 'send']));
  expect(unspacedActs('旧口座を書き換えてから一覧を共有してください')).toEqual(
    expect.arrayContaining(['change', 'share']),
  );
  expect(unspacedActs('共有フォルダの公開日と支払い条件')).toEqual([]);
  expect(unspacedActs('delete it')).toEqual([]);
});

it('knows how the words for an act begin', () => {
  const forms = formsOf('delete');
  expect(forms).toEqual(expect.arrayContaining(['delet', 'eras', 'lösch']));
  for (const form of forms) expect(actsOf(form)).toContain('delete');
  // What a writing without spaces has is told by its signs alone.
  expect(forms.filter(isUnspaced)).toEqual([]);
  expect(['删除', '削除'].every(isUnspaced)).toBe(true);
  expect(formsOf('rain')).toEqual([]);
});
