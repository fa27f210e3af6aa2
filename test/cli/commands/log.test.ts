import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { erase } from '../../../src/cli/commands/erase.ts';
import { type LogOptions, log } from '../../../src/cli/commands/log.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import type { StateDir } from '../../../src/journal/state/state-dir.ts';
import { newsOf } from '../../../src/model/record/note.ts';
import { admitAndSettle, alone, fillRecord, makeCall, makeScreen, makeState, withRecord } from '../stage.ts';

/** Follows what is written into a record until `last` is shown; then `done` resolves with the code that it ended with. */
function follow(own: StateDir, last: string, options: { readonly last?: string } = {}) {
  const stop = new AbortController();
  const screen = makeScreen();
  const out = (text: string): void => {
    screen.out(text);
    if (text.includes(last)) stop.abort();
  };
  const done = log({ state: own.root, follow: true, json: true, signal: stop.signal, ...options }, { ...screen, out });
  const lines = () => screen.printed().split('\n');
  return { done, lines, calls: () => lines().map((line) => JSON.parse(line).call) };
}

describe('the log', () => {
  const state = makeState();
  beforeAll(() => fillRecord(state));

  const linesOf = async (options: LogOptions) => {
    const screen = makeScreen();
    expect(await log({ state: state.root, json: true, ...options }, screen)).toBe(0);
    return screen.printed() === ''
      ? []
      : screen
          .printed()
          .split('\n')
          .map((line) => JSON.parse(line));
  };
  const calls = async (options: LogOptions) => (await linesOf(options)).map(({ call }) => call);

  it('shows calls in their order, and is quiet about what is well', async () => {
    expect(await calls({})).toEqual(['call0000', 'call0001', 'call0002']);
    const kinds = (await linesOf({ all: true })).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['start', 'note', 'tool', 'result', 'hold']));
  });

  it('names the tool that a classification was written for, and finds it by that', async () => {
    const tools = (await linesOf({ all: true })).filter(({ kind }) => kind === 'tool');
    expect(tools.map(({ tool }) => tool)).toEqual(expect.arrayContaining(['tickets.read_ticket']));
    expect(tools.every(({ tool, server }) => tool.startsWith(`${server}.`))).toBe(true);
    expect((await linesOf({ kind: ['tool'] })).map(({ kind }) => kind)).toEqual(tools.map(() => 'tool'));
    expect(await linesOf({ kind: ['tool'], tool: 'web.*' })).toEqual([]);
    const screen = makeScreen();
    await log({ state: state.root, kind: ['tool'] }, screen);
    expect(screen.printed()).toMatch(/tickets\.read_ticket +external; marks: untrusted/);
  });

  it('is not quiet about a configuration that was changed and is not in force', async () => {
    const changed = makeState();
    await withRecord(changed, async (journal) => {
      await journal.write({ kind: 'note', about: 'reload', message: 'refused: line 3' });
      await journal.write(newsOf('listing', 'mail', '2 tools'));
      await journal.write({ kind: 'note', about: 'x', message: 'reload: 1' });
    });
    expect((await linesOf({ state: changed.root })).map(({ message }) => message)).toEqual(['reload: refused: line 3']);
    // What is noted of a server is found by its name.
    const ofMail = await linesOf({ state: changed.root, all: true, server: 'mail' });
    expect(ofMail).toMatchObject([
      { kind: 'note', about: 'listing', server: 'mail', message: 'listing: mail: 2 tools' },
    ]);
  });

  it('says that a name was met nowhere, so that a slip of the pen is no proof', async () => {
    const screen = makeScreen();
    expect(await log({ state: state.root, server: 'mial' }, screen)).toBe(0);
    expect(screen.complained()).toBe(
      'Nothing in the record fits: in what was looked at is no server mial (did you mean "mail"?).',
    );
  });

  it('says to a person where nothing fits', async () => {
    const screen = makeScreen();
    expect(await log({ state: state.root, since: '2999-01-01' }, screen)).toBe(0);
    expect([screen.printed(), screen.complained()]).toEqual(['', 'Nothing in the record fits.']);
    const quiet = makeState();
    await withRecord(quiet, async () => undefined);
    const young = makeScreen();
    expect(await log({ state: quiet.root }, young)).toBe(0);
    expect([young.printed(), young.complained()]).toEqual(['', 'Nothing was called yet; --all shows all there is.']);
  });

  it.each<[LogOptions, string[]]>([
    [{ session: 'session-t' }, ['call0002']],
    [{ agent: 'support' }, ['call0002']],
    [{ agent: 'driver' }, ['call0000', 'call0001']],
    [{ server: 'tickets' }, ['call0000']],
    [{ tool: 'mail.*' }, ['call0001', 'call0002']],
    [{ effect: ['ask', 'deny'] }, ['call0001', 'call0002']],
    [{ kind: ['hold'] }, ['call0001']],
    [{ kind: ['result'] }, ['call0000']],
    [{ kind: ['result'], agent: 'driver' }, ['call0000']],
    [{ kind: ['result'], agent: 'support' }, []],
    [{ value: 'EVE@evil.example' }, ['call0000', 'call0001']],
    [{ value: 'eve@evil.example', tool: 'mail.*' }, ['call0001']],
    [{ value: 'eve@evil.example', kind: ['result'] }, ['call0000']],
    [{ value: 'eve@evil.example', agent: 'support' }, []],
    [{ value: '42' }, ['call0000']],
    [{ value: 'nowhere' }, []],
    [{ last: '1' }, ['call0002']],
    [{ since: '1h', last: '2' }, ['call0001', 'call0002']],
    [{ since: '2999-01-01' }, []],
    [{ until: '2999-01-01' }, ['call0000', 'call0001', 'call0002']],
    [{ until: '2020-01-01' }, []],
    [{ since: '1h', until: '30m' }, []],
  ])('filters by %j', async (options, expected) => expect(await calls(options)).toEqual(expected));

  it('says where the value is, to programs and to people, and of how much nobody can tell', async () => {
    const erased = makeState();
    await fillRecord(erased);
    await erase(['call0001'], { state: erased.root, guard: alone }, makeScreen({ answers: ['yes'] }));
    const [line] = await linesOf({ state: erased.root, value: 'eve@evil.example' });
    expect(line).toMatchObject({ kind: 'result', who: 'driver 1', places: ['/content/0/text'] });
    const screen = makeScreen();
    await log({ state: erased.root, value: 'eve@evil.example' }, screen);
    expect(screen.printed()).toMatch(/result of tickets\.read_ticket .* in \/content\/0\/text$/);
    expect(screen.complained()).toMatch(/Not looked at: 1 record .* erased, changed since .*, or cut/);
  });

  it.each<[LogOptions, RegExp]>([
    [{ effect: ['dney'] }, /did you mean "deny"/],
    [{ kind: ['cal'] }, /did you mean "call"/],
    [{ last: '0' }, /--last/],
    [{ last: 'x' }, /--last/],
    [{ since: 'x' }, /--since/],
    [{ until: 'x' }, /--until/],
    [{ value: ' ' }, /--value/],
    [{ until: '1h', follow: true }, /--until .* --follow/],
  ])('refuses %j', async (options, why) => {
    await expect(log({ state: state.root, ...options }, makeScreen())).rejects.toThrow(why);
  });

  it.each([80, 110])('fits a terminal of %i columns', async (width) => {
    const screen = makeScreen({ isTerminal: true, width });
    await log({ state: state.root, all: true }, screen);
    for (const line of screen.printed().split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    expect(screen.printed()).toMatch(/deny +call0002 +support/);
  });

  it('says all that happened on lines of its own where there is no room beside it', async () => {
    const piped = makeScreen();
    await log({ state: state.root, all: true }, piped);
    const narrow = makeScreen({ isTerminal: true, width: 80 });
    await log({ state: state.root, all: true }, narrow);
    const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
    expect(words(narrow.printed())).toBe(words(piped.printed()));
  });

  it('cuts no name where nobody says how wide a line may be', async () => {
    const own = makeState();
    const who = 'a client of a long name, in a version of many words';
    await withRecord(own, async (journal) => {
      const principal = { id: 'local', client: { name: who, version: '1' }, human: 'out-of-band' } as const;
      await admitAndSettle(journal, makeCall('call0009', {}, { principal }), '{"content":[]}');
    });
    const printed = async (isTerminal: boolean): Promise<string> => {
      const screen = makeScreen({ isTerminal });
      await log({ state: own.root }, screen);
      return screen.printed();
    };
    expect(await printed(false)).toContain(who);
    expect(await printed(true)).toContain('a client of a long …');
  });

  it('follows what other processes write, until told to stop', async () => {
    const own = makeState();
    const following = follow(own, 'call0002');
    await fillRecord(own);
    expect(await following.done).toBe(0);
    expect(following.lines()).toHaveLength(3);
    await withRecord(own, async () => undefined);
  });

  it('follows from the last lines on, where it is told how many, and reads nothing that is older than that takes', async () => {
    const own = makeState();
    await withRecord(own, (journal) => admitAndSettle(journal, makeCall('call0008', {}), '{"content":[]}'));
    const [old] = readdirSync(own.journal).filter((name) => name.endsWith('-0.jsonl'));
    const file = path.join(own.journal, old ?? '');
    // A version that nobody can read yet: whoever reads it fails.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('{"v":1,', '{"v":9,'));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    await fillRecord(own);
    const following = follow(own, 'call0009', { last: '1' });
    await vi.waitFor(() => expect(following.calls()).toContain('call0002'));
    await withRecord(own, (journal) => admitAndSettle(journal, makeCall('call0009', {}), '{"content":[]}'));
    expect(await following.done).toBe(0);
    expect(following.calls()).toEqual(['call0002', 'call0009']);
  });

  it('follows from the last lines on also where an older chain goes on: of that too only what is new', async () => {
    const own = makeState();
    const hours = 3 * 3_600_000;
    let late = hours;
    const limits = { payload: 100_000, segment: 1e8, keep: 1e12, most: 1e12 };
    const now = (): number => Date.now() - late;
    const parts = { version: 'test', policy: 'policy-hash', fold: () => undefined };
    const old = await openJournal({ dir: own.journal, ...parts, limits, now });
    await admitAndSettle(old, makeCall('call0007', {}), '{"content":[]}');
    await old.flush();
    const then = (Date.now() - hours) / 1_000;
    utimesSync(path.join(own.journal, `${old.writer}-0.jsonl`), then, then);
    await fillRecord(own);
    const following = follow(own, 'call0009', { last: '1' });
    await vi.waitFor(() => expect(following.calls()).toContain('call0002'));
    late = 0;
    await admitAndSettle(old, makeCall('call0009', {}), '{"content":[]}');
    expect(await following.done).toBe(0);
    await old.close();
    expect(following.calls()).toEqual(['call0002', 'call0009']);
  });
});
