import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

const ABLE = { elicitation: { form: {}, url: {} } };
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
const text = (message: any): string => message.result.content[0].text;
const accept = (name: string) => ({ action: 'accept', content: { name } });

test("a legacy server's questions end a modern client's request, and its next one brings the answers", async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  expect(result.resultType).toBe('input_required');
  const keys = Object.keys(result.inputRequests);
  expect(keys.map((key) => result.inputRequests[key].params.message)).toEqual(['s asks: One?', 's asks: Two?']);
  const [first = '', second = ''] = keys;
  const again = await lines.askModern(
    'tools/call',
    {
      name: 's__asks',
      requestState: result.requestState,
      inputResponses: { [first]: accept('Ann'), more: accept('x') },
    },
    ABLE,
  );
  // What was not answered is asked again, and nothing else.
  expect(Object.keys(again.result.inputRequests)).toEqual([second]);
  const { requestState } = again.result;
  const done = await lines.askModern(
    'tools/call',
    { name: 's__asks', requestState, inputResponses: { [second]: accept('Bob') } },
    ABLE,
  );
  expect(text(done)).toBe('{"action":"accept","content":{"name":"Ann"}} {"action":"accept","content":{"name":"Bob"}}');
  expect(stand.calls).toHaveLength(1);
  const replayed = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses: {} }, ABLE);
  expect(replayed.error.code).toBe(-32602);
});

test("a legacy server's questions are put to a legacy client at once", async () => {
  const lines = openLines(new Stand());
  await lines.initialize({ elicitation: {} });
  lines.send({ id: 5, method: 'tools/call', params: { name: 's__asks' } });
  const asked = (message: string) => lines.find((one) => one.params?.message === message);
  lines.send({ id: (await asked('s asks: Two?')).id, result: accept('Bob') });
  lines.send({ id: (await asked('s asks: One?')).id, result: accept('Ann') });
  expect(text(await lines.find((one) => one.id === 5))).toContain('"Ann"}} {');
});

test('who cannot be asked is told so', async () => {
  const lines = openLines(new Stand());
  await lines.initialize();
  expect(text(await lines.ask('tools/call', { name: 's__asks' }))).toBe(' ');
});
