/** Whether a name ends in one of some phrases, its last word in the singular or the plural. */
export type Phrases = (words: readonly string[]) => boolean;

/** Phrases separated by commas. */
function phrases(text: string): Phrases {
  const known = new Set(
    text
      .split(',')
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== ''),
  );
  return (words) => {
    const last = words.at(-1) ?? '';
    let before = '';
    for (let length = 1; length <= 3 && length <= words.length; length++) {
      if (length > 1) before = `${words[words.length - length]} ${before}`;
      if (known.has(before + last) || (last.endsWith('s') && known.has(before + last.slice(0, -1)))) return true;
      if (last.endsWith('es') && known.has(before + last.slice(0, -2))) return true;
      if (last.endsWith('ies') && known.has(`${before}${last.slice(0, -3)}y`)) return true;
    }
    return false;
  };
}

export const PAGING =
  phrases(`otp, one time code, verification code, one time password, cursor, page, per page, limit, offset, skip, top k, top, take, pagination, ending before,
  starting after, page token, next token, previous token, continuation token, sync token, pagination token, max token,
  min token, num token, page size, page length, page count, page number, max result, num result, number of result,
  max item, num item, max size, max length, min length, max depth, max count, max page, num page, max row, num row,
  max char, max character, max output token`);

export const SECRETS =
  phrases(`token, api key, apikey, access key, secret key, private key, password, passwd, passphrase,
  pwd, secret, credential, authorization, bearer, jwt, passwort, kennwort, contrasena, contraseña, senha, mot de passe, wachtwoord, cvv, cvc, card number, credit card, pin code, pin, cookie, auth`);

export const COMMANDS =
  phrases(`command, cmd, command line, shell, bash, script, argv, javascript, js code, python code,
  source code, js, eval, function body, program`);

export const MANNERS =
  phrases(`format, sort, sort by, sort order, order by, order, direction, timeout, timeout ms, verbose,
  locale, lang, language, time zone, timezone, tz, dry run, encoding, field, include, exclude, expand, mode,
  version, width, height, quality, delay, retry, start index, end index, start line, end line, line number, unit,
  currency code, concurrency, temperature, seed, depth, country, region, safe search, safesearch, freshness, color, theme,
  level, type, kind, view, tab, indent`);

export const STATEMENTS = phrases('sql, graphql, soql, jql, cql, kql, statement');

export const ADDRESSES = phrases(`to, cc, bcc, recipient, receiver, payee, beneficiary, email, e mail, email address,
  e mail address, fax, fax number, telephone, telephone number, tel, mobile, mobile number, mobile phone, cell phone, msisdn, signer, url, uri, href, link, endpoint, webhook, callback, host, hostname, domain, iban, phone, phone number,
  invitee, attendee, participant, reviewer, assignee, collaborator, audience, remote, recipient id, recipient name,
  recipient address, redirect, website, server address, ip, ip address, to address, to account, to user, to number, swift,
  bic, wallet, routing number, webhook address, webhook id, callback address, redirect address, target address, target id,
  endpoint address, endpoint id, destination address, destination id, site address, site id, website address,
  empfaenger, empfänger, anschrift, lieferanschrift, telefon, telefonnummer, mobilnummer, handynummer, faxnummer, destinatario,
  correo, telefono, teléfono, telefone, celular, cuenta destino, conta destino, cuenta de destino, conta de destino, destinataire,
  courriel, téléphone, portable, compte destinataire, ontvanger, telefoonnummer, correo electronico, indirizzo`);

/** Nouns that end compounds written in one word, as German, Dutch and Scandinavian languages do, and names in small letters. */
const HEADS =
  /^.{2,}(?:adresse|adress|adres|address|anschrift|empf(?:ä|ae)nger|ontvanger|mott?ak(?:er|are)|recipient|konto|kontonummer|rekeningnummer|rufnummer)$/u;
/** Where something came from. */
const ORIGIN = /^(?:absend|quell|herkunft|afzend|avsänd|avsend|sender|source|from|mac)/u;
/** Whether the last word of a name is such a compound, and says where to: `lieferadresse`. */
export const isCompound: Phrases = (words) => {
  const last = words.at(-1) ?? '';
  return HEADS.test(last) && !ORIGIN.test(last);
};

/** For tools that act; for one that reads they select what is read. */
export const PARTIES =
  phrases(`channel, channel id, channel name, chat, chat id, room, room id, conversation id, account,
  account id, account number, address, adresse, adres, adress, dirección, direccion, endereço, endereco, user, username, user name, user id, user email, member, member id, person, people,
  contact, group, group id, team, team id, target user, shared with, share with, guest, owner, organizer, mailing list,
  bucket, thread id, thread ts`);

export const PATHS =
  phrases(`path, file, filename, file name, filepath, file path, directory, dir, folder, cwd, root, glob,
  workspace, file uri, datei, pfad, ordner, archivo, ruta, carpeta, fichier, chemin, dossier, ficheiro, arquivo, caminho, pasta`);

export const AMOUNTS =
  phrases(`amount, price, quantity, qty, total, subtotal, cost, fee, tip, sum, budget, value, discount,
  salary, balance, payment, share, credit`);

/** How much somebody may do, and not how much is shown. */
export const ALLOWANCES = phrases(`daily limit, weekly limit, monthly limit, annual limit, yearly limit, credit limit,
  spending limit, spend limit, expense limit, budget limit, transfer limit, withdrawal limit, overdraft limit, payment limit,
  purchase limit, transaction limit, card limit, speed limit`);

/** Amounts, even where they are written as text. */
const PRICES = phrases('amount, price, quantity, fee, cost, total');
export const SURE_AMOUNTS: Phrases = (words) => PRICES(words) || ALLOWANCES(words);

export const QUERIES = phrases(`query, q, search, search term, search text, search string, keyword, term, filter, where,
  pattern, regex, question, selector, prompt, symbol, topic, location, city, category, criteria`);

export const THINGS =
  phrases(`id, iid, sid, gid, pid, uuid, guid, uid, key, slug, ref, sha, handle, identifier, number, repo,
  repository, owner, project, branch, table, table name, database, collection, index name, namespace, resource name,
  ticket, issue, booking, reservation, record, node, element, entity, entity name, event, task, job, container, pod,
  deployment, hotel, restaurant, company, product, item`);

export const NAMES_READ = phrases('name, title');
export const NAMES = phrases('name');
export const NAMES_BEFORE = phrases('old name, current name');

export const CONTENTS =
  phrases(`body, text, content, message, subject, title, description, desc, comment, note, summary, html,
  markdown, data, payload, caption, reason, headline, reply, post, detail, memo, name, new value, new string, new str,
  old string, old str, observation, value, label, tag, attachment, record, row, manifest, entities, children, block, edit,
  answer, blob, input, coupon, coupon code, promo code, promotion code, discount code, voucher, voucher code, bio, about, feedback, review, instructions, thought`);
