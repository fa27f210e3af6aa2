const MAIL = /([^\s@<>"',;()]{1,64})@([^\s@<>"',;()]{3,255})/;

/** Mailboxes of programs: answers to what these send go to whoever it is about. */
const OF_PROGRAM =
  /(?:^|[._+-])(?:no-?reply|do-?not-?reply|noreply\w*|notif\w*|alerts?|mailer|daemon|bounces?|news\w*|forms?|robot|bot|system|updates?|calendar|invit\w*|lists?|campaigns?|marketing|automat\w*)(?:$|[._+-])/i;
/** Mailboxes of desks: what one writes to its own house may be a visitor's form. To others it writes itself. */
const OF_DESK = /(?:^|[._+-])(?:web\w*|tickets?|support|service\w*|info|contact|kontakt)(?:$|[._+-])/i;
/** Servers that pass letters on to many: `lists.`, `Ann via Rowers`. */
const OF_LIST = /(?:^|\.)(?:lists?|groups|googlegroups|mailman|listserv|newsletters?)\./;
const VIA = /\svia\s/i;

/** The first address of a text, in small letters; undefined where there is none. */
export const addressIn = (text: string): string | undefined => MAIL.exec(text)?.[0].toLowerCase();

/**
 * Whether an address for answers is of another house than a sender, as far as their names tell. `readers`: those the letter is for,
 * as far as that is known.
 */
export function isElsewhere(sender: string, answer: string, readers: readonly string[]): boolean {
  const from = MAIL.exec(sender);
  const to = MAIL.exec(answer);
  if (from === null || to === null) return false;
  const box = from[1] as string;
  const [one, other] = [domainOf(from), domainOf(to)];
  if (OF_PROGRAM.test(box) || OF_LIST.test(one) || VIA.test(sender)) return false;
  if (readers.length === 0 && OF_LIST.test(other)) return false;
  if (OF_DESK.test(box) && (readers.length === 0 || readers.some((reader) => isOfHouse(one, reader)))) return false;
  return !areOne(one, other);
}

function isOfHouse(domain: string, reader: string): boolean {
  const found = MAIL.exec(reader);
  return found !== null && areOne(domain, domainOf(found));
}

const domainOf = ([, , domain]: RegExpExecArray): string => (domain as string).toLowerCase();

/** Whether two domains seem to be of one house: one has the other's name in it. */
const areOne = (one: string, other: string): boolean => bears(one, other) || bears(other, one);

/** What a house is called in its domain, and that without what stands before it: `acme`, `acme.co.uk` in `mail.acme.co.uk`. */
function houseOf(domain: string): readonly [name: string, own: string] {
  const labels = domain.split('.');
  const last = labels.length - 1;
  const isOfCountry =
    labels.length > 2 && (labels[last] as string).length === 2 && OF_ALL.has(labels[last - 1] as string);
  const at = Math.max(0, last - (isOfCountry ? 2 : 1));
  return [labels[at] as string, labels.slice(at).join('.')];
}

/** What many houses of a country share. */
const OF_ALL: ReadonlySet<string> = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu', 'or', 'ne', 'go', 'gob']);

/** A house that is called after what mail is has that in common with everybody's servers: `mail.acme.example`. */
const OF_MAIL =
  /^(?:e?-?mail|web|post|inbox|box|me|my|one|live|online|news|info|service|cloud|app|team|help|desk|support)s?$/;

/** Whether a domain has the name of another's house in it: `acme.desk.example`, `acme-mail.example`. */
function bears(domain: string, other: string): boolean {
  const [house, own] = houseOf(other);
  if (domain === own || domain.endsWith(`.${own}`)) return true;
  if (OF_MAIL.test(house)) return false;
  return domain.split(/[.-]/).includes(house) || (house.length > 3 && domain.includes(house));
}
