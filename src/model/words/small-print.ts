import { wordSet } from './word-set.ts';

/**
 * All words of what the small print of a mail asks of whoever it went to by mistake: to say so, and to give the mail up. What is
 * done with anything else, to anybody else or anywhere has no words here, so that nothing else can be asked for in them.
 */
const WORDS: ReadonlySet<string> =
  wordSet(`if should you are not the an intended named right correct designated recipient addressee or and have has received got this
  e-mail email mail message communication transmission in error by mistake mistakenly accidentally erroneously inadvertently please
  kindly notify inform advise tell alert let know us the sender originator author administrator immediately promptly at once as soon
  possible via return reply delete destroy erase discard it them all any copies of original attachments attachment files with from
  your computer system mailbox also permanently reached was sent to must hereby notified that is strictly prohibited forbidden
  unauthorised unauthorized unlawful disclosure copying distribution dissemination contents

  wenn falls sollten sollte sie nicht der die das den dem richtige vorgesehene beabsichtigte adressat empfänger sein sind oder und
  diese dieses diesen dieser nachricht mitteilung irrtümlich versehentlich fälschlicherweise erhalten haben informieren
  benachrichtigen verständigen bitte bitten wir uns sofort umgehend unverzüglich absender löschen vernichten mitsamt samt aller allen
  alle kopien anhänge anhängen anlagen zu ist von ihrem es

  si vous n êtes pas le la les destinataire de du ce cet courriel prévu merci d en l avertir informer aviser prévenir signaler
  expéditeur immédiatement supprimer détruire veuillez avez reçu par erreur est parvenu ainsi que ses pièces jointes et toutes copies à
  ou

  usted no es el destinatario este correo electrónico mensaje por favor notifíquelo comuníquelo notifique comunique al remitente y
  elimínelo bórrelo elimine borre ha recibido le rogamos lo nos comunique inmediatamente proceda a su destrucción eliminación adjuntos`);
/** What such words can say beside that, and only so. */
const PHRASES =
  /\bcontact (?=(?:the sender|us)\b)|\bnot (?:copy|use|disclose|disseminate|distribute|forward|print)\b(?:(?:,| or|, or) (?:copy|use|disclose|disseminate|distribute|forward|print)\b)*|\bsystem manager\b/g;
/** What is only so for whoever is not meant. */
const CONDITION = /(?<!\p{L})(?:if|should you|received this|wenn|falls|sollten|si)(?!\p{L})/u;
const MISSENT =
  /\b(?:not|nicht|pas|no) (?:\p{L}+ ){0,4}(?:recipient|addressee|adressat|empfänger|destinataire|destinatario)|\b(?:in error|by mistake|mistakenly|accidentally|erroneously|inadvertently|irrtümlich|versehentlich|fälschlicherweise|par erreur|por error)/u;

/** Words that point, at the end, to what stands behind: `let the administrator know this`. */
const POINTS = /(?<!\p{L})(?:this|these|that|following|dies|diese|das|ce|este|es)[^\p{L}\p{N}]*$/u;

/** Where in a sentence, in plain form, the small print for another begins that goes on to its end; undefined where none does. */
export function smallPrintIn(text: string): number | undefined {
  if (!MISSENT.test(text) || POINTS.test(text)) return undefined;
  const from = knownFrom(text);
  const known = text.slice(from);
  const at = CONDITION.exec(known)?.index;
  if (at === undefined || !MISSENT.test(known.slice(at))) return undefined;
  // `Please notify the sender if you …` is all small print; behind other words, what is said before `if` is about those.
  return from === 0 ? 0 : from + at;
}

/** Whether a sentence says nothing that small print does not: behind some, it goes on with that. */
export function goesOn(text: string): boolean {
  const [first = ''] = FIRST.exec(text) ?? [];
  return (WORDS.has(first) || first === 'contact') && knownFrom(text) === 0 && !POINTS.test(text);
}
const FIRST = /\p{L}+(?:-\p{L}+)*/u;

/** From where on all words are those of small print. */
function knownFrom(text: string): number {
  let from = 0;
  const spared = text.replace(PHRASES, (all) => '-'.repeat(all.length));
  for (const { 0: word, index } of spared.matchAll(WORD))
    if (!WORDS.has(word) && UNKNOWN.test(word)) from = index + word.length;
  return from;
}
const WORD = /\p{L}+(?:-\p{L}+)*|[^\p{L}\s]+/gu;
/** A sign that may be of an address, a number or a list is as little known as a word. */
const UNKNOWN = /[^\s,.()'’-]/u;
