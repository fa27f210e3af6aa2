// Libraries that agents are built with: driven from this process, without a model. They are large, and imported when used.
import assert from 'node:assert/strict';
import { MAIL, TOKEN } from './place.mjs';

const headers = { Authorization: `Bearer ${TOKEN}` };
const holdOf = (text) => /sallyport approve (\w+)/.exec(text)?.[1];

/** What any library must be able to do: `call` resolves with a tool's answer as text. */
async function converse(place, names, call) {
  for (const name of ['echo__echo', 'everything__get-sum', 'files__read_text_file', 'sallyport__resume'])
    assert.ok(names.includes(name), names.join());
  assert.match(await call('everything__get-sum', { a: 2, b: 3 }), /sum of 2 and 3 is 5/);
  assert.match(await call('files__read_text_file', { path: `${place.files}/a.txt` }), /alpha/);
  const held = await call('mail__send', MAIL);
  assert.match(held, /Mail leaves the house\./);
  assert.equal(place.sent(), 0);
  const id = holdOf(held);
  await place.approve(id);
  assert.match(await call('sallyport__resume', { id }), /send done/);
  assert.equal(place.sent(), 1);
  assert.match((await place.record()).approvals.map(({ message }) => message).join(), /terminal/);
}

async function openAi({ place, url }, capabilities) {
  const { createMCPClient } = await import('@ai-sdk/mcp');
  const { StdioMCPTransport } = await import('@ai-sdk/mcp/mcp-stdio');
  const { node: command, args, env, files: cwd } = place;
  const transport =
    url === undefined
      ? new StdioMCPTransport({ command, args, env, cwd, stderr: 'ignore' })
      : { type: 'http', url, headers };
  return createMCPClient({ transport, capabilities });
}

const callAi = (tools) => async (name, args) =>
  JSON.stringify(await tools[name].execute(args, { toolCallId: name, messages: [] }));

async function aiSdk(context) {
  const client = await openAi(context, {});
  try {
    const tools = await client.tools();
    await converse(context.place, Object.keys(tools), callAi(tools));
  } finally {
    await client.close();
  }
}

/** An application that shows what it is asked: a form counts over stdio. */
async function aiSdkAsked(context) {
  const { ElicitationRequestSchema } = await import('@ai-sdk/mcp');
  const client = await openAi(context, { elicitation: {} });
  try {
    const asked = [];
    client.onElicitationRequest(ElicitationRequestSchema, ({ params }) => {
      asked.push(params.message);
      return { action: 'accept', content: { decision: 'allow_once' } };
    });
    const call = callAi(await client.tools());
    assert.match(await call('mail__send', MAIL), /send done/);
    assert.match(asked.join(), /Mail leaves the house\./);
    assert.equal(context.place.sent(), 1);
    assert.match((await context.place.record()).approvals.map(({ message }) => message).join(), /elicitation/);
  } finally {
    await client.close();
  }
}

async function langchain({ place, url }) {
  const { MultiServerMCPClient } = await import('@langchain/mcp-adapters');
  const { node: command, args, env, files: cwd } = place;
  const sallyport =
    url === undefined
      ? { transport: 'stdio', command, args, env, cwd, stderr: 'ignore' }
      : { transport: 'http', url, headers };
  const client = new MultiServerMCPClient({ mcpServers: { sallyport }, throwOnLoadError: true });
  try {
    const tools = await client.getTools();
    // What a tool says went wrong is thrown, with its text.
    const call = async (name, given) => {
      const tool = tools.find((one) => one.name === name);
      return tool.invoke(given).then(
        (answer) => JSON.stringify(answer),
        (error) => error.message,
      );
    };
    await converse(
      place,
      tools.map(({ name }) => name),
      call,
    );
  } finally {
    await client.close();
  }
}

export const AI_SDK = {
  name: 'AI SDK',
  packages: { '@ai-sdk/mcp': '2.0.99' },
  // On stdio it waits one second for an answer to its probe, and speaks legacy after that.
  as: { client: 'ai-sdk-mcp-client', revision: '2026-07-28', late: '2025-11-25', asks: 'no' },
  cases: [
    { what: 'a held call, approved in a terminal', over: 'stdio', run: aiSdk, source: 'process' },
    { what: 'a held call, approved in a terminal', over: 'http', run: aiSdk, source: 'principal' },
    { what: 'a held call, approved by form', over: 'stdio', run: aiSdkAsked, source: 'process', as: { asks: 'form' } },
  ],
};

export const LANGCHAIN = {
  name: 'LangChain adapters',
  packages: { '@langchain/mcp-adapters': '1.1.4' },
  as: { client: '@langchain/mcp-adapters', revision: '2025-11-25', asks: 'no' },
  cases: [
    { what: 'a held call, approved in a terminal', over: 'stdio', run: langchain, source: 'process' },
    { what: 'a held call, approved in a terminal', over: 'http', run: langchain, source: 'mcp-session-id' },
  ],
};
