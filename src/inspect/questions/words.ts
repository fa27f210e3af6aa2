import type { JsonObject } from '../../model/json.ts';

/**
 * Secrets that no form may ask for, since forms pass through clients, models and logs. Words are separated by single
 * spaces.
 */
const SECRETS = [
  'pass ?(?:words?|phrases?|codes?)',
  'passwd',
  '(?:api|private|secret|signing|encryption) ?keys?',
  '(?:client|shared|api|app) secret',
  '(?:access|auth|bearer|refresh|session|api) ?tokens?',
  'one time (?:codes?|pins?)',
  'otps?',
  '[ct]vv',
  'cvc',
  'card ?number',
  '(?:seed|recovery|backup|verification|security|authenticat(?:or|ion)|2fa|mfa) ?(?:phrase|codes?)',
  'pin ?(?:codes?|numbers?)',
].join('|');
/** A digit may follow: `otp2`, `password1`. */
const END = '(?![a-z])';

/** A field's name or title is about the field itself, so a single word is enough. */
const NAMED = new RegExp(`\\b(?:${SECRETS}|pin|one time)${END}|pass(?:word|phrase|code|wd)|secret|credential`, 'i');
/** Prose mentions such words more readily, so ambiguous ones need an owner: `your pin`. */
const TOLD = new RegExp(
  `\\b(?:${SECRETS}|(?:your|the) (?:(?!to )\\w{1,20} ){0,2}(?:pin|secret|credentials?))${END}`,
  'i',
);
const ASKED = new RegExp(
  `\\b(?:enter|type|provide|confirm|give|supply|paste|input|submit|send|share|tell|fill in|reply with|what is|what's)\\b` +
    `(?:(?!\\bto (?:get|receive|be sent|reset|change|recover)\\b)[^.?!;]){0,80}?${TOLD.source}`,
  'i',
);
/** Phrases about a password that do not ask for one. */
const ABOUT =
  /\b(?:password|passphrase|pin) (?:reset|manager|policy|hint)\b|\b(?:reset|forgot(?:ten)?|changed?|expired) (?:(?:your|the|my|a) )?(?:password|pin)\b/gi;

/** One spelling for what a person reads as the same words: `otp_code`, `otpCode`, `OTP-code`. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .replace(/[\s_-]+/g, ' ')
    .replace(ABOUT, '');

/** Whether a field takes a secret, judging by its name, title, description or format. */
export const takesSecret = (name: string, { title, description, format }: JsonObject): boolean =>
  format === 'password' ||
  NAMED.test(plain(name)) ||
  (typeof title === 'string' && NAMED.test(plain(title))) ||
  (typeof description === 'string' && TOLD.test(plain(description)));

/** Whether a message asks for a secret to be typed, rather than only mentioning one. */
export const asksForSecret = (message: string): boolean => ASKED.test(plain(message));
