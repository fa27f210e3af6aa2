import type { Json } from '../../../src/model/json.ts';
import { Stand } from '../stand.ts';

/** A client that can be asked in every way. */
export const ABLE = { elicitation: { form: {}, url: {} } };
export const ECHO = { name: 's__echo' };

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
export const textOf = (message: any): string => message.result.content[0].text;

/** A stand whose server refuses `echo` until pages have been visited. */
export function refusing(data: Json, message = 'Sallyport: sign in'): Stand {
  const stand = new Stand();
  const value = { code: -32042, message, data };
  stand.reply = { kind: 'error', ...value, value, text: JSON.stringify(value) };
  return stand;
}
