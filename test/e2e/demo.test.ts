import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Entry } from '../../src/model/record.ts';

const CUSTOMER = 'sam@customer.example';
const STRANGER = 'audit@partner-review.example';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'demo-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

/** The demo on a machine of somebody new: nothing at home, nothing set, no terminal. Its temporary folder is `home` too. */
function play(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['demo/main.mjs', ...args], {
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TMPDIR: home, TEMP: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const scratch = (): string | undefined =>
  readdirSync(home)
    .filter((name) => name.startsWith('sallyport-demo-'))
    .map((name) => path.join(home, name))[0];

function recipients(): string[] {
  const lines = readFileSync(path.join(scratch() ?? '', 'outbox.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line).to);
}

async function entries(): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const { record } of readRecords(path.join(scratch() ?? '', 'state', 'journal'))) found.push(record.entry);
  return found;
}

/** Processes that were started with our temporary folder: the demo, Sallyport, and every server behind it. */
async function alive(): Promise<string[]> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,command='], { maxBuffer: 1e8 });
    return stdout.split('\n').filter((line) => line.includes(home));
  }
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
    } catch {
      return false;
    }
  });
}

describe('the demo', () => {
  it('sends nothing to the stranger when the answer is no', async () => {
    const { code, out, err } = await ended(play(['--no', '--keep']));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(recipients()).toEqual([CUSTOMER]);
    expect(out).toContain('Allow this once? no (--no)');
    // The question names where the recipient came from, and the record's words stand below it.
    expect(out).toMatch(/`to` appears only inside the text of[^.]+`tickets\.read_ticket`\s+(┃ )?returned/);
    expect(out).toMatch(/what tickets\.read_ticket returned 4 calls ago/);
    expect(await alive()).toEqual([]);
  });

  it('sends it when the answer is yes, and the record shows who opened which door', async () => {
    const { code, out } = await ended(play(['--yes', '--keep']));
    expect(code).toBe(0);
    expect(recipients()).toEqual([CUSTOMER, STRANGER]);
    const recorded = await entries();
    const hold = recorded.find((entry) => entry.kind === 'hold');
    const approval = recorded.find((entry) => entry.kind === 'approval');
    expect(approval?.verdict).toMatchObject({ hold: hold?.hold.id, answer: 'approve', door: 'elicitation' });
    const released = recorded.find((entry) => entry.kind === 'call' && entry.decision.approval === hold?.hold.id);
    expect(released).toMatchObject({ target: { upstream: 'mail', name: 'send_mail' }, digest: hold?.digest });
    expect(out).toMatch(/approval +\w{8} was approved by demo \(elicitation\)/);
    expect(out).toMatch(new RegExp(`approved as\\s+${hold?.hold.id}`));
    expect(await alive()).toEqual([]);
  });

  it('holds exactly one call: the work before it is not interrupted', async () => {
    const { out } = await ended(play(['--no', '--keep']));
    expect(out.match(/ (allowed|held|refused)$/gm)).toEqual([...Array(5).fill(' allowed'), ' held']);
    expect((await entries()).filter((entry) => entry.kind === 'hold')).toHaveLength(1);
  });

  it('leaves a record that verifies', async () => {
    await ended(play(['--yes', '--keep']));
    const state = path.join(scratch() ?? '', 'state');
    // Throws on any exit code but 0.
    await promisify(execFile)(process.execPath, ['dist/cli/main.js', 'verify', '--state', state]);
  });

  it('takes no where there is no terminal to ask in, and says so', async () => {
    const { code, out } = await ended(play([]));
    expect(code).toBe(0);
    expect(out).toContain('Allow this once? no (no terminal to ask in)');
    expect(scratch()).toBeUndefined();
  });

  it('writes plain lines of at most 80 columns where there is no terminal, and colours where it is told to', async () => {
    const { out } = await ended(play(['--no']));
    expect(out).not.toContain('\u001b');
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect((await ended(play(['--no'], { FORCE_COLOR: '1' }))).out).toContain('\u001b[');
    expect((await ended(play(['--no'], { FORCE_COLOR: '1', NO_COLOR: '1' }))).out).not.toContain('\u001b');
  });

  it('leaves no process and no file when it is interrupted', async () => {
    const child = play(['--no']);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended(child);
    expect({ code, stopped: out.includes('Stopped.') }).toEqual({ code: 130, stopped: true });
    expect(scratch()).toBeUndefined();
    expect(await alive()).toEqual([]);
    expect(existsSync(home)).toBe(true);
  });

  it('refuses options it does not know', async () => {
    const { code, err } = await ended(play(['--maybe']));
    expect(code).toBe(2);
    expect(err).toContain('Usage: npm run demo');
  });
});
