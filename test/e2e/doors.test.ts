import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';
import { typeInTerminal } from './terminal.ts';

const MAIL = { to: 'x@y.example', body: 'hello' };

function asking(): { at: Place; sent: () => number } {
  const at = place({});
  const file = path.join(at.dir, 'receipts.jsonl');
  const mail = fixture('receipts', [file]);
  const rules = [{ id: 'asks', tools: ['mail.*'], effect: 'ask', reason: 'Mail leaves the house.' }];
  Object.assign(at, place({ servers: { mail }, policy: { rules }, approvals: { wait: '1ms' } }));
  return { at, sent: () => readFileSync(file, 'utf8').split('\n').filter(Boolean).length };
}
const holdOf = (text: string): string => /sallyport approve (\w+)/.exec(text)?.[1] ?? '';

/** The command that a text names to a person, whole. */
const printed = (text: string): string => /`sallyport (approve [^`]+)`/.exec(text)?.[1] ?? '';

const answerInTerminal = (at: Place, command: 'approve' | 'deny', id: string): Promise<string> =>
  typeInTerminal(at, `${command} ${id} --state ${at.state}`);

describe('out of band, for a client that cannot be asked', () => {
  it('a person approves in a terminal, and the identical call runs once', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = await new RawClient(at).open();
    await client.tools();
    const held = await client.call('mail__send', MAIL);
    expect(held).toContain('Mail leaves the house.');
    const id = holdOf(held);
    expect((await sallyport(at, 'pending')).out).toContain(id);
    const screen = await typeInTerminal(at, printed(held));
    expect(screen).toContain('Mail leaves the house.');
    expect(screen).toContain('x@y.example');
    expect(await client.call('mail__send', MAIL)).toContain('send done');
    expect(holdOf(await client.call('mail__send', MAIL))).not.toBe('');
    expect(sent()).toBe(1);
    await client.close();
    expect((await sallyport(at, 'log', '--json')).out).toContain('(terminal)');
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('is told that an approval comes too late for a client that has gone', { timeout: 60_000 }, async () => {
    const { at } = asking();
    const client = await new RawClient(at).open();
    await client.tools();
    const id = holdOf(await client.call('mail__send', MAIL));
    await client.close();
    expect((await sallyport(at, 'pending')).out).toContain('session ended');
    const screen = await answerInTerminal(at, 'approve', id);
    expect(screen).toContain('the session of this call has ended');
    expect(screen).not.toContain('Approved');
    expect(await answerInTerminal(at, 'deny', id)).toContain('Denied');
    expect((await sallyport(at, 'pending')).out).toContain('No call waits');
  });

  it('or resumes by the id of the hold', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = await new RawClient(at).open();
    await client.tools();
    const id = holdOf(await client.call('mail__send', MAIL));
    expect(await client.call('sallyport__resume', { id })).toContain(id);
    await answerInTerminal(at, 'approve', id);
    expect(await client.call('sallyport__resume', { id })).toContain('send done');
    expect(sent()).toBe(1);
    await client.close();
  });

  it('a no is told to the agent and stays a no', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = await new RawClient(at).open();
    await client.tools();
    await answerInTerminal(at, 'deny', holdOf(await client.call('mail__send', MAIL)));
    expect(await client.call('mail__send', MAIL)).toMatch(/said no/);
    expect(() => sent()).not.toThrow();
    expect(sent()).toBe(0);
    await client.close();
  });

  it('an agent with a shell cannot approve itself', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = await new RawClient(at).open();
    await client.tools();
    const id = holdOf(await client.call('mail__send', MAIL));
    // This process is what started Sallyport: it stands where the client stands.
    const plain = await sallyport(at, 'approve', id);
    expect(plain.code).not.toBe(0);
    expect(plain.err).toMatch(/terminal/);
    expect(holdOf(await client.call('mail__send', MAIL))).toBe(id);
    expect(sent()).toBe(0);
    await client.close();
  });
});

describe('elicitation', () => {
  it('asks a legacy client over its connection', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = new Client({ name: 'legacy', version: '1' }, { capabilities: { elicitation: {} } });
    const asked: string[] = [];
    let decision = 'allow_once';
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message);
      return { action: 'accept', content: { decision } };
    });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
    await client.listTools();
    expect(JSON.stringify(await client.callTool({ name: 'mail__send', arguments: MAIL }))).toContain('send done');
    expect(asked[0]).toContain('Mail leaves the house.');
    decision = 'deny';
    const no = await client.callTool({ name: 'mail__send', arguments: { ...MAIL, body: 'other' } });
    expect(no.isError).toBe(true);
    expect(sent()).toBe(1);
    await client.close();
  });

  it('a terminal that answers while the form is open counts, and the form is closed', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = new Client({ name: 'legacy', version: '1' }, { capabilities: { elicitation: {} } });
    let isClosed = false;
    client.setRequestHandler(ElicitRequestSchema, async ({ params }, { signal }) => {
      const closed = new Promise((resolve) => signal.addEventListener('abort', resolve));
      void answerInTerminal(at, 'approve', holdOf(params.message));
      await closed;
      isClosed = true;
      return { action: 'accept', content: { decision: 'deny' } };
    });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
    await client.listTools();
    expect(JSON.stringify(await client.callTool({ name: 'mail__send', arguments: MAIL }))).toContain('send done');
    expect([sent(), isClosed]).toEqual([1, true]);
    await client.close();
  });

  it('asks a modern client by the result', { timeout: 60_000 }, async () => {
    const { at, sent } = asking();
    const client = new ModernClient(
      { name: 'modern', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    let asked = '';
    client.setRequestHandler('elicitation/create', (request) => {
      asked = JSON.stringify(request.params);
      return { action: 'accept', content: { decision: 'allow_once' } };
    });
    await client.connect(new ModernStdio({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
    await client.listTools();
    const done = await client.callTool({ name: 'mail__send', arguments: MAIL });
    expect(JSON.stringify(done)).toContain('send done');
    expect(asked).toContain('Mail leaves the house.');
    expect(sent()).toBe(1);
    await client.close();
  });
});
