import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { packaged, place } from './gateway.ts';

const docs = mkdtempSync(path.join(os.tmpdir(), 'sallyport-docs-'));
writeFileSync(path.join(docs, 'a.txt'), 'alpha');
const SERVERS: Readonly<Record<string, JsonObject>> = {
  everything: packaged('@modelcontextprotocol/server-everything', 'dist/index.js', 'stdio'),
  files: packaged('@modelcontextprotocol/server-filesystem', 'dist/index.js', docs),
  memory: {
    ...packaged('@modelcontextprotocol/server-memory', 'dist/index.js'),
    env: { MEMORY_FILE_PATH: path.join(docs, 'm.json') },
  },
};
const KINDS = {
  'tools/list': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
  'prompts/list': 'prompts',
} as const;
/** What the union may say otherwise: a name, an address. */
const RENAMED = new Set(['name', 'uri', 'uriTemplate']);

async function connect(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'real', version: '1' }, { capabilities: {} });
  const inherited = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  await client.connect(
    new StdioClientTransport({ command, args: [...args], env: { ...inherited, ...env }, stderr: 'ignore' }),
  );
  return client;
}

/** Every definition that a client is shown, as it came, in order. */
async function definitions(client: Client): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  for (const [method, key] of Object.entries(KINDS)) {
    const result = (await client.request({ method, params: {} }, ResultSchema).catch(() => ({}))) as Record<
      string,
      JsonObject[]
    >;
    all.push(...(result[key] ?? []));
  }
  return all;
}

const withoutNames = (definition: JsonObject): string =>
  JSON.stringify(Object.fromEntries(Object.entries(definition).filter(([key]) => !RENAMED.has(key))));

/** Its server refuses a call that is none, its client does not make one, and tasks are not relayed: it is left out. */
const isTaskAlone = ({ execution }: JsonObject): boolean => isObject(execution) && execution.taskSupport === 'required';

describe.each(Object.keys(SERVERS))('server-%s', (name) => {
  it('is listed through Sallyport with every member of every definition as it is listed directly', {
    timeout: 60_000,
  }, async () => {
    const server = SERVERS[name] as { command: string; args: string[]; env?: Record<string, string> } & JsonObject;
    const direct = await connect(server.command, server.args, server.env);
    const through = await connect(process.execPath, place({ servers: { [name]: server } }).args);
    const own = (one: JsonObject): boolean => String(one.name).startsWith('sallyport__');
    const shown = (await definitions(through)).filter((one) => !own(one)).map(withoutNames);
    const all = await definitions(direct);
    const expected = all.filter((one) => !isTaskAlone(one)).map(withoutNames);
    expect(all.length - expected.length).toBe(name === 'everything' ? 1 : 0);
    expect(expected.length).toBeGreaterThan(5);
    expect(shown).toEqual(expected);
    await Promise.all([direct.close(), through.close()]);
  });
});

it('answers through Sallyport what the servers answer directly', { timeout: 60_000 }, async () => {
  const at = place({ servers: SERVERS });
  const through = await connect(process.execPath, at.args);
  await through.listTools();
  const everything = SERVERS.everything as { command: string; args: string[] };
  const direct = await connect(everything.command, everything.args);
  const calls = [
    ['echo', { message: 'hi' }],
    ['get-tiny-image', {}],
    ['get-structured-content', { location: 'Chicago' }],
    ['get-annotated-message', { messageType: 'error', includeImage: true }],
  ] as const;
  for (const [name, args] of calls) {
    const ask = (client: Client, prefix: string) =>
      client.request({ method: 'tools/call', params: { name: `${prefix}${name}`, arguments: args } }, ResultSchema);
    const [a, b] = [await ask(direct, ''), await ask(through, 'everything__')];
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
  }
  const read = await through.callTool({ name: 'files__read_text_file', arguments: { path: path.join(docs, 'a.txt') } });
  expect(JSON.stringify(read)).toContain('alpha');
  await Promise.all([direct.close(), through.close()]);
});
