// Models that are no models: loopback servers that speak just enough of two APIs to make real clients call tools.
// What is called, and with what, is decided by a play: `play(results)` gets the texts of all tool results so far and
// resolves with `{ tool, args }` (a tool by the end of its name) or `{ text }`.
import { createServer } from 'node:http';

async function serve(play, answer) {
  const faults = [];
  // What goes wrong in a play is told in the test's report; the client's model only stops talking.
  const played = (results) =>
    play(results).catch((error) => {
      faults.push(error.message);
      return { text: 'the play went wrong' };
    });
  const server = createServer(async (request, response) => {
    try {
      let body = '';
      for await (const chunk of request) body += chunk;
      await answer(request, body === '' ? {} : JSON.parse(body), response, played);
    } catch (error) {
      faults.push(error.message);
      response.writeHead(500).end(JSON.stringify({ error: { type: 'stub', message: error.message } }));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop, faults };
}

const json = (response, value) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

function events(response, all) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of all) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}

const textOf = (content) =>
  typeof content === 'string'
    ? content
    : (content ?? []).map((part) => part.text ?? textOf(part.output ?? part.content)).join('\n');

/** Finds the tool that a play means among those the client offers. */
function meant(offered, wanted) {
  // Codex spells `-` as `_`.
  const plain = (name) => name.replaceAll('-', '_');
  const found = offered.find(({ name }) => plain(name) === plain(wanted) || plain(name).endsWith(`__${plain(wanted)}`));
  if (found === undefined)
    throw new Error(`the client offers no tool ${wanted}: ${offered.map(({ name }) => name).join(', ')}`);
  return found;
}

/** Anthropic's Messages API. */
export const serveMessages = (play) =>
  serve(play, async (request, body, response, played) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname.endsWith('/count_tokens')) return json(response, { input_tokens: 10 });
    if (!pathname.endsWith('/v1/messages')) return json(response, {});
    const parts = (body.messages ?? []).flatMap(({ content }) => (Array.isArray(content) ? content : []));
    const results = parts.filter(({ type }) => type === 'tool_result').map(({ content }) => textOf(content));
    // A client also asks its model for titles and the like, without tools.
    const turn = (body.tools ?? []).length === 0 ? { text: 'ok' } : await played(results);
    const head = { id: `msg_${results.length}`, type: 'message', role: 'assistant', model: body.model ?? 'stub' };
    const usage = { input_tokens: 10, output_tokens: 10 };
    const block =
      turn.text === undefined
        ? { type: 'tool_use', id: `toolu_${results.length}`, name: meant(body.tools, turn.tool).name, input: turn.args }
        : { type: 'text', text: turn.text };
    const stop_reason = turn.text === undefined ? 'tool_use' : 'end_turn';
    if (body.stream !== true)
      return json(response, { ...head, content: [block], stop_reason, stop_sequence: null, usage });
    const empty = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
    const delta =
      block.type === 'text'
        ? { type: 'text_delta', text: block.text }
        : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
    events(response, [
      { type: 'message_start', message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage } },
      { type: 'content_block_start', index: 0, content_block: empty },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ]);
  });

/** OpenAI's Responses API. */
export const serveResponses = (play) =>
  serve(play, async (request, body, response, played) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (!pathname.endsWith('/responses')) return json(response, { data: [], models: [], object: 'list' });
    const input = Array.isArray(body.input) ? body.input : [];
    const results = input.filter(({ type }) => type === 'function_call_output').map(({ output }) => textOf(output));
    // Tools may be nested in namespaces, and a call must name the namespace again.
    const offered = (body.tools ?? []).flatMap((tool) =>
      tool.type === 'namespace'
        ? tool.tools.map((each) => ({ name: each.name, namespace: tool.name }))
        : [{ name: tool.name ?? '' }],
    );
    const turn = await played(results);
    const id = `item_${results.length}`;
    const item =
      turn.text === undefined
        ? {
            type: 'function_call',
            id,
            call_id: `call_${results.length}`,
            status: 'completed',
            ...meant(offered, turn.tool),
            arguments: JSON.stringify(turn.args),
          }
        : {
            type: 'message',
            id,
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: turn.text, annotations: [] }],
          };
    const usage = {
      input_tokens: 1,
      input_tokens_details: null,
      output_tokens: 1,
      output_tokens_details: null,
      total_tokens: 2,
    };
    const whole = { id: `resp_${results.length}`, object: 'response', output: [], usage: null };
    const all = [
      { type: 'response.created', response: { ...whole, status: 'in_progress' } },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { ...whole, status: 'completed', output: [item], usage } },
    ];
    events(
      response,
      all.map((event, sequence_number) => ({ ...event, sequence_number })),
    );
  });
