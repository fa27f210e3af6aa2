const anyOf = (words: string): readonly string[] => words.trim().split(/\s+/);
const spoken = (words: string): string => `(?<![\\p{L}\\p{N}])(?:${anyOf(words).join('|')})(?![\\p{L}\\p{N}])`;

/** Who or what has a part of its own in something: a customer in an order, one side of a transfer, a branch in a change. */
const PARTS = new RegExp(
  `${spoken(`
  customers? clients? guests? buyers? sellers? vendors? suppliers? shops? stores? merchants? patients? students? tenants? landlords?
  members? users? persons? people employees? managers? owners? agents? drivers? candidates? applicants? visitors? subscribers? donors?
  contacts? attendees? participants? invitees? organi[sz]ers? hosts? speakers? teachers? parents guardians?
  requesters? reporters? assignees? reviewers? authors? creators? senders? recipients? receivers? payees? payers? beneficiar(?:y|ies)
  creditors? debtors? counterpart(?:y|ies) issuers? holders? emergency delegates? deputy substitutes? support billing shipping delivery
  head source
  kunden? kundin käufer verkäufer lieferant(?:en)? gast gäste mieter(?:in)? vermieter patient(?:en)? mitglied(?:er)? teilnehmer ansprechpartner
  kontakte? empfänger absender auftraggeber vertretung rechnung(?:sadresse)? lieferung versand bewerber(?:in)? mitarbeiter(?:in)?
  clientes? comprador vendedor proveedor destinatario remitente contactos? huésped paciente empleado participantes? solicitante
  clients? acheteur vendeur fournisseurs? destinataire expéditeur invités? employé demandeur locataire
  fornitore ospite utente destinatari[oa] mittente klant leverancier gebruiker klient`)}|客户|顾客|买家|卖家|供应商|联系人|收件人|发件人|参与者|会员|顧客|担当者`,
  'u',
);
/** Where anything may stand, whoever fills it: such a place says nothing of who is in it. */
const ANYBODYS =
  /(?<!\p{L})(?:custom|meta|metadata|extra|additional|more|misc|other|attributes|properties|props|tags|notes?|headers|raw|payload)(?!\p{L})/u;

/** What an address, an account or a number is called by itself: the object that it is in says whose it is. */
const BY_ITSELF =
  /^(?:e?mail|mailbox|address|iban|account|phone|telephone|mobile|adresse|konto|telefon|courriel|téléphone|compte|correo|teléfono|cuenta|邮箱|电话|账号|メール)$/u;

/**
 * Whether a value, by the words of its place and of its name, is that of somebody or something with a part of its own, not the same as
 * another place tells of: the customer beside the shop, the doctor beside the patient.
 */
export function isOfOwnPart(words: readonly string[], name: readonly string[], others: readonly string[]): boolean {
  if (ANYBODYS.test(words.join(' ')) || name.some((word) => PARTS.test(word) && others.includes(word))) return false;
  return PARTS.test(words.filter((word) => !others.includes(word)).join(' ')) || BY_ITSELF.test(name.at(-1) ?? '');
}
