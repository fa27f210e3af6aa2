import { isUnspaced } from '../text/unspaced.ts';

/**
 * Words for acts, by what they do to the world, in the languages that texts are most often written in. A text that asks
 * to `forward` something asks for a tool called `send`. An entry is the beginning of a word; with `=`, a whole word.
 */
const ACTS: Readonly<Record<string, string>> = {
  send: `skicka =sänd sända vidarebefordra videresend =svara =svar skriv
    =send sends sending forward email e-mail =mail =mails =mailed =mailing =maile =mailen dispatch transmit deliver relay
    reply replies =respond =responds =responding =answer =answers =antworte =antworten =beantworte =tell =tells =hand =quote =quotes
    paste =cc =copying
    =write notif messag =text =texts =texting releas schick =sende senden sendet versend leite weiterleit schreib enví
    =envia =envie =envien enviar enviad enviam =manda =mande mandar =mandad mandal mandam mánda reenví reenvi escrib envoi
    transfère transfér écri répond invia scriv stuur verstuur 发送 发给 转发 寄 送信 送って verschick übermittl übermittel =envoyez
    =transmets transmett inoltr =invii encaminh doorstur =doorstuur =zenden verzend prześl przesł wyśl wysł przekaż
    przekazać przekazan gönder =ilet iletin iletil yolla отправ перешл 发到 送付し 送付く відправ надсил надішл στείλ αποστείλ أرسل إرسال שלח
    =gửi =chuyển =kirim kirimkan kirimlah =mengirim teruskan भेज =לשלוח =תשלח =העבר =להעביר =העבירו =תעביר 보내 전송 발송 전달 알려
    ส่ง`,
  delete: `=slet =slette fjern avlägsna =avlägsn
    delet remov eras wipe purg drop destroy trash discard terminat kill uninstall shred lösch entfern =rausnehmen
    =herausnehmen austrag elimin borra suprim supprim efface cancell verwijder usuń удал 删除 移除 清除 削除 gelösch =borre =borren
    rimuov =exclua =exclui =excluir apague =apagar usuną skasuj skasow стер =silin siliniz silinme =silmeli kaldır 删掉 消去し 消して radera
    =slett poista smazat odstranit töröl видал διαγρ احذف
    =xóa =xoá hapus =menghapus हटा मिटा डिलीट =מחק =מחקי =מחקו =למחוק =תמחק =הסר =להסיר 삭제 지워 지우 제거 ลบ`,
  pay: `=pay pays paid paying payment =wire =wires =wired wiring transfer remit deposit donat refund reimburs überweis zahle
    zahlt zahlu zahlb bezahl transfier =paga =pague pagar =pagad =pagate =paghi abona =vire =virez virement payez =verser
    =versez versement bonifico betaal перевед 转账 汇款 支付 付款 振り込 transfér trasfer transfir =bonifica =bonifichi réglez =régler
    =overmaken =overmaak overgemaakt =betalen =betaling overboek przele przela zapłać zapłac opłać przekaż przekazać
    przekazan оплат заплат =öde ödeyin ödenme aktarın aktarıl aktarma havale 转给 送金 支払って betala överför сплат
    =chuyển =trả =hoàn =bayar bayarkan =membayar kembalikan भुगतान ट्रांसफर स्थानांतरित रिफंड =שלם =שלמי =שלמו =לשלם =תשלם =העבר =להעביר
    =העבירו =תעביר =החזר =להחזיר =לזכות 송금 이체 결제 지불 입금 환불 โอน ชำระ จ่าย คืนเงิน`,
  give: `=giv tilldel tildel bevilj bevilg
    =give gives given giving grant assign allow authoriz authoris permit entitl promot elevate elevati =bind =binds =gib
    =gebe erteil freischalt gewähr conced otorga asigna donne =accorde accorder accordez attribue 授予 赋予 berechtig =erlaube
    =erlauben octroy autoris autoriz =assegna =assegnare otorgu =atribua =atribuir verleen verlen =geef =geven toeken
    przyzna =nadaj =nadać yetkilendir 授权给 付与し 許可し 権限を与
    =cấp berikan =תן =תני =תנו =לתת =להעניק 부여 허용`,
  share: `=dela =dele
    share sharing expos publiciz teile freigeb freigib comparte comparta comparti partag condivid deel 分享 共享 geteil
    partilh =delen gedeel udostępn paylaş подел 共有し
    =chia bagikan साझा शेयर =שתף =שתפי =שתפו =לשתף 공유 แชร์ แบ่งปัน`,
  add: `skapa opret opprett =lägg =legg tilføj tillägg
    =add adds added adding insert append attach =create =creates =created creating creation =make makes registe =new =set
    =put establish =issue issues issued issuing generate generati füge hinzu erstell anleg =leg =lege =legen =legt añad
    agreg =crea =cree crear cread crée ajout aggiung voeg maak 添加 创建 增加 新建 追加 作成 toevoeg adicion =crie =criar acrescent
    dodaj dodać utwórz utworzy =ekle ekleyin eklenme oluştur созда добав
    =thêm =tạo tambahkan =tambah =buat buatkan जोड =הוסף =הוסיפי =הוסיפו =להוסיף =צור =ליצור 추가 생성 등록 เพิ่ม สร้าง`,
  invite: `invit =ask einlad lad convid nodig 邀请 招待 eingelad uitnodig uitgenodig zapros zaproś davet приглас
    =mời =undang undanglah आमंत्रित =להזמין 초대 เชิญ`,
  change: `ändra ændr =endre =endrer uppdater opdater oppdater ersätt =erstat =byt =byta =bytt
    =change =changes =changed =changing updat modif =patch patches patched patching =edit =edits editing edited editier editez =alter
    alters altered
    altering =set sets =put =correct adjust replac overwrit reset renam increas decreas raise lower änder setze aktualisier
    cambia actualiz =changez =changer =mets remplac wijzig 修改 更改 更新 改为 替换 设置 変更 置き換え 差し替え ersetz =austauschen
    ausgetauscht =tausche =tauschen geänder reemplaz reemplac sustitu =cambie =cambien sostitu substitu =troque =trocar
    =altere =alterar =mude =mudar vervang verander zastąp zamień zamieni zmień zmieni podmień podmieni değiştir güncell измен замен
    обнов 更换
    書き換え
    =sửa =đổi ubah =ganti gantikan perbarui बदल =עדכן =עדכני =עדכנו =לעדכן =לשנות =החלף =להחליף 변경 수정 바꾸 바꿔 교체 เปลี่ยน แก้ไข`,
  buy: `=köp =köpa =kjøp =kjøpe =køb =købe beställ bestill =bestil
    buy purchas order acquir kauf bestell compra ordena achet achèt koop 购买 下单 购入
    =mua =beli belikan खरीद =קנה =לקנות =לרכוש 구매 매수 주문 ซื้อ`,
  sell: `sell =sold =sale =sales =short verkauf vende =vends verkoop 卖出 出售
    =bán =jual juallah बेच =מכור =למכור 판매 매도 ขาย`,
  close: `=stäng =stänga =luk =lukk =lukke
    =close =closes =closed =closing =schließe =schließen =schließt fermer fermez cierra cierre cerrar cerrad fechar chiudi chiudere
    sluiten 关单 結案
    =đóng =tutup tutuplah =סגור =לסגור 종료 닫아 닫으 ปิด`,
  cancel: `cancel void =clear =clears revok withdraw abort =sage absag stornier anul annul 取消 撤销 kündig iptal отмен キャンセルし
    取り消 avboka avbest kanseller peruut zruš lemond скасу відмін ακυρώ إلغاء ألغ בטל
    =hủy =huỷ batalkan =membatalkan रद्द =לבטל =תבטל 취소 철회 해지 ยกเลิก`,
  withdraw: 'withdraw =cash abheb =retire =retira retirar retirez prelev 提现 提取',
  approve: `approv accept confirm authoriz merg genehmig bestätig aprueb aproba approuv accetta 批准 确认 同意 =aprove =aprovar
    =aprovado goedkeu goedgekeu bevestig zatwierd zaakceptuj onayla одобр подтвер 承認し godkänn godkend godkjenn hyväksy затверд
    =duyệt setujui =menyetujui स्वीकृत मंजूर =לאשר =אשרו 승인 อนุมัติ`,
  refuse: `=avslå =avvisa =avvis
    reject refus declin deny denies ablehn rechaz 拒绝
    =tolak tolaklah =דחה =לדחות 거절 거부 ปฏิเสธ`,
  run: `=run runs running execute executing executio invok launch =start starts starting started =starte starten =sh =bash shell eval führ
    ausführ ejecut exécut =lance lancer lancez esegu 运行 执行 実行
    jalankan चलाएं चलाएँ =הרץ =להריץ =הפעל =להפעיל 실행 รัน`,
  stop: `stop halt shut disabl deactivat =off suspend paus deaktiv desactiv désactiv ausschalt отключ выключ 禁用 停用 关闭 停止
    hentikan nonaktifkan =עצור =לעצור =השבת =להשבית 중지 정지 중단 비활성화 ระงับ หยุด`,
  enable: `enabl activat =on aktivier habilit activer activez включ 启用 开启
    =aktifkan =הפעל =להפעיל 활성화`,
  open: `öppna åbn åpne
    =open opens opening opened unlock =visit visits visiting visited access =browse =browses browsing navigat =go follow click =press
    presses pressed pressing =tap taps tapped tapping =view views viewing viewed fetch download öffn aufschließ besuch abre =abra =abran
    visita
    ouvr rouvr déverrouill reabr riapr =unban unblock entsperr débloqu desbloq откро =visite visitez =klick clique 打开 访问 下载 開け
    =mở =buka bukalah खोल =פתח =לפתוח 열어 열고 เปิด`,
  lock: `=lock locks locking locked =freeze =freezes =freezing block =ban bans banned banning sperr bloque verrouill 锁定 封禁
    =khóa =khoá =chặn blokir =kunci =חסום =לחסום =נעל =לנעול 차단 잠가 잠그 บล็อก`,
  post: `publiser
    =post =posts posted posting =poste postez postea publish tweet announc broadcast comment veröffentlich =publie
    publier publiez =publica publicar 发布 发表 公布 publizier =publique =publiquen =pubblica =pubblichi =pubblicare =pubblicate
    publicer publiceer =plaatsen opublik publikuj опублик размест yayınl yayıml 公開し 投稿し
    terbitkan प्रकाशित =פרסם =פרסמו =לפרסם 게시 공개 올려 โพสต์ เผยแพร่`,
  book: `=boka =bokar
    =book books booked booking reserv schedul =buch =buche buchen =bucht buchung réserv =plan =plans planned planning =planen 预订 预约 预定
    予約
    =pesankan 예약 จอง`,
  move: `flytta =flytt =flyt =flytte
    =move moves moved moving relocat =copy copying migrat =import imports imported importing importier
    importez upload export backup verschieb kopier mueve mover copia déplac copie 移动 复制 上传 导出 =mueva =mova =sposta sposti
    spostare verplaats kopieer przenie skopi =taşı taşıy kopyala 移動し コピーし
    =chuyển pindahkan =להעתיק 이동 복사 옮겨 옮기 ย้าย คัดลอก`,
  call: '=call calls called calling =dial dials dialled dialed dialling dialing phone =ring rings ringing =ruf anruf llama appelle 拨打 致电 打电话',
  restore: `=restore restores restored restoring =revert reverts reverted reverting rollback =roll =undo =undoes undoing =recover
    wiederherstell zurücksetz zurückspiel rétabli =restaure restaurer restaurez restaurar ripristin herstel 恢复 还原 復元
    pulihkan kembalikan =לשחזר =שחזר 복구 복원 กู้คืน`,
  unsubscribe: 'unsubscrib =leave =quit abmeld 退订',
  subscribe: 'subscrib =join follow abonn suscrib 订阅 关注',
  archive: 'archiv arquiv архивир 归档 存档 アーカイブし',
};

