import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayJournal } from '../../../src/cli/commands/replay-journal.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, readTicket, sendMail } from '../../laws/spine.ts';
import { makeScreen, runCli, scratch } from '../stage.ts';

const SERVERS = 'servers: { mail: { command: mail }, files: { command: files } }\n';
const config = (rules = ''): string => {
  const file = path.join(scratch(), 'c.yaml');
  writeFileSync(file, SERVERS + rules);
  return file;
};

let state: string;
const other = { session: { key: 'session-b', source: 'process' } } as const;
beforeAll(async () => {
  const spine = await openSpine();
  for (const call of [readTicket(), sendMail('ada@ours.example'), readTicket(), readTicket(other)])
    await interpose(call, NOBODY, spine.interposer);
  await spine.close();
  state = spine.root;
});

describe('replay of the record', () => {
  it('comes out as it was under the policy that decided', async () => {
    const screen = makeScreen();
    expect(await replayJournal({ state, config: config() }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/^By .*c\.yaml, all of 8 decisions about 4 calls come out as they were\.$/);
    expect(screen.complained()).toMatch(/^8 decisions about 4 calls made again in/);
  });

  it('prints what another policy would do, by rule, with the calls behind it, and what diverged', async () => {
    const out = path.join(scratch(), 'again.jsonl');
    const rules = 'policy: { rules: [{ id: mails, tools: ["mail.send"], effect: ask, reason: r }] }\n';
    const screen = makeScreen();
    expect(await replayJournal({ state, config: config(rules), out }, screen)).toBe(0);
    const lines = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const mail = lines[2];
    expect(mail).toMatchObject({
      phase: 'call',
      server: 'mail',
      tool: 'send',
      before: { effect: 'allow', rules: [] },
      after: { effect: 'ask', rules: ['mails'] },
      differs: true,
      diverged: false,
    });
    expect(lines.map(({ diverged }) => diverged)).toEqual([false, false, false, true, true, true, false, false]);
    const printed = screen.printed();
    expect(printed).toMatch(/, 1 of 8 decisions about 4 calls come out otherwise\./);
    expect(printed).toContain(`Would newly ask\n  mails  1 (mail.send 1)\n    ${mail.call}\n`);
    expect(printed).toMatch(/Diverged: 3 decisions follow/);
    expect(printed).toMatch(/sallyport show ID/);
  });

  it('prints one object for programs, all calls behind each number included', async () => {
    const rules = 'policy: { rules: [{ id: mails, tools: ["mail.send"], effect: ask, reason: r }] }\n';
    const file = config(rules);
    const screen = makeScreen();
    expect(await replayJournal({ state, config: file, json: true }, screen)).toBe(0);
    const said = JSON.parse(screen.printed());
    expect(said).toMatchObject({ policy: file, decisions: 8, calls: 4, different: 1, diverged: 3, broken: [] });
    const rule = { rule: 'mails', effect: 'ask', isNew: true, tools: { 'mail.send': 1 }, diverged: 0 };
    expect(said.rules).toEqual([{ ...rule, calls: [expect.stringMatching(/^[\da-z]+$/)] }]);
    expect(said).not.toHaveProperty('evidence');
    const anew = makeScreen();
    await replayJournal({ state, config: file, json: true, regather: true }, anew);
    expect(JSON.parse(anew.printed()).evidence).toMatchObject({ different: 0, changes: [], cut: 0 });
  });

  it('gathers the evidence anew, and says what it saw otherwise and could not look at', async () => {
    const screen = makeScreen();
    const out = path.join(scratch(), 'again.jsonl');
    expect(await replayJournal({ state, config: config(), regather: true, out }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/all of 8 decisions.*gathered anew is what was recorded/s);
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    const evidence = { seen: [], unseen: [], lacks: null, kept: [], afterGap: false };
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ differs: false, evidence });
    const blind = makeScreen();
    const silent = 'policy: { inspectors: { labels: { mode: audit } } }\n';
    expect(await replayJournal({ state, config: config(silent), regather: true }, blind)).toBe(0);
    expect(blind.printed()).toMatch(
      /evidence of 4 decisions is not .*Seen then, and not now\n {2}mark untrusted {2}4\n/s,
    );
  });

  it('keeps to a time and a session', async () => {
    const screen = makeScreen();
    await replayJournal({ state, config: config(), since: '1h', session: 'session-b' }, screen);
    expect(screen.printed()).toMatch(/all of 2 decisions about 1 call/);
    const none = makeScreen();
    expect(await replayJournal({ state, config: config(), since: '2999-01-01' }, none)).toBe(1);
    expect(none.complained()).toMatch(/^sallyport: no recorded call fits; `sallyport log --since 7d`/);
  });

  it.each([
    [{ until: '2999-01-01' }, /all of 8 decisions about 4 calls/],
    [{ since: '1h', tool: 'mail.*' }, /all of 2 decisions about 1 call /],
    [{ server: 'files' }, /all of 6 decisions about 3 calls/],
    [{ agent: 'local', tool: '*.send' }, /all of 2 decisions about 1 call /],
    [{ effect: ['allow'] }, /all of 8 decisions/],
    [{ session: 'session-b', server: 'files' }, /all of 2 decisions about 1 call /],
  ])('chooses calls as the log does, each with its result: %j', async (wish, said) => {
    const screen = makeScreen();
    expect(await replayJournal({ state, config: config(), ...wish }, screen)).toBe(0);
    expect(`${screen.printed()} `).toMatch(said);
  });

  it.each([
    { until: '2020-01-01' },
    { agent: 'nobody' },
    { server: 'web' },
    { tool: 'mail.read' },
    { effect: ['deny'] },
  ])('says so where none is chosen: %j', async (wish) => {
    const screen = makeScreen();
    expect(await replayJournal({ state, config: config(), ...wish }, screen)).toBe(1);
    expect(screen.complained()).toMatch(/^sallyport: no recorded call fits; `sallyport log --since 7d`/);
  });

  it('knows of calls that were not chosen that another policy had stopped them', async () => {
    const rules = 'policy: { rules: [{ id: mails, tools: ["mail.send"], effect: ask, reason: r }] }\n';
    const screen = makeScreen();
    await replayJournal({ state, config: config(rules), server: 'files' }, screen);
    expect(screen.printed()).toMatch(/Diverged: 2 decisions follow/);
    const single = makeScreen();
    await replayJournal({ state, config: config(rules), server: 'mail' }, single);
    expect(single.printed()).toMatch(/Diverged: 1 decision follows/);
    await expect(replayJournal({ state, config: config(), effect: ['dney'] }, screen)).rejects.toThrow(/"deny"/);
  });

  it('fails where the very same policy decides otherwise', async () => {
    const spine = await openSpine();
    const { decide } = spine.interposer;
    const lax: typeof decide = (...given) => ({ ...decide(...given), effect: 'allow', matched: [] });
    await interpose(readTicket(), NOBODY, spine.interposer);
    await interpose(sendMail('a@b.example', { id: 'wrongly0' }), NOBODY, {
      ...spine.interposer,
      decide: (call, ...rest) => {
        const made = lax(call, ...rest);
        return { ...made, excepted: [{ rule: 'none', why: 'w' }] };
      },
    });
    await spine.close();
    const screen = makeScreen();
    expect(await replayJournal({ state: spine.root, config: config() }, screen)).toBe(1);
    expect(screen.printed()).toMatch(/decided by this very policy, and must not differ: wrongly0/);
  });

  it('says what is wrong', async () => {
    const cwd = scratch();
    const nowhere = await runCli(['replay', '--state', path.join(cwd, 'none')], {}, cwd);
    expect(nowhere).toMatchObject({ code: 1, out: '' });
    expect(nowhere.err).toMatch(/there is no record here yet/);
    const bad = await runCli(['replay', '--state', state, '--since', 'yesterday'], {}, cwd);
    expect(bad).toMatchObject({ code: 2, out: '' });
    const unconfigured = await runCli(['replay', '--state', state], {}, cwd);
    expect(unconfigured.code).toBe(1);
    expect(unconfigured.err).toMatch(/there is no servers\.config\.yaml in/);
  });
});
