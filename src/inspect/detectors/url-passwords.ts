import type { Steps } from '../../model/steps.ts';
import { hasInSteps } from '../../model/text/matches.ts';
import { TRAIT } from '../../model/text/traits.ts';
import { looksSecret } from './assignments.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { isPlaceholder } from './entropy.ts';

const SCHEME = /\b[a-z][a-z0-9+]{1,20}$/i;
const LONGEST_SCHEME = 21;
/** What follows the `//` of an address. */
const FORM = /([^\s:/?#@"'<>`]{0,100}):([^\s@"'<>`/]{3,200})@[^\s/?#"'<>`,;)]{1,253}/y;
/** A key alone, as in the address that errors are reported to: a user's name is shorter, or made of words. */
const KEY = /([\w.~-]{20,200})@[^\s/?#"'<>`,;)]{1,253}/y;
const TALK = /^(?:pass(?:word)?|pwd|pw|secret|user|name|token|key|test|root|admin|postgres|guest)$/i;

const find = (text: string): readonly Spotted[] =>
  text.includes('://') && text.includes('@') ? look(text) : NOTHING_SPOTTED;

function* findInSteps(text: string): Steps<readonly Spotted[]> {
  return (yield* hasInSteps(text, '://')) && text.includes('@') ? look(text) : NOTHING_SPOTTED;
}

function look(text: string): readonly Spotted[] {
  const found: Spotted[] = [];
  let next = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', next)) {
    next = at + 3;
    FORM.lastIndex = next;
    const hit = FORM.exec(text);
    if (!SCHEME.test(text.slice(Math.max(at - LONGEST_SCHEME - 1, 0), at))) continue;
    if (hit === null) {
      KEY.lastIndex = next;
      const key = KEY.exec(text)?.[1];
      if (key !== undefined && looksSecret(key)) found.push(spottedAt(next, key));
      if (found.length >= MOST_SPOTTED) break;
      continue;
    }
    next = FORM.lastIndex;
    const [, user = '', password = ''] = hit;
    // Examples and containers of a developer's own repeat the user's name.
    if (password.toLowerCase() === user.toLowerCase()) continue;
    if (isPlaceholder(password) || TALK.test(password) || password.startsWith('$') || password.startsWith('['))
      continue;
    found.push(spottedAt(hit.index + user.length + 1, password));
    if (found.length >= MOST_SPOTTED) break;
  }
  return found;
}

const spottedAt = (start: number, password: string): Spotted => ({
  kind: 'secret.url',
  severity: 'high',
  start,
  end: start + password.length,
  message: 'Holds an address with a password in it.',
});

/** Addresses with a password: `postgres://user:password@host/db`. The span covers the password alone, or the key in its place. */
export const urlPasswords: Detector = {
  name: 'url-passwords',
  kinds: ['secret.url'],
  maturity: 'stable',
  needs: TRAIT.at,
  sees: [
    { text: `DATABASE_URL=${['postgres://app', 'q7Rk2VbT9x@db.internal:5432/app'].join(':')}`, kind: 'secret.url' },
    { text: ['mongodb+srv://root', 'Zx81-hello@cluster0.mongodb.net/?retryWrites=true'].join(':'), kind: 'secret.url' },
    { text: ['https://', '7c9e2f4183d54b069a1c5e8d3f72b604@o41.errors.example/77'].join(''), kind: 'secret.url' },
    { text: ['redis://', 's3cr3tpw@cache:6379'].join(':'), kind: 'secret.url' },
  ],
  ignores: [
    'postgres://user:password@localhost/db',
    ['postgres://shop', 'shop@localhost:5432/shop'].join(':'),
    'postgres://user:${DB_PASSWORD}@localhost/db',
    'https://example.com:8080/a@b',
    'see http://a.example and mail b@c.example',
    'postgres://user:<password>@host/db',
    'https://fleet-team-of-the-north@git.example/fleet/app',
    'ssh://deploy@host.example and https://ada2@git.example/x',
  ],
  find,
  findInSteps,
};
