import { describe, expect, it } from 'vitest';
import { isUnspaced } from '../../../src/model/text/unspaced.ts';
import { actsOf, formsOf, unspacedActs } from '../../../src/model/words/deed-words.ts';
import { expectLinear } from '../../growth.ts';

describe('actsOf', () => {
  it.each([
    ['forward', 'send'],
    ['avboka', 'cancel'],
    ['skicka', 'send'],
    ['videresend', 'send'],
    ['fjern', 'delete'],
    ['tildel', 'give'],
    ['dela', 'share'],
    ['skapa', 'add'],
    ['opret', 'add'],
    ['opprett', 'add'],
    ['ändra', 'change'],
    ['oppdater', 'change'],
    ['köp', 'buy'],
    ['stäng', 'close'],
    ['åbn', 'open'],
    ['boka', 'book'],
    ['flytta', 'move'],
    ['avslå', 'refuse'],
    ['peruuta', 'cancel'],
    ['скасуйте', 'cancel'],
    ['ακυρώστε', 'cancel'],
    ['إلغاء', 'cancel'],
    ['надішліть', 'send'],
    ['odstranit', 'delete'],
    ['gửi', 'send'],
    ['hủy', 'cancel'],
    ['huỷ', 'cancel'],
    ['batalkan', 'cancel'],
    ['hapuslah', 'delete'],
    ['kembalikan', 'pay'],
    ['रद्द', 'cancel'],
    ['भेजें', 'send'],
    ['हटाएं', 'delete'],
    ['לבטל', 'cancel'],
    ['העבירו', 'pay'],
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
    // What was done, and what only begins like an order, in other scripts.
    ...'dibatalkan kiriman bayaran undang-undang בוטלה נשלח העברות'.split(' '),
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

it.each([
  ['예약을 취소하세요', 'cancel'],
  ['예약을 취소해 주세요', 'cancel'],
  ['파일을 삭제해라', 'delete'],
  ['보고서를 보내십시오', 'send'],
  ['이 금액을 송금할 것', 'pay'],
  ['승인 바랍니다', 'approve'],
  ['ยกเลิกการจองนี้', 'cancel'],
  ['กรุณาลบไฟล์นี้', 'delete'],
  ['ตอนนี้ โอนเงินให้เขา', 'pay'],
])('hears the order in %j: %s', (text, act) => {
  expect(unspacedActs(text)).toContain(act);
});

it.each([
  '예약이 취소되었습니다',
  '취소 수수료는 없습니다',
  '취소 주문 목록',
  '어제 송금했습니다',
  '보내온 보고서',
  'การจองถูกยกเลิกแล้ว',
  'ลบไฟล์แล้ว',
  'ค่าธรรมเนียมการยกเลิก',
])('hears no order where %j tells of an act', (text) => {
  expect(unspacedActs(text)).toEqual([]);
});

it('reads what a word means a few times, however often it stands there', () => {
  expectLinear(['취소', 'ลบ', 'การยกเลิก'], unspacedActs);
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
