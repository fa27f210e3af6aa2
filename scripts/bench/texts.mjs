// Texts as tools return them, made from a seed: nothing of them stands in a rule, and each run reads the same.

/** Random numbers that come again: mulberry32. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS =
  'the of a to in is that for on with as this by from at or an be we it was are has which not report station river data account customer order project review team meeting update system change value result week month price market product service request please your should must before after while under between north garden window letter music paper winter system engine planet history'.split(
    ' ',
  );
const NAMES = ['ada', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
const HOSTS = ['example.org', 'shop.example.com', 'mail.example.net', 'docs.internal', 'acme.dev'];

function writer(next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  const number = (most) => Math.floor(next() * most);
  const id = (length) => Array.from({ length }, () => pick('abcdefghijklmnopqrstuvwxyz0123456789')).join('');
  const words = (count) => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  const sentence = () => {
    const said = words(6 + number(14));
    return `${said[0].toUpperCase()}${said.slice(1)}${pick(['.', '.', '.', '?', ', as agreed.'])}`;
  };
  const mail = () => `${pick(NAMES)}.${id(4)}@${pick(HOSTS)}`;
  const url = () => `https://${pick(HOSTS)}/${pick(WORDS)}/${id(8)}?page=${number(90)}`;
  const date = () => `2026-0${1 + number(9)}-${10 + number(18)}T${10 + number(12)}:${10 + number(49)}:0${number(9)}Z`;
  const ip = () => `${1 + number(200)}.${number(255)}.${number(255)}.${1 + number(250)}`;
  return { pick, number, id, words, sentence, mail, url, date, ip };
}

const record = (w) => ({
  id: `ord-${w.id(8)}`,
  customer: { name: `${w.pick(NAMES)} ${w.pick(NAMES)}`, mail: w.mail(), phone: `+44 20 7946 0${100 + w.number(899)}` },
  total: w.number(100_000) / 100,
  open: w.number(2) === 1,
  link: w.url(),
  at: w.date(),
  note: w.sentence(),
});

/** One line (or the like) of each kind of result. */
const LINES = {
  prose: (w) =>
    `${w.sentence()} ${w.sentence()} ${w.number(8) === 0 ? `Write to ${w.mail()} or see ${w.url()}. ` : ''}${w.number(6) === 0 ? '\n\n' : ''}`,
  mails: (w) =>
    `From: ${w.mail()}\nTo: ${w.mail()}\nSubject: ${w.words(5)}\nDate: ${w.date()}\n\n${w.sentence()} ${w.sentence()}\n${w.sentence()}\n\n`,
  markup: (w) =>
    `<div class="item ${w.id(6)}" id="n${w.number(9999)}"><a href="${w.url()}">${w.words(4)}</a><p>${w.sentence()} &amp; ${w.words(8)}</p><img src="/img/${w.id(10)}.png" alt="${w.words(2)}"></div>\n`,
  logs: (w) =>
    `${w.date()} ${w.pick(['INFO', 'WARN', 'ERROR'])} [worker-${w.number(32)}] ${w.ip()} GET /api/v${w.number(3)}/${w.pick(WORDS)}/${w.id(12)} ${w.pick([200, 404, 500])} ${w.number(900)}ms trace=${w.id(16)}\n`,
  table: (w) =>
    `${w.number(99_999)},${w.pick(NAMES)},${w.mail()},${w.date()},${w.number(9_999)}.${w.number(99)},${w.words(3)}\n`,
  code: (w) =>
    `  const ${w.pick(WORDS)}${w.number(99)} = await ${w.pick(WORDS)}.${w.pick(WORDS)}({ key: '${w.id(6)}', size: ${w.number(999)} }); // ${w.words(5)}\n  if (${w.pick(WORDS)}[${w.number(9)}] !== undefined) return ${w.pick(WORDS)}(token, ${w.number(99)});\n`,
  outline: (w) =>
    `- id: ${w.id(8)}\n  name: ${w.pick(NAMES)} ${w.pick(NAMES)}\n  mail: ${w.mail()}\n  about: ${w.sentence()}\n  tags: [${w.pick(WORDS)}, ${w.pick(WORDS)}]\n`,
  base64: (w) => Buffer.from(Array.from({ length: 57 }, () => w.number(256))).toString('base64'),
  chinese: (w) =>
    `${Array.from({ length: 24 }, () => String.fromCharCode(0x4e00 + w.number(2_000))).join('')}，${w.mail()}。\n`,
};

const joined = (line, w, size) => {
  const parts = [];
  for (let length = 0; length < size; ) {
    const part = line(w);
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, size);
};

const records = (w, size) => {
  const list = [];
  for (let length = 0; length < size; ) {
    const one = record(w);
    list.push(one);
    length += JSON.stringify(one).length + 1;
  }
  return list;
};

const textual = (text) => ({ content: [{ type: 'text', text }] });

/** Kinds of results, each a function of seed and size (UTF-16 units, about) to a result's value. */
export const RESULTS = {
  ...Object.fromEntries(
    Object.entries(LINES).map(([name, line]) => [
      name,
      (seed, size) => textual(joined(line, writer(random(seed)), size)),
    ]),
  ),
  json: (seed, size) => textual(JSON.stringify(records(writer(random(seed)), size))),
  structured: (seed, size) => {
    const items = records(writer(random(seed)), size / 2);
    return { ...textual(JSON.stringify({ items })), structuredContent: { items } };
  },
};

/** Results that are made to be slow to read. */
const PIECES = {
  digits: '1',
  'grouped digits': '4 1-',
  dots: 'a.',
  ats: 'a@',
  'hexadecimal pairs': 'a1:',
  colons: 'a:',
  'begun assignments': 'token"token=',
  'begun instructions': 'ignore all the ',
  brackets: '[',
  'dashes of an outline': '- ',
  entities: '&amp;',
  'zero width': 'a\u200b',
  'look-alikes': 'p\u0430',
  slashes: '/a',
  'begun web tokens': 'eyJhbGciOiJI.',
  pleas: 'please do it. ',
};

export const HOSTILE = Object.fromEntries(
  Object.entries(PIECES).map(([name, piece]) => [
    `hostile: ${name}`,
    (_seed, size) => textual(piece.repeat(Math.ceil(size / piece.length)).slice(0, size)),
  ]),
);
