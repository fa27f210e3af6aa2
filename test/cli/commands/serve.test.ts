import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { whyNoPerson } from '../../../src/cli/guard.ts';
import { makeScreen, makeState, scratch } from '../stage.ts';

it('serves its client until that goes, and lets nothing below that client speak for a person', async () => {
  const state = makeState();
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: {}\n');
  const args = [path.resolve('dist/cli/main.js'), 'serve', '--config', config, '--state', state.root];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const request = { jsonrpc: '2.0', id: 1, method: 'initialize' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  child.stdin.write(`${JSON.stringify({ ...request, params })}\n`);
  const [answer] = await once(child.stdout, 'data');
  expect(JSON.parse(String(answer).split('\n')[0] as string)).toMatchObject({
    id: 1,
    result: { serverInfo: { name: 'sallyport' } },
  });
  // This process is the client, so a command that it starts is refused.
  const [file] = readdirSync(state.clients);
  const { clients } = JSON.parse(readFileSync(path.join(state.clients, file as string), 'utf8'));
  expect(clients[0].pid).toBe(process.pid);
  const why = whyNoPerson(makeScreen({ answers: [] }), { clients: state.clients, pid: child.pid as number });
  expect(why).toContain(`below process ${process.pid}`);
  child.stdin.end();
  expect((await closed)[0]).toBe(0);
});

it('takes no person for a client who tries it out in a terminal, and says how it is meant to be started', async () => {
  const state = makeState();
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: {}\n');
  const terminal = 'data:text/javascript,process.stdin.isTTY = true';
  const args = ['--import', terminal, path.resolve('dist/cli/main.js'), 'serve', '--config', config];
  const child = spawn(process.execPath, [...args, '--state', state.root], { stdio: ['pipe', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  child.stderr.setEncoding('utf8');
  let said = '';
  child.stdin.end();
  for await (const text of child.stderr) said += text;
  expect((await closed)[0]).toBe(0);
  expect(said).toContain('waits for a client on stdin');
  expect(readdirSync(state.clients)).toEqual([]);
});
