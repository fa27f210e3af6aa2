import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

const held = (text = 'x') => ({ name: 's__held', arguments: { text } });
const text = (message: { result: { content: { text: string }[] } }) => message.result.content[0]?.text ?? '';

test('what was approved elsewhere runs by an identical retry, or by its id, once', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  await lines.ask('tools/call', held('1'));
  await lines.ask('tools/call', held('2'));
  const [one = '', two = ''] = stand.holds.keys();
  const resume = (id: unknown) =>
    lines.ask('tools/call', { name: 'sallyport__resume', arguments: { id } as { id: string } });
  expect(text(await resume(one))).toContain('holds');
  stand.approve(one);
  stand.approve(two);
  expect(text(await resume(one))).toBe('{"text":"1"}');
  expect(text(await resume(one))).toContain('No held call');
  expect(text(await lines.ask('tools/call', held('2')))).toBe('{"text":"2"}');
  expect(text(await resume(7))).toContain('needs {"id"');
});

test("another session cannot resume what this one's hold keeps", async () => {
  const stand = new Stand();
  const mine = openLines(stand);
  await mine.ask('tools/call', held());
  const [id = ''] = stand.holds.keys();
  stand.approve(id);
  const theirs = openLines(stand);
  expect(text(await theirs.ask('tools/call', { name: 'sallyport__resume', arguments: { id } }))).toContain(
    'No held call',
  );
});

test('what was held and is no tool is answered by the text of the tool that resumes it', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.ask('tools/call', held());
  const [id = ''] = stand.holds.keys();
  stand.approve(id);
  const entry = stand.holds.get(id);
  if (entry !== undefined) entry.call = { ...entry.call, method: 'resources/read' };
  const resume = () => lines.ask('tools/call', { name: 'sallyport__resume', arguments: { id } });
  expect(text(await resume())).toBe('{"contents":[{"uri":"held","text":"first"}]}');
});

test('how things stand is told by a tool', async () => {
  const lines = openLines(new Stand());
  const { result } = await lines.askModern('tools/call', { name: 'sallyport__status' });
  expect(result).toMatchObject({ isError: false, content: [{ text: 'nothing waits' }], resultType: 'complete' });
  expect((await lines.ask('prompts/get', { name: 'sallyport__status' })).error.code).toBe(-32602);
});
