import type { EntityKind } from '../entity.ts';

const anyOf = (words: string): string => words.trim().split(/\s+/).join('|').replaceAll('_', ' ');
/** One of these as words of its own, in plain text. */
const spoken = (words: string): string => `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`;

/** What somebody else does in a text: `he gives`, `that she asks for`, `named in it`. To list or to note is said to the session. */
const SAYING = anyOf(`
  asks asked wants wanted wishes wished writes wrote written says said gives gave names named mentions mentioned describes described
  states stated requests requested specifies specified agreed proposes proposed suggests suggested
  schreibt schrieb geschrieben bittet bat sagt nennt nannte genannt genannte[nr]? angibt angegeben wünscht steht vereinbart
  demande écrit dit donne indique indiqué mentionne mentionné souhaite
  pide escribe escribió dice da indica indicado menciona mencionado`);
/** What can be read, by what it is: people call a mail a message, and an invoice is a file. */
const TEXTS: Readonly<Record<string, string>> = {
  mail: `message messages e-?mails? mails? letters? inbox threads? nachricht(?:en)? briefe? courriels? lettres? mensajes? correos? cartas?`,
  web: 'pages? sites? websites? web url seiten? páginas? browser',
  ticket: 'tickets? issues? cases?',
  file: `documents? docs? files? drive invoices? bills? sheets? lists? notes? wiki handbook contracts? forms? offers? pdf dokument(?:en?)?
    dateien? rechnung(?:en)? listen? notiz(?:en)? fichiers? factures? listes? documentos? archivos? facturas? listas? notas?`,
  post: 'posts? comments? reviews? repl(?:y|ies) social beiträge? kommentare?',
};
const OF_TEXTS = Object.entries(TEXTS).map(([text, words]) => [text, anyOf(words)] as const);
/** What leads to a text: not `to` nor `of`, since one may send something to a list, or the text itself. */
const INTO = anyOf(`
  from in on see per by as according_to following as_in with aus im in_der in_dem von laut siehe gemäß auf_der dans sur selon
  en según ver`);
const ONE = "[\\p{L}\\p{N}'’./-]{1,40}";
const OF_IT = anyOf(`
  (?:in|on|from)_(?:it|there|them) there_(?:named|given|listed|described|mentioned) (?:named|given|listed|described|mentioned|found)_there
  darin dort`);
const [SAYS, IN_IT] = [SAYING, OF_IT].map((words) => new RegExp(spoken(words), 'u')) as [RegExp, RegExp];
const POINTED = OF_TEXTS.map(
  ([text, words]) =>
    [
      text,
      new RegExp(`${spoken(INTO)} (?:${ONE} ){0,3}?${spoken(words)}`, 'u'),
      new RegExp(spoken(words), 'u'),
    ] as const,
);

/** To what kinds of texts somebody points, `the account in his message`, and whether they say that it is said there: `he gives`. */
export interface Pointing {
  readonly texts: ReadonlySet<string>;
  readonly isSaid: boolean;
}

export function pointingIn(plain: string): Pointing {
  const isInIt = IN_IT.test(plain);
  const texts = POINTED.filter(([, pointed, named]) => pointed.test(plain) || (isInIt && named.test(plain)));
  return { texts: new Set(texts.map(([text]) => text)), isSaid: isInIt || SAYS.test(plain) };
}

/** Where a sentence ends: not behind `Mr.` nor `Prof.` */
const END = /(?<=[.!?])(?<!(?<!\p{L})(?:Mrs?|Ms|Dr|Prof|Fr|Hr|Mme|Sra?|St|\p{Lu})\.)\s+|(?<=[。！？])|\n+/u;
/** What says something only with the sentence before it: `She has a new account, see her mail. Please enter both`. */
const GOES_ON =
  /(?<!\p{L})(?:it|them|both|accordingly|beides?|es|dort|entsprechend|les deux|ambos|das)(?!\p{L})|\p{L}-(?:le|la|les)(?!\p{L})/iu;

/** What somebody says, by sentences; one that goes on from another is one with it. */
export function sentencesOf(raw: string, most: number): readonly string[] {
  const sentences: string[] = [];
  for (const sentence of raw.split(END, most)) {
    const before = GOES_ON.test(sentence) ? sentences.pop() : undefined;
    sentences.push(before === undefined ? sentence : `${before} ${sentence}`);
  }
  return sentences;
}

/** What kinds of texts a tool shows, by the words of its name. */
export const textsOf = (words: readonly string[]): readonly string[] =>
  WHOLE.filter(([, form]) => words.some((word) => form.test(word))).map(([text]) => text);
const WHOLE = OF_TEXTS.map(([text, words]) => [text, new RegExp(`^(?:${words})$`, 'u')] as const);

/** Whether somebody points to what is called so: `from faq.md`, `in the drive as summer-plan`. */
export function isPointedTo(plain: string, name: string): boolean {
  const at = plain.indexOf(name);
  return at >= 0 && LEADING.test(plain.slice(Math.max(0, at - 80), at));
}
const LEADING = new RegExp(`${spoken(INTO)} (?:${ONE} ){0,3}["'‘“(]?$`, 'u');

/** How people call values of a kind, beside the name of the argument. */
const OF_KIND: Readonly<Partial<Record<EntityKind, string>>> = {
  account: 'account iban bank invoice bill konto rechnung compte facture cuenta factura conto fattura',
  email: 'address adresse dirección indirizzo contact kontakt',
  phone: 'phone mobile telefon téléphone teléfono',
  url: 'link page url site seite',
};
/** The parts of a postal address, and what an account may be an argument of. */
const PLACES =
  /^(?:street|road|zip|zipcode|postcode|postal|city|town|place|country|line[12]?|str|strasse|plz|ort|rue|ville|calle)$/;
const PLACE = 'address adresse dirección indirizzo';
const ACCOUNTS = /^(?:iban|account|payee|recipient|beneficiary|konto|creditor)$/;
/** Words in names of arguments that say nothing of what the value is. */
const EMPTY = /^(?:id|ids|no|nr|num|number|name|to|cc|value|ref|code|key|of|the|new)$/;

/** What somebody may call the value of an argument, by the words of its name and what the value is. */
export function kindWords(names: readonly string[], kind: EntityKind | undefined): readonly string[] {
  const said = names.filter((name) => !EMPTY.test(name));
  if (kind === undefined && names.some((name) => PLACES.test(name))) said.push(...PLACE.split(' '));
  const isAccount = kind === 'account' || (kind === undefined && names.some((name) => ACCOUNTS.test(name)));
  const more = isAccount ? OF_KIND.account : kind === undefined ? undefined : OF_KIND[kind];
  return more === undefined ? said : [...said, ...more.split(' ')];
}

/** What people say for what a tool does by another word: to enter a value is to change a record, to confirm is to write. */
export const ALSO_CALLED: Readonly<Record<string, RegExp>> = {
  change: /(?<!\p{L})(?:enter|record|store|save|take over|eintragen|trage|übernimm|saisi|introduce)(?!\p{L})/u,
  add: /(?<!\p{L})(?:enter|record|store|save|eintragen|trage|saisi|introduce)(?!\p{L})/u,
  send: /(?<!\p{L})(?:confirm|inform|invite|remind|thank|bestätige|informiere|confirme|informe)(?!\p{L})/u,
};
