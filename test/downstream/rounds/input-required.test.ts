import { expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

const ABLE = { elicitation: { form: {}, url: {} } };
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
const text = (message: any): string => message.result.content[0].text;

const refusing = (data: Json, message = 'Sallyport: sign in'): Stand => {
  const stand = new Stand();
  const value = { code: -32042, message, data };
  stand.reply = { kind: 'error', ...value, value, text: JSON.stringify(value) };
  return stand;
};
const ECHO = { name: 's__echo' };

test.each(['s__round', 's__page'])('a question that the policy refuses ends the call of %s in words', async (name) => {
  const stand = new Stand();
  stand.refuses = () => true;
  const lines = openLines(stand);
  expect(text(await lines.askModern('tools/call', { name }, ABLE))).toContain('no-questions');
  const legacy = openLines(stand);
  await legacy.initialize(ABLE);
  if (name === 's__round') expect(text(await legacy.ask('tools/call', { name }))).toContain('no-questions');
});

test('more questions in one result than a person can read are neither judged nor put', async () => {
  const page = { mode: 'url', url: 'https://a.example', message: 'Sign in.' };
  const pages = refusing({ elicitations: Array(33).fill(page) });
  const asked = new Stand();
  const each = { method: 'elicitation/create', params: { message: 'Name?', requestedSchema: {} } };
  const inputRequests = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`q${index}`, each]));
  const value = { resultType: 'input_required', inputRequests, requestState: 'theirs' };
  asked.reply = { kind: 'input_required', value, text: JSON.stringify(value) };
  for (const stand of [pages, asked]) {
    const legacy = openLines(stand);
    await legacy.initialize(ABLE);
    expect(text(await legacy.ask('tools/call', ECHO))).toContain('more than 32 questions');
    expect(text(await openLines(stand).askModern('tools/call', ECHO, ABLE))).toContain('more than 32 questions');
    expect(stand.permitted).toEqual([]);
  }
});
