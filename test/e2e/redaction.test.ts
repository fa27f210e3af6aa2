import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, place, sallyport } from './gateway.ts';

const TOKEN = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const rules = [
  {
    id: 'keys-stay-here',
    on: 'result',
    origin: 'any',
    findings: ['secret.*', 'pii.card'],
    redact: true,
    reason: 'Keys are for machines.',
    instead: 'Name the key by its owner.',
  },
];
const at = place({ servers: { leaks: fixture('leaks') }, policy: { rules } });
const client = new Client({ name: 'sdk', version: '1' }, { capabilities: {} });
const logged: string[] = [];
const told = /rule "keys-stay-here".*Keys are for machines\.\s+Instead: Name the key by its owner\./s;
const MARK = /\[redacted by Sallyport: secret\.[a-z.-]+, rule keys-stay-here\]/;

async function call(name: string): Promise<{ content: { text: string }[]; structured: unknown; all: string }> {
  const result = (await client.callTool({ name: `leaks__${name}` })) as JsonObject;
  const content = result.content as unknown as { text: string }[];
  return { content, structured: result.structuredContent, all: JSON.stringify(result) };
}

beforeAll(async () => {
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    logged.push(JSON.stringify(params.data));
  });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
  await client.listTools();
});
afterAll(() => client.close());

describe('what a rule takes out of results', () => {
  it('goes from a text, and the model is told by which rule, why, and what to do instead', async () => {
    const { content, all } = await call('text');
    expect(content[0]?.text).toMatch(/^Deploy with \[redacted by Sallyport: .*\] before Friday\.$/);
    expect(content[0]?.text).toMatch(MARK);
    expect(content).toHaveLength(2);
    expect(content[1]?.text).toMatch(told);
    expect(all).not.toContain(TOKEN);
  });

  it('goes from structured content, which still fits the schema that the tool promised', async () => {
    const { content, structured, all } = await call('structured');
    expect(structured).toEqual({ owner: 'ann', key: expect.stringMatching(MARK) });
    expect(content.at(-1)?.text).toMatch(told);
    expect(all).not.toContain(TOKEN);
  });

  it('goes from JSON that is printed as a text, which can still be parsed', async () => {
    const { content, all } = await call('printed');
    expect(JSON.parse(content[0]?.text ?? '')).toEqual({
      owner: 'ann',
      key: expect.stringMatching(MARK),
      pem: expect.stringMatching(MARK),
      card: '[redacted by Sallyport: pii.card, rule keys-stay-here]',
      n: 12345678901234,
    });
    expect(content.at(-1)?.text).toMatch(told);
    expect(all).not.toMatch(/a1B2c3D4|4111111111111111|MIIEowIB/);
  });

  it('goes from an answer that says that the tool failed', async () => {
    const { content, all } = await call('broken');
    expect(content[0]?.text).toMatch(MARK);
    expect(content.at(-1)?.text).toMatch(told);
    expect(all).not.toContain(TOKEN);
  });

  it('leaves an answer without any of it as it came', async () => {
    expect((await call('nothing')).content).toEqual([{ type: 'text', text: 'nothing to hide' }]);
  });

  it('goes from resources and prompts, where what stands in its place says all', async () => {
    const [listed] = (await client.listResources()).resources;
    const [prompt] = (await client.listPrompts()).prompts;
    const read = await client.readResource({ uri: listed?.uri ?? '' });
    const got = await client.getPrompt({ name: prompt?.name ?? '' });
    for (const answer of [read.contents, got.messages] as unknown[][]) {
      expect(answer).toHaveLength(1);
      const text = JSON.stringify(answer);
      expect(text).toMatch(
        /Deploy with \[redacted by Sallyport: secret\.[a-z.-]+, rule keys-stay-here: Keys are for machines\. Name the key by its owner\.\] before Friday/,
      );
      expect(text).not.toContain(TOKEN);
    }
  });

  it('goes from lines of the log', async () => {
    await call('text');
    expect(logged.join('\n')).toMatch(/redacted by Sallyport/);
    expect(logged.join('\n')).not.toContain(TOKEN);
  });

  it('is in the record, with the rule and without the secret, and comes out the same again', async () => {
    const { out } = await sallyport(at, 'log', '--json', '--kind', 'result');
    const settled = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { call: string; tool: string; rules: string[] });
    const redacted = settled.filter(({ rules: by }) => by.includes('keys-stay-here'));
    expect(new Set(redacted.map(({ tool }) => tool)).size).toBe(6);
    for (const { call: id } of redacted) {
      const shown = await sallyport(at, 'show', id, '--json');
      expect(shown.out).toMatch(/"obligations":\[\{"kind":"redact","findings":\[[\d,]+\],"rule":"keys-stay-here"\}\]/);
      expect(shown.out).not.toMatch(/a1B2c3D4|MIIEowIB/);
    }
    expect((await sallyport(at, 'show', redacted[0]?.call ?? '')).out).toMatch(/redacted by keys-stay-here/);
    expect((await sallyport(at, 'verify')).code).toBe(0);
    const replayed = await sallyport(at, 'replay', '--config', at.config);
    expect(replayed.code, replayed.out + replayed.err).toBe(0);
  });
});
