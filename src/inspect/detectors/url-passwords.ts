import { isPlaceholder } from '../entropy.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const FORM = /\b([a-z][a-z0-9+]{1,20}):\/\/([^\s:/?#@"'<>`]{0,100}):([^\s@"'<>`/]{3,200})@([^\s/?#"'<>`,;)]{1,253})/gi;
const TALK = /^(?:pass(?:word)?|pwd|pw|secret|user|name|token|key|test|root|admin|postgres|guest)$/i;

function find(text: string): readonly Spotted[] {
  if (!text.includes('://') || !text.includes('@')) return NOTHING_SPOTTED;
  const found: Spotted[] = [];
  for (const hit of text.matchAll(FORM)) {
    const [whole, scheme = '', user = '', password = ''] = hit;
    if (isPlaceholder(password) || TALK.test(password) || password.startsWith('$') || password.startsWith('['))
      continue;
    const start = hit.index + scheme.length + 3 + user.length + 1;
    found.push({
      kind: 'secret.url',
      severity: 'high',
      start,
      end: start + password.length,
      message: 'Holds an address with a password in it.',
    });
    if (found.length >= MOST_SPOTTED || whole.length === 0) break;
  }
  return found;
}

/** Addresses with a password: `postgres://user:password@host/db`. The span is the password alone. */
export const urlPasswords: Detector = {
  name: 'url-passwords',
  kinds: ['secret.url'],
  maturity: 'stable',
  sees: [
    { text: `DATABASE_URL=${['postgres://app', 'q7Rk2VbT9x@db.internal:5432/app'].join(':')}`, kind: 'secret.url' },
    { text: ['mongodb+srv://root', 'Zx81-hello@cluster0.mongodb.net/?retryWrites=true'].join(':'), kind: 'secret.url' },
    { text: ['redis://', 's3cr3tpw@cache:6379'].join(':'), kind: 'secret.url' },
  ],
  ignores: [
    'postgres://user:password@localhost/db',
    'postgres://user:${DB_PASSWORD}@localhost/db',
    'https://example.com:8080/a@b',
    'see http://a.example and mail b@c.example',
    'postgres://user:<password>@host/db',
  ],
  find,
};
