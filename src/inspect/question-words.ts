import type { JsonObject } from '../model/json.ts';

/** What no form may ask for, since forms pass through clients, models and logs. Words are apart by single spaces. */
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

/** The name or title of a field is about the field itself, so that a single word will do. */
const NAMED = new RegExp(`\\b(?:${SECRETS}|pin|one time)${END}|pass(?:word|phrase|code|wd)|secret|credential`, 'i');
/** Prose mentions such words more easily; those that mean other things as well need somebody whose they are. */
const TOLD = new RegExp(
  `\\b(?:${SECRETS}|(?:your|the) (?:(?!to )\\w{1,20} ){0,2}(?:pin|secret|credentials?))${END}`,
  'i',
);
const ASKED = new RegExp(
  `\\b(?:enter|type|provide|confirm|give|supply|paste|input|submit|send|share|tell|fill in|reply with|what is|what's)\\b` +
    `(?:(?!\\bto (?:get|receive|be sent|reset|change|recover)\\b)[^.?!;]){0,80}?${TOLD.source}`,
  'i',
);
/** About a password, and not for one. */
const ABOUT =
  /\b(?:password|passphrase|pin) (?:reset|manager|policy|hint)\b|\b(?:reset|forgot(?:ten)?|changed?|expired) (?:(?:your|the|my|a) )?(?:password|pin)\b/gi;

/** One spelling of what a person reads as the same words: `otp_code`, `otpCode`, `OTP-code`. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .replace(/[\s_-]+/g, ' ')
    .replace(ABOUT, '');

/** Whether a field is for a secret, by its name, its title, its description or its format. */
export const takesSecret = (name: string, { title, description, format }: JsonObject): boolean =>
  format === 'password' ||
  NAMED.test(plain(name)) ||
  (typeof title === 'string' && NAMED.test(plain(title))) ||
  (typeof description === 'string' && TOLD.test(plain(description)));

/** Whether a message asks for a secret to be typed, rather than being about one. */
export const asksForSecret = (message: string): boolean => ASKED.test(plain(message));
