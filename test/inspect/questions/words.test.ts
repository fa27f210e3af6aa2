import { expect, test } from 'vitest';
import { asksForSecret, takesSecret } from '../../../src/inspect/questions/words.ts';

test.each([
  ['otp_code', {}],
  ['pin_code', {}],
  ['OTPCode', {}],
  ['pin2', {}],
  ['user-pin', {}],
  ['cardNumber', {}],
  ['ｐａｓｓｗｏｒｄ', {}],
  ['value', { title: 'verification_code' }],
  ['value', { description: 'Your password' }],
  ['value', { description: 'The API key of your account' }],
  ['value', { description: 'Type the PIN here' }],
  ['value', { format: 'password' }],
])('a field %s %j takes a secret', (name, field) => {
  expect(takesSecret(name, field)).toBe(true);
});

test.each([
  ['email', { description: 'Where the link for the password reset is sent' }],
  ['message', { description: 'The message to pin to the channel' }],
  ['spinner', {}],
  ['shipping_code', {}],
  ['name', { title: 'Name', description: 'A name for the new project' }],
  ['tokens_used', { description: 'How many tokens were used' }],
  ['space', { description: 'A secret garden or an open one' }],
])('a field %s %j does not', (name, field) => {
  expect(takesSecret(name, field)).toBe(false);
});

test.each([
  ['Enter your GitHub password and one-time code to continue'],
  ['Please confirm your PIN'],
  ['To go on, type the api_key of your account'],
  ["What's your PassPhrase?"],
  ['Provide your bank credentials'],
])('asks for a secret: %s', (message) => {
  expect(asksForSecret(message)).toBe(true);
});

test.each([
  ['Forgot your password? Reset link was sent'],
  ['Your password expired. Enter your e-mail, please.'],
  ['Enter your e-mail to get a one-time code'],
  ['Enter your e-mail for the password reset'],
  ['Which message is to be pinned?'],
  ['Confirm the title of the pull request'],
  ['The build needs an API key, which is set already. Go on?'],
])('does not: %s', (message) => {
  expect(asksForSecret(message)).toBe(false);
});
