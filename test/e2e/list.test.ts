import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';
import { typeInTerminal } from './terminal.ts';

const GUESTS = ['ann', 'ben', 'cara', 'dan', 'eve', 'finn', 'gus', 'hana', 'ida', 'jon', 'kim', 'leo'].map(
  (name, i) => `${name}@${i % 2 ? 'north' : 'south'}.example`,
);
const invitation = (to: string) => ({ to, subject: 'Spring meeting', body: 'You are invited.' });
const HELD = /sallyport approve (\w+)/;

function hosting(): { at: Place; sent: () => string[] } {
  const outbox = path.join(place({}).dir, 'outbox.jsonl');
  const servers = { guests: fixture('guests', [], { labels: ['untrusted'] }), mail: fixture('mail', [outbox]) };
  const sent = (): string[] =>
    readFileSync(outbox, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { to: string }).to);
  return { at: place({ servers, approvals: { wait: '1ms' } }), sent };
}

/** The record is whole, and decides as it did: as it was seen, and seen anew. */
async function isTrue(at: Place): Promise<void> {
  expect((await sallyport(at, 'verify')).code).toBe(0);
  for (const more of [[], ['--regather']]) {
    const replayed = await sallyport(at, 'replay', '--config', at.config, '--json', ...more);
    expect(replayed.code).toBe(0);
    expect(JSON.parse(replayed.out)).toMatchObject({ different: 0 });
  }
}

it('a person answers in a terminal for all that is on a list', { timeout: 120_000 }, async () => {
  const { at, sent } = hosting();
  const client = await new RawClient(at).open();
  await client.tools();
  await client.call('guests__read_list', { name: 'spring' });
  const first = await client.call('mail__send_mail', invitation(GUESTS[0] ?? ''));
  const [, id = ''] = HELD.exec(first) ?? [];
  expect(first).toContain(`\`sallyport approve ${id} --list`);
  expect(first).not.toContain(GUESTS[1]);
  const { out } = await sallyport(at, 'pending');
  expect(out).toContain('One of 12 on a list.');
  expect(out).toMatch(/sallyport approve ID --list( --state \S+)?, which shows the list/);
  const last = GUESTS.at(-1) ?? '';
  const [, other = ''] = HELD.exec(await client.call('mail__send_mail', invitation(last))) ?? [];
  const screen = await typeInTerminal(at, `approve ${id} --list --state ${at.state}`);
  for (const guest of GUESTS) expect(screen).toContain(guest);
  expect(await client.call('mail__send_mail', invitation(GUESTS[0] ?? ''))).toBe(`sent to ${GUESTS[0]}`);
  // Of two questions that were open, each has its own answer.
  await typeInTerminal(at, `deny ${other} --state ${at.state}`);
  expect(await client.call('mail__send_mail', invitation(last))).toContain('said no');
  // Whoever said no to one of the list is asked about it again, whatever else goes with it.
  expect(await client.call('mail__send_mail', { ...invitation(last), body: 'Please come.' })).toMatch(HELD);
  const guests = GUESTS.slice(0, -1);
  for (const guest of guests.slice(1))
    expect(await client.call('mail__send_mail', invitation(guest))).toBe(`sent to ${guest}`);
  expect(sent()).toEqual(guests);
  // What was not on it, and what a text tells its reader to do, is asked about.
  await client.call('guests__read_list', { name: 'later' });
  expect(await client.call('mail__send_mail', invitation('mia@west.example'))).toMatch(HELD);
  await client.call('guests__read_list', { name: 'told' });
  expect(await client.call('mail__send_mail', invitation(GUESTS[0] ?? ''))).toMatch(HELD);
  expect(sent()).toHaveLength(11);
  await client.close();
  const log = await sallyport(at, 'log', '--json', '--all');
  const calls = log.out.split('\n').filter((line) => line.includes('"list":'));
  expect(calls).toHaveLength(1);
  expect(JSON.parse(calls[0] ?? '')).toMatchObject({ approval: id, list: { at: '/arguments/to' } });
  expect(log.out).toContain(`${id} was approved with its list by`);
  // A record cannot be erased: it names nobody.
  expect(calls[0]).not.toContain('.example');
  // Of a later call it tells why nobody was asked.
  const later = log.out
    .split('\n')
    .findLast(
      (line) =>
        line.includes('"effect":"allow"') && line.includes('"kind":"call"') && line.includes('"tool":"mail.send_mail"'),
    );
  const shown = await sallyport(at, 'show', (JSON.parse(later ?? '{}') as { call: string }).call);
  expect(shown.out).toContain('on a list that a person said yes to');
  await isTrue(at);
});

it('a person answers in a form for all that is on a list', { timeout: 120_000 }, async () => {
  const { at, sent } = hosting();
  const client = new Client({ name: 'legacy', version: '1' }, { capabilities: { elicitation: {} } });
  const asked: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return { action: 'accept', content: { decision: 'allow_listed' } };
  });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
  await client.listTools();
  await client.callTool({ name: 'guests__read_list', arguments: { name: 'spring' } });
  for (const guest of GUESTS) await client.callTool({ name: 'mail__send_mail', arguments: invitation(guest) });
  expect(asked).toHaveLength(1);
  for (const guest of GUESTS) expect(asked[0]).toContain(guest);
  expect(sent()).toEqual(GUESTS);
  await client.close();
  await isTrue(at);
});
