import { finish, type Steps } from '../../model/steps.ts';
import { eachMatch, hasInSteps } from '../../model/text/matches.ts';
import { TRAIT } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

// `eyJ` is `{"` in base64: header and claims are both JSON objects.
const FORM = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{5,8000}\.[A-Za-z0-9_-]{16,1500}/g;
const LONGEST = 10_600;
/** The claims begin like the header, behind a dot: a rarer sign than the letter, and found sooner. */
const CLAIMS = '.eyJ';

function hasAlgorithm(header: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && 'alg' in value;
  } catch {
    return false;
  }
}

const find = (text: string): readonly Spotted[] => (text.includes(CLAIMS) ? finish(look(text)) : NOTHING_SPOTTED);

function* findInSteps(text: string): Steps<readonly Spotted[]> {
  return (yield* hasInSteps(text, CLAIMS)) ? yield* look(text) : NOTHING_SPOTTED;
}

function* look(text: string): Steps<readonly Spotted[]> {
  const found: Spotted[] = [];
  const take = ({ 0: token }: RegExpExecArray, start: number): boolean => {
    if (!hasAlgorithm(token.slice(0, token.indexOf('.')))) return true;
    const end = start + token.length;
    return (
      found.push({ kind: 'secret.jwt', severity: 'medium', start, end, message: 'Holds a signed web token (JWT).' }) <
      MOST_SPOTTED
    );
  };
  yield* eachMatch(text, FORM, take, LONGEST);
  return found;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = 'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';

/** Signed JSON web tokens, by structure: a JSON header that names an algorithm, claims, a signature. */
export const jwt: Detector = {
  name: 'jwt',
  kinds: ['secret.jwt'],
  maturity: 'stable',
  needs: TRAIT.dot,
  sees: [
    {
      text: `Authorization: Bearer ${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '1234567890' })}.${signature}`,
      kind: 'secret.jwt',
    },
  ],
  ignores: [
    'eyJhbGciOiJIUzI1NiJ9 alone is a header',
    `${part({ no: 'algorithm' })}.${part({ sub: '1' })}.${signature}`,
    'eyJ.eyJ.eyJ',
  ],
  find,
  findInSteps,
};