interface Form {
  readonly act: string;
  readonly text: string;
  readonly isWhole: boolean;
}

/** A script without spaces, its words for acts, and whether a word at some place of a text may be an order. */
interface Script {
  readonly has: RegExp;
  readonly forms: Form[];
  readonly isOrder: (text: string, at: number, end: number) => boolean;
}

/** In Korean the ending behind a word makes it an order: `취소하세요`, `취소해 주세요`, and not `취소했습니다`, `취소 수수료`. */
const ENDED =
  /^(?:[을를] ?)?(?:하|해|할|히|시켜)? ?(?:세요|십시오|시오|시기 바|기 ?바|주세|주십|주시|줘|주기|라(?![\p{L}])|도록|야 (?:합|해|한|됩)|것(?!\p{L})|바랍|부탁)/u;
/** In Thai it opens what is said, or a word that asks comes before it; `ลบไฟล์แล้ว` tells that it was done. */
const OPENED = /(?:^|[\s"'“”‘’(:*>\][-]|กรุณา|โปรด|ให้|ช่วย|ต้อง|ควร|และ|จง|รีบ)$/u;
const DONE = /แล้ว(?:$|[\s.)])/u;
/** How far around a word its ending and what opens it are read, and how often a word is looked at in one sentence. */
const REACH = 12;
const TRIES = 16;

const SCRIPTS: readonly Script[] = [
  { has: /[\u3040-\u9fff]/, forms: [], isOrder: () => true },
  { has: /[\uac00-\ud7a3]/, forms: [], isOrder: (text, _, end) => ENDED.test(text.slice(end, end + REACH)) },
  {
    has: /[\u0e00-\u0e7f]/,
    forms: [],
    isOrder: (text, at) => OPENED.test(text.slice(Math.max(0, at - REACH), at)) && !DONE.test(text),
  },
];

/** German in names, and on keyboards that have no umlauts: `loeschen`. */
const isUmlauted = (form: string): boolean => /[äöü]|ß/.test(form);
const ASCII: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const inAscii = (form: string): string => form.replace(/[äöüß]/g, (letter) => ASCII[letter] as string);

/** Forms by their first three letters; those of scripts without spaces are kept separately. */
const BY_OPENING = new Map<string, Form[]>();
for (const [act, forms] of Object.entries(ACTS)) {
  for (const form of [...forms.split(/\s+/), ...forms.split(/\s+/).filter(isUmlauted).map(inAscii)]) {
    const isWhole = form.startsWith('=');
    const text = isWhole ? form.slice(1) : form;
    const script = SCRIPTS.find(({ has }) => has.test(text));
    if (script !== undefined) {
      script.forms.push({ act, text, isWhole });
      continue;
    }
    const opening = text.slice(0, 3);
    const known = BY_OPENING.get(opening);
    if (known === undefined) BY_OPENING.set(opening, [{ act, text, isWhole }]);
    else known.push({ act, text, isWhole });
  }
}

/** The beginnings of words for an act; for scripts without spaces see `isUnspaced`. */
export const formsOf = (act: string): readonly string[] =>
  [...BY_OPENING.values()]
    .flatMap((forms) => forms.filter((form) => form.act === act).map(({ text }) => text))
    .flatMap((text) => (text.length < SHORTEST_AGAIN ? [text] : [text, `re${text}`, `auto-${text}`]));

const BITS: ReadonlyMap<string, number> = new Map(Object.keys(ACTS).map((act, index) => [act, 1 << index]));

/** An act as a bit; 0 if it is not one. */
export const actBit = (act: string): number => BITS.get(act) ?? 0;

/** Acts as bits, since two lists of them are compared many times over. */
export function actBits(acts: Iterable<string>): number {
  let bits = 0;
  for (const act of acts) bits |= actBit(act);
  return bits;
}

const NONE: readonly string[] = Object.freeze([]);

/** The acts that a word in lower case stands for; most words stand for none. */
export function actsOf(word: string): readonly string[] {
  const found = plainActsOf(word);
  if (found.length > 0 || word.length < SHORTEST_AGAIN + 're'.length) return found;
  // `resend` means send, and `auto-approve` to approve.
  const again = AGAIN.exec(word);
  if (again !== null) return plainActsOf(word.slice(again[0].length));
  const prefix = PARTED.exec(word)?.[1];
  return prefix === undefined ? found : plainActsOf(prefix + word.slice(prefix.length + 'zu'.length));
}

/** German parts an infinitive with `zu`: `abzumelden` stands for `abmelden`. */
const PARTED = /^(ab|an|auf|aus|bei|ein|frei|fort|her|hin|mit|nach|um|vor|weg|weiter|zurück|zu)zu(?=\p{L}{3,}n[.!]?$)/u;

/** Of a shorter form, `re` makes another word. */
const SHORTEST_AGAIN = 4;
const AGAIN = /^(?:re-?(?!view)|auto-)/;

function plainActsOf(word: string): readonly string[] {
  const forms = BY_OPENING.get(word.slice(0, 3));
  if (forms === undefined) return NONE;
  let found: string[] | undefined;
  for (const { act, text, isWhole } of forms) {
    if (isWhole ? word !== text : !word.startsWith(text)) continue;
    found ??= [];
    if (!found.includes(act)) found.push(act);
  }
  return found ?? NONE;
}

/** The acts that a text in a script without spaces orders; in Chinese and Japanese, all that it names. */
export function unspacedActs(text: string): readonly string[] {
  if (!isUnspaced(text)) return NONE;
  return SCRIPTS.filter(({ has }) => has.test(text)).flatMap(({ forms, isOrder }) =>
    forms.filter((form) => isOrdered(text, form.text, isOrder)).map(({ act }) => act),
  );
}

function isOrdered(text: string, form: string, isOrder: Script['isOrder']): boolean {
  let at = text.indexOf(form);
  for (let tries = 0; at >= 0 && tries < TRIES; tries++, at = text.indexOf(form, at + 1))
    if (isOrder(text, at, at + form.length)) return true;
  // A text with more of them was made to be slow to read.
  return at >= 0;
}
