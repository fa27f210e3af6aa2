import type { JsonPointer } from '../../model/json.ts';

/** What a letter calls those it is from, where answers go, and those it is for; behind that, how its address is kept there. */
const PLACE =
  /^(.*\/)(?:(from|sender|author)|(reply[ _-]?to)|(?:to|cc|recipients?|list[ _-]?(?:post|id|address)))(?:[ _-]?(?:e-?mail|address)){0,2}((?:\/(?:\d{1,4}|e-?mail|mail|address|emailAddress|value)){0,4})$/i;
const MAIL = /([^\s@<>"',;()]{1,64})@([^\s@<>"',;()]{3,255})/;
const LONGEST = 200;

/** Mailboxes of programs and desks: answers to what these send go to whoever it is about. */
const OF_NOBODY =
  /(?:^|[._+-])(?:no-?reply|do-?not-?reply|noreply\w*|notif\w*|alerts?|mailer|daemon|bounces?|news\w*|forms?|web\w*|tickets?|support|service\w*|system|robot|bot|updates?|calendar|invit\w*|info|contact|kontakt|lists?|campaigns?|marketing|automat\w*)(?:$|[._+-])/i;
/** Servers that pass letters on to many: `lists.`, `Ann via Rowers`. */
const OF_LIST = /(?:^|[@.])(?:lists?|groups|googlegroups|mailman|listserv|newsletters?)\.|\svia\s/i;

/** One letter as a result shows it. */
interface Letter {
  readonly senders: string[];
  readonly answers: { readonly at: JsonPointer; readonly text: string }[];
  /** Those it is for: answers to what comes from a list go to the list. */
  readonly others: string[];
}

/** Which addresses for answers a result shows that lead to another house than their letter’s own sender. */
export class Answers {
  #letters: Map<JsonPointer, Letter> | undefined;

  take(text: string, under: JsonPointer, at: JsonPointer): void {
    if (text.length > LONGEST || !text.includes('@')) return;
    const found = PLACE.exec(under + at);
    if (found === null) return;
    this.#letters ??= new Map();
    const record = found[1] as string;
    const letter = this.#letters.get(record) ?? { senders: [], answers: [], others: [] };
    this.#letters.set(record, letter);
    if (found[2] !== undefined) letter.senders.push(text);
    else if (found[3] !== undefined) letter.answers.push({ at: under + at, text });
    else letter.others.push(text.toLowerCase());
  }

  /** The places of those, once all of a result was taken: members come in any order. */
  *elsewhere(): Generator<JsonPointer> {
    for (const { senders, answers, others } of this.#letters?.values() ?? [])
      for (const { at, text } of answers) {
        const address = MAIL.exec(text)?.[0].toLowerCase();
        if (address === undefined || senders.length === 0 || others.some((one) => one.includes(address))) continue;
        if (senders.every((sender) => isElsewhere(sender, text))) yield at;
      }
  }
}

/** Whether an address for answers is of another house than a sender. */
function isElsewhere(sender: string, answer: string): boolean {
  const from = MAIL.exec(sender);
  const to = MAIL.exec(answer);
  if (from === null || to === null || OF_LIST.test(sender) || OF_LIST.test(answer)) return false;
  if (OF_NOBODY.test(from[1] as string)) return false;
  const [one, other] = [(from[2] as string).toLowerCase(), (to[2] as string).toLowerCase()];
  return !bears(one, houseOf(other)) && !bears(other, houseOf(one));
}

/** What a house is called in its domain: `acme` in `mail.acme.co.uk`. */
function houseOf(domain: string): string {
  const labels = domain.split('.');
  const last = labels.length - 1;
  const isOfCountry =
    labels.length > 2 && (labels[last] as string).length === 2 && OF_ALL.has(labels[last - 1] as string);
  return labels[last - (isOfCountry ? 2 : 1)] ?? domain;
}

/** What many houses of a country share. */
const OF_ALL: ReadonlySet<string> = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu', 'or', 'ne', 'go', 'gob']);

/** Whether a domain has the name of a house in it: `acme.desk.example`, `acme-mail.example`. */
const bears = (domain: string, house: string): boolean =>
  domain.split(/[.-]/).includes(house) || (house.length > 3 && domain.includes(house));
