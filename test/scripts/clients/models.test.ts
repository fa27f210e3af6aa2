import { expect, it } from 'vitest';
import { serveMessages, serveResponses } from '../../../scripts/clients/models.mjs';

interface Turn {
  tool?: string;
  args?: object;
  text?: string;
}
const play = async (results: string[]): Promise<Turn> => {
  if (results.length > 1) throw new Error('enough');
  return results.length === 0 ? { tool: 'get-sum', args: { a: 1 } } : { text: `it said ${results[0]}` };
};
const post = async (url: string, body: object): Promise<string> =>
  (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text();

it('plays a model of the Messages API, whole and as a stream', async () => {
  const model = await serveMessages(play);
  const tools = [{ name: 'mcp__sallyport__everything__get-sum' }];
  const ask = (more: object) => post(`${model.url}/v1/messages?beta=true`, { tools, messages: [], ...more });
  expect(JSON.parse(await ask({}))).toMatchObject({
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', name: tools[0]?.name, input: { a: 1 } }],
  });
  const result = { type: 'tool_result', content: [{ type: 'text', text: 'three' }] };
  const messages = [{ role: 'user', content: [result] }];
  expect(JSON.parse(await ask({ messages }))).toMatchObject({ content: [{ text: 'it said three' }] });
  const stream = await ask({ stream: true });
  expect(stream).toContain('"partial_json":"{\\"a\\":1}"');
  expect(stream.trimEnd().endsWith('{"type":"message_stop"}')).toBe(true);
  // Titles and the like are asked without tools, and are no part of the play.
  expect(await ask({ tools: [] })).toContain('"ok"');
  expect(model.faults).toEqual([]);
  await ask({ messages: [{ role: 'user', content: [result, result] }] });
  await ask({ tools: [{ name: 'Bash' }] });
  expect(model.faults).toEqual(['enough', expect.stringMatching(/no tool get-sum: Bash/)]);
  await model.stop();
});

it('plays a model of the Responses API, whose tools may stand in namespaces', async () => {
  const model = await serveResponses(play);
  const tools = [{ type: 'namespace', name: 'mcp__sallyport', tools: [{ name: 'everything__get_sum' }] }];
  const first = await post(`${model.url}/v1/responses`, { tools, input: 'go' });
  expect(first).toContain('"namespace":"mcp__sallyport"');
  expect(first).toContain('"name":"everything__get_sum"');
  expect(first).toMatch(/response\.created[\s\S]*response\.completed/);
  const input = [{ type: 'function_call_output', output: [{ type: 'input_text', text: 'three' }] }];
  expect(await post(`${model.url}/v1/responses`, { tools, input })).toContain('it said three');
  expect(await post(`${model.url}/v1/models`, {})).toContain('"models":[]');
  expect(model.faults).toEqual([]);
  await model.stop();
});
