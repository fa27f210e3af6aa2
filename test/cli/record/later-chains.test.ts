import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { log } from '../../../src/cli/commands/log.ts';
import { laterText } from '../../../src/cli/record/later-chains.ts';
import type { StateDir } from '../../../src/journal/state/state-dir.ts';
import { makeLater } from '../../journal/later.ts';
import { admitAndSettle, fillRecord, makeCall, makeScreen, makeState, runCli, scratch, withRecord } from '../stage.ts';

/** A record of which a later version wrote the first chain, with calls of its own, and this one the second. */
async function downgraded(): Promise<{ state: StateDir; later: string; config: string }> {
  const state = makeState();
  await fillRecord(state);
  const [later = ''] = makeLater(state.journal);
  const config = path.join(scratch(), 'servers.config.yaml');
  writeFileSync(config, 'servers:\n  mail: { command: mail }\n');
  await withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0009'), '{"content":[]}'), config);
  return { state, later, config };
}

it('are named by every command that tells of the record, after all that it can tell', async () => {
  const { state, later, config } = await downgraded();
  const told: readonly (readonly [words: string, shown: RegExp])[] = [
    ['log', /call0009.*mail\.send/],
    ['log --last 5', /call0009.*mail\.send/],
    ['log --until 0s --since 1h', /call0009.*mail\.send/],
    ['log --json', /"call":"call0009"/],
    ['sessions', /session-on .*driver 1/],
    ['sessions --json', /"calls":1/],
    [`sessions --config ${config}`, /session-on .*driver 1/],
    ['servers', /^mail +1 /m],
    [`servers --config ${config} --json`, /"calls":1/],
    [`inventory --config ${config}`, /^mail .* 1 /m],
    [`inventory --config ${config} --json`, /"calls":1/],
    ['checkpoint', /"kind":"checkpoint"/],
  ];
  for (const [words, shown] of told) {
    const { code, out, err } = await runCli([...words.split(' '), '--state', state.root]);
    expect(out, words).toMatch(shown);
    expect(err, words).toContain(
      `not read: 1 chain of the record that a later version of Sallyport wrote (${later}); update this one to read it`,
    );
    expect(code, words).toBe(3);
  }
});

it('are not named where nothing of the asked time can stand in them, nor where there are none', async () => {
  const { state } = await downgraded();
  const early = makeScreen();
  expect(await log({ state: state.root, until: '1d' }, early)).toBe(0);
  expect(early.complained()).not.toContain('not read');
  const whole = makeState();
  await fillRecord(whole);
  const screen = makeScreen();
  expect(await log({ state: whole.root }, screen)).toBe(0);
  expect(screen.complained()).toBe('');
});

it('are named once by those who follow the record, who hear what comes', async () => {
  const { state, later } = await downgraded();
  const follow = new AbortController();
  const lines: string[] = [];
  const out = (line: string): void => {
    lines.push(line);
    if (line.includes('call0010')) follow.abort();
  };
  const screen = { ...makeScreen(), out };
  const complaints: string[] = [];
  const err = (line: string): void => {
    complaints.push(line);
    void withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0010'), '{"content":[]}'));
  };
  const code = await log({ state: state.root, follow: true, signal: follow.signal }, { ...screen, err });
  expect(code).toBe(3);
  expect(lines.join('\n')).toMatch(/call0009(.|\n)*call0010/);
  expect(complaints).toEqual([expect.stringContaining(later)]);
});

it('are counted where they are many', () => {
  expect(laterText([])).toBeUndefined();
  expect(laterText(['a', 'b', 'c', 'd', 'e'])).toContain('5 chains of the record');
  expect(laterText(['a', 'b', 'c', 'd', 'e'])).toContain('(a, b, c and 2 more)');
});
