import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, packaged, place, RawClient, sallyport } from './gateway.ts';

describe('Sallyport itself', () => {
  it('is out of every tool’s reach: its files and the clients’ configurations are not written, and may be read', {
    timeout: 60_000,
  }, async () => {
    const at = place({});
    writeFileSync(path.join(at.dir, 'notes.txt'), 'plain');
    writeFileSync(
      at.config,
      JSON.stringify({
        servers: { files: packaged('@modelcontextprotocol/server-filesystem', 'dist/index.js', at.dir) },
      }),
    );
    const client = await new RawClient(at, [], { HOME: at.dir }).open();
    await client.tools();
    const own = [
      at.config,
      path.join(at.state, 'trust.json'),
      ...['.claude.json', '.mcp.json', '.cursor/mcp.json'].map((file) => path.join(at.dir, file)),
    ];
    for (const file of own) {
      expect(await client.call('files__write_file', { path: file, content: '{}' })).toContain('self-protection');
    }
    expect(await client.call('files__read_text_file', { path: at.config })).toContain('servers');
    expect(await client.call('files__write_file', { path: path.join(at.dir, 'notes.txt'), content: 'new' })).toContain(
      'Successfully',
    );
    await client.close();
  });

  it('leaves work in a folder that is called as it is alone, but not its own state', { timeout: 60_000 }, async () => {
    const at = place({});
    const project = path.join(at.dir, 'projects', 'sallyport');
    mkdirSync(path.join(project, 'src'), { recursive: true });
    writeFileSync(
      at.config,
      JSON.stringify({
        servers: { files: packaged('@modelcontextprotocol/server-filesystem', 'dist/index.js', at.dir) },
      }),
    );
    const state = path.join(at.dir, '.local', 'state', 'sallyport');
    mkdirSync(path.dirname(state), { recursive: true });
    const client = await new RawClient(at, ['--state', state], { HOME: at.dir }).open();
    await client.tools();
    const write = (file: string): Promise<string> =>
      client.call('files__write_file', { path: path.join(at.dir, file), content: '{}' });
    expect(await write('projects/sallyport/README.md')).toContain('Successfully');
    expect(await write('projects/sallyport/src/sallyport')).toContain('Successfully');
    expect(await client.call('files__list_directory', { path: project })).toContain('README.md');
    expect(await write('.local/state/sallyport/approvals/abcd2345.verdict')).toContain('self-protection');
    expect(await write('projects/../.local/state/Sallyport/trust.json')).toContain('self-protection');
    const move = { source: path.join(at.dir, '.local', 'state'), destination: path.join(at.dir, 'x') };
    expect(await client.call('files__move_file', move)).toContain('self-protection');
    await client.close();
  });

  it('starts nothing that nobody has looked at, says so, and works without it', { timeout: 60_000 }, async () => {
    const at = place({ servers: { echo: fixture('echo') } });
    const untrusting = { ...at, args: at.args.filter((arg) => arg !== '--trust') };
    const client = await new RawClient(untrusting).open();
    expect(await client.tools()).toEqual(['sallyport__resume', 'sallyport__status']);
    expect(await client.call('sallyport__status')).toContain('sallyport trust echo');
    await client.close();
    expect(client.stderr).toContain('sallyport trust echo');
  });

  it('stops a server at once when somebody freezes it, and tells the agent why', { timeout: 60_000 }, async () => {
    const at = place({ servers: { echo: fixture('echo') } });
    const client = await new RawClient(at).open();
    await client.tools();
    expect(await client.call('echo__echo', { text: 'a' })).toContain('a');
    expect(
      (await sallyport(at, 'freeze', '--server', 'echo', '--config', at.config, '--reason', 'it leaks')).code,
    ).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await client.call('echo__echo', { text: 'b' })).toMatch(/frozen[\s\S]*it leaks/);
    await client.close();
  });
});

describe('a full disk', () => {
  it('relays nothing, says what is full, and goes on when there is room', { timeout: 120_000 }, async () => {
    const disk = mkdtempSync(path.join(os.tmpdir(), 'sallyport-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=0700', 'tmpfs', disk]);
    try {
      const at = place({});
      const file = path.join(at.dir, 'receipts.jsonl');
      writeFileSync(at.config, JSON.stringify({ servers: { books: fixture('receipts', [file]) } }));
      const state = path.join(disk, 'state');
      mkdirSync(state, { mode: 0o700 });
      const client = await new RawClient({
        ...at,
        args: at.args.map((arg) => (arg === at.state ? state : arg)),
      }).open();
      await client.tools();
      const relayed = (): number => readFileSync(file, 'utf8').split('\n').filter(Boolean).length;
      expect(await client.call('books__act', { text: 'first' })).toContain('act done');
      const ballast = path.join(disk, 'ballast');
      try {
        for (let i = 0; i < 400; i++) writeFileSync(`${ballast}-${i}`, Buffer.alloc(8_192));
      } catch {
        // That is full.
      }
      // Whatever is answered as done was relayed, and nothing else was.
      let done = 1;
      let refusal = '';
      for (let i = 0; i < 60; i++) {
        const answer = await client.call('books__act', { text: 'x'.repeat(20_000) });
        if (answer.includes('act done')) done++;
        else refusal = answer;
      }
      expect(refusal).toMatch(/fault[\s\S]*not run|not run[\s\S]*fault/);
      expect(relayed()).toBe(done);
      for (const name of readdirSync(disk)) if (name.startsWith('ballast')) rmSync(path.join(disk, name));
      let again = '';
      for (let i = 0; i < 20 && !again.includes('act done'); i++) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        again = await client.call('books__act', { text: 'again' });
      }
      expect(again).toContain('act done');
      await client.close();
      expect(client.stderr).toMatch(/space/);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});
