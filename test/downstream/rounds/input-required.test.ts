import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';
import { ABLE, ECHO, refusing, textOf } from './refused-pages.ts';

test.each(['s__round', 's__page'])('a question that the policy refuses ends the call of %s in words', async (name) => {
  const stand = new Stand();
  stand.refuses = () => true;
  const lines = openLines(stand);
  expect(textOf(await lines.askModern('tools/call', { name }, ABLE))).toContain('no-questions');
  const legacy = openLines(stand);
  await legacy.initialize(ABLE);
  if (name === 's__round') expect(textOf(await legacy.ask('tools/call', { name }))).toContain('no-questions');
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
    expect(textOf(await legacy.ask('tools/call', ECHO))).toContain('more than 32 questions');
    expect(textOf(await openLines(stand).askModern('tools/call', ECHO, ABLE))).toContain('more than 32 questions');
    expect(stand.permitted).toEqual([]);
  }
});
