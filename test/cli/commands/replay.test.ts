import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/cli/commands/replay.ts';
import { makeScreen, runCli, scratch } from '../stage.ts';

const OWN = path.join(import.meta.dirname, '../../../fixtures/traces');
const run = (args: readonly string[]): ReturnType<typeof runCli> => runCli(['replay', ...args], {}, scratch());

describe('replay of foreign traces', () => {
  it('writes one line for each call, in order, and says how many', async () => {
    const file = path.join(scratch(), 'decisions.jsonl');
    const screen = makeScreen();
    expect(await replay({ traces: OWN, out: file }, screen)).toBe(0);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '{"trace":"ticket-orders-a-leak","call":0,"effect":"allow","rules":[]}',
      '{"trace":"ticket-orders-a-leak","call":1,"effect":"allow","rules":[]}',
      '{"trace":"ticket-orders-a-leak","call":2,"effect":"ask","rules":["value-from-untrusted-text"]}',
    ]);
    expect(screen.printed()).toBe('');
    expect(screen.complained()).toMatch(/^15 traces, 36 calls judged in \d+\.\d s$/);
    const printing = makeScreen();
    await replay({ traces: OWN }, printing);
    expect(printing.printed().split('\n')).toEqual(lines);
  });

  it('judges by another policy, by what the user asked for, and by what was declared', async () => {
    const config = path.join(scratch(), 'c.yaml');
    writeFileSync(
      config,
      'policy: { rules: [{ id: no-mail, tools: ["office.post_mail"], effect: deny, reason: r }] }\n',
    );
    const { code, out } = await run(['--traces', OWN, '--config', config, '--task-text', '--declared-tools']);
    expect(code).toBe(0);
    expect(out).toMatch(/"call":2,"effect":"deny","rules":\["no-mail"\]/);
  });

  it('judges traces as sessions of one process where it is told to', async () => {
    const dir = scratch();
    const toolset = readdirSync(OWN).find((name) => name.startsWith('toolset_')) ?? '';
    copyFileSync(path.join(OWN, toolset), path.join(dir, toolset));
    const [name] = Object.keys(JSON.parse(readFileSync(path.join(dir, toolset), 'utf8')));
    const reads = { tool: 'open_ticket', args: { number: 1 }, result: 'Mail grete@there.example.', error: null };
    const mails = { tool: 'post_mail', args: { to: 'grete@there.example', text: 'Hi' }, result: 'sent', error: null };
    const trace = (id: string, call: object): string => `${JSON.stringify({ id, toolset: name, calls: [call] })}\n`;
    writeFileSync(path.join(dir, 'a.jsonl'), trace('one', reads) + trace('two', mails));
    const config = path.join(dir, 'c.yaml');
    writeFileSync(config, 'policy: { packs: [strict], off: [arguments-must-fit] }\n');
    const judged = async (...more: string[]): Promise<string> =>
      (await run(['--traces', dir, '--config', config, ...more])).out;
    expect(await judged()).toMatch(/"trace":"two","call":0,"effect":"allow"/);
    expect(await judged('--together')).toMatch(/"two","call":0,"effect":"ask","rules":\["value-of-another-session"\]/);
  });

  it.each([
    ['no such folder', ['--traces', '/nowhere/at/all'], 1, /sallyport: \/nowhere\/at\/all: there is no such folder/],
    ['no such policy', ['--traces', OWN, '--config', 'no.yaml'], 1, /no such file/],
    ['nowhere to write', ['--traces', OWN, '--out', 'no/folder'], 1, /no\/folder cannot be written/],
    ['options of the record', ['--traces', OWN, '--since', '2h'], 2, /leave them out with --traces/],
    [
      'filters of the record',
      ['--traces', OWN, '--agent', 'x', '--until', '2h'],
      2,
      /\(--until, --agent\): leave them out with --traces/,
    ],
    ['an object of traces', ['--traces', OWN, '--json'], 2, /leave them out with --traces/],
    ['evidence of traces', ['--traces', OWN, '--regather'], 2, /leave them out with --traces/],
    ['trust without inspectors', ['--trust'], 2, /no(?:ne|body) runs here.*--regather/],
    ['cores that are none', ['--traces', OWN, '--cores', '0'], 2, /--cores.*a whole number, 1 or more/],
    ['cores where one is enough', ['--cores', '2'], 2, /--cores is for evidence that is gathered anew/],
    ['options of traces', ['--task-text'], 2, /name their folder with --traces/],
    ['an option that is none', ['--trace', OWN], 2, /unknown option/],
  ] as const)('says what is wrong: %s', async (_, args, code, words) => {
    const ended = await run(args);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(words);
  });

  describe('of many of them', () => {
    /** By default more than one thread gets. */
    const many = (count = 130, times = 1_500): string => {
      const dir = scratch();
      const [set = ''] = readdirSync(OWN).filter((name) => name.startsWith('toolset_'));
      copyFileSync(path.join(OWN, set), path.join(dir, set));
      const trace = (n: number): string => {
        const result = `number: ${n}, and nothing that asks for anything. `.repeat(times);
        return JSON.stringify({ id: `t${n}`, toolset: 'office', calls: [{ tool: 'open_ticket', args: {}, result }] });
      };
      const lines = Array.from({ length: count }, (_, n) => trace(n));
      writeFileSync(path.join(dir, 'a.jsonl'), `${lines.join('\n')}\n`);
      return dir;
    };

    it('comes to the same on several cores, and says which line is no trace', { timeout: 120_000 }, async () => {
      const dir = many();
      const alone = await run(['--traces', dir, '--cores', '1']);
      expect(alone.out.trim().split('\n')).toHaveLength(130);
      expect(await run(['--traces', dir, '--cores', '4'])).toMatchObject({ code: 0, out: alone.out });
      appendFileSync(path.join(dir, 'a.jsonl'), 'oh\n{}\n');
      const broken = await run(['--traces', dir, '--cores', '4']);
      expect(broken).toEqual({
        code: 1,
        out: alone.out,
        err: expect.stringMatching(/^sallyport: a\.jsonl:131: this is not JSON/),
      });
      const config = path.join(dir, 'c.yaml');
      writeFileSync(config, 'policy: { rules: [{ id: r, tools: ["nobody.*"], effect: deny, reason: r }] }\n');
      const refused = await run(['--traces', dir, '--cores', '4', '--config', config]);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toMatch(/nobody/);
    });

    it('ends with an interrupt', { timeout: 60_000 }, async () => {
      // So many that it goes on for seconds behind its first line.
      const dir = many(30_000, 4);
      const args = [path.resolve('dist/cli/main.js'), 'replay', '--traces', dir, '--cores', '4'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill('SIGINT');
      expect(await ended).toBe('SIGINT');
    });
  });

  it('is no success without a call, and ends at a line that cannot be read', async () => {
    const dir = path.join(scratch(), 'traces');
    mkdirSync(dir);
    writeFileSync(path.join(dir, 'a.jsonl'), '{"id":"t","toolset":"x","calls":[]}\n');
    const screen = makeScreen();
    expect(await replay({ traces: dir }, screen)).toBe(1);
    expect(screen.complained()).toMatch(/no toolset_\*\.json has "x"[\s\S]*there is no call in the traces/);
    writeFileSync(path.join(dir, 'b.jsonl'), 'oh\n');
    await expect(replay({ traces: dir }, makeScreen())).rejects.toThrow(/^b\.jsonl:1: this is not JSON/);
  });
});
