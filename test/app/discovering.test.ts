import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { discoverHere } from '../../src/app/discovering.ts';
import { scratch } from '../cli/stage.ts';
import { fixture, MAIN, place, RawClient } from '../e2e/gateway.ts';

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    const gone = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill();
    await gone;
  }
});

const home = (): { platform: NodeJS.Platform; home: string; env: NodeJS.ProcessEnv } => ({
  platform: process.platform,
  home: scratch(),
  env: {},
});
/** Else the configuration of this folder counts. */
function emptyConfig(): string {
  const file = path.join(scratch(), 'servers.config.yaml');
  writeFileSync(file, 'servers: {}\n');
  return file;
}

const SERVER = path.resolve('node_modules/@modelcontextprotocol/server-memory/dist/index.js');

/** A client as its process looks, which keeps a real server over pipes and says which pid it has. */
async function startClient(): Promise<{ client: number; server: number }> {
  const folder = path.join(scratch(), 'node_modules', '@openai', 'codex');
  mkdirSync(folder, { recursive: true });
  const script = path.join(folder, 'cli.mjs');
  writeFileSync(
    script,
    `import { spawn } from 'node:child_process';
const server = spawn(process.execPath, [${JSON.stringify(SERVER)}], { stdio: ['pipe', 'pipe', 'ignore'] });
process.on('SIGTERM', () => { server.kill(); process.exit(); });
console.log(server.pid);
`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { client: child.pid ?? 0, server: Number(line.toString()) };
}

describe('this machine', () => {
  it('has the real server that a client keeps over pipes', async () => {
    const { server } = await startClient();
    const { finds } = await discoverHere({ sources: ['processes'], machine: home(), config: emptyConfig() });
    const find = finds.find(({ seen }) => seen.some(({ at }) => at.pid === server));
    expect(find?.name).toBe('@modelcontextprotocol/server-memory');
    expect(find?.seen.find(({ at }) => at.pid === server)).toMatchObject({
      way: 'past',
      by: 'Codex',
      certainty: 'certain',
    });
  });

  it('has the servers that a real Sallyport started', async () => {
    const at = place({ servers: { memory: { command: process.execPath, args: [SERVER], labels: [] } } });
    const client = new RawClient(at);
    running.push(client.child);
    client.write(
      '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n{"jsonrpc":"2.0","id":2,"method":"tools/list"}\n',
    );
    await client.until(({ id }) => id === 2);
    const { finds } = await discoverHere({
      sources: ['processes'],
      machine: home(),
      config: at.config,
      programs: [MAIN],
    });
    const find = finds.find(({ seen }) => seen.some(({ at: spot }) => spot.file === at.config));
    expect(find?.name).toBe('memory');
    const ways = find?.seen
      .filter(({ source, by }) => source === 'processes' && by === 'Sallyport')
      .map(({ way }) => way);
    expect(new Set(ways)).toEqual(new Set(['behind']));
    const own = finds.find(({ kind }) => kind === 'sallyport');
    expect(own?.seen.map(({ at: spot }) => spot.pid)).toContain(client.child.pid);
  });

  it('has the real server that listens on a port, and says so once it is asked', async () => {
    const { command, args } = fixture('http-echo', ['modern']) as { command: string; args: string[] };
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    running.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(new URL(line.toString().trim()).port);
    const steps: string[] = [];
    const progress = (source: string): void => void steps.push(source);
    const asked = await discoverHere({ sources: ['ports'], machine: home(), probe: true, progress });
    const find = asked.finds.find(({ seen }) => seen.some(({ at }) => at.port === port));
    expect(find?.seen[0]).toMatchObject({ certainty: 'certain', at: { port, pid: child.pid } });
    expect(steps).toContain('ports');
    const unasked = await discoverHere({ sources: ['ports'], machine: home() });
    expect(unasked.finds.filter(({ seen }) => seen.some(({ at }) => at.port === port))).toEqual([]);
    expect(unasked.notes.join('\n')).toContain(String(port));
  });

  it('has tokens in plain text in its files, which nobody is shown', async () => {
    const machine = home();
    mkdirSync(path.join(machine.home, '.cursor'));
    const token = ['ghp', 'q7Rk2VbT9xLmZ4aaQQq7Rk2VbT9xLmZ4aaQQ'].join('_');
    writeFileSync(
      path.join(machine.home, '.cursor', 'mcp.json'),
      JSON.stringify({ mcpServers: { a: { command: 'a', args: [`x${' '}${token}`] } } }),
    );
    const found = await discoverHere({ sources: ['clients'], machine });
    expect(found.finds.map(({ held }) => held.length)).toContain(1);
    expect(JSON.stringify([...found.sources])).not.toContain(token);
  });
});
