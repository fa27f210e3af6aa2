import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

const FORM = { elicitation: { form: {} } };
const held = (text = 'x') => ({ name: 's__held', arguments: { text } });
const text = (message: { result: { content: { text: string }[] } }) => message.result.content[0]?.text ?? '';

test('no form where it would not count: no capability, a stronger door, or a principal whose client may not carry it', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  expect(text(await lines.askModern('tools/call', held('1')))).toContain('sallyport__resume');
  expect(text(await lines.askModern('tools/call', { name: 's__console_only' }, FORM))).toContain(
    'Nobody can approve it',
  );
  const remote = openLines(stand, { agents: { bot: { human: 'out-of-band' } } }, { launch: 'bot' });
  expect(text(await remote.askModern('tools/call', held('2'), FORM))).toContain('sallyport approve');
});

test('refusals and failures are results for tools, and say why', async () => {
  const lines = openLines(new Stand());
  const refused = await lines.ask('tools/call', { name: 's__refused' });
  expect(refused.result.isError).toBe(true);
  expect(text(refused)).toContain('because of no-way');
  expect(text(await lines.ask('tools/call', { name: 's__crash' }))).toContain('crashed');
});
