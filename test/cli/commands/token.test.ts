import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import { add, list, revoke } from '../../../src/cli/commands/token.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { openTokenStore } from '../../../src/journal/state/token-store.ts';
import { alone, makeScreen, makeState, scratch } from '../stage.ts';

function open() {
  const state = makeState();
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'agents: { build: {} }\n');
  return { state, options: { state: state.root, config, guard: alone } };
}

describe('a token', () => {
  it('is printed alone on stdout, so that it can be piped, and works', async () => {
    const { state, options } = open();
    const screen = makeScreen({ answers: [] });
    expect(await add('ci', { ...options, agent: 'build', expires: '90d' }, screen)).toBe(0);
    const found = openTokenStore(state.tokens).find(screen.printed());
    expect(found).toMatchObject({ kind: 'known', token: { name: 'ci', agent: 'build' } });
    expect(screen.complained()).not.toContain(screen.printed());
  });

  it('is listed with its dates and never itself; revoking ends it; all of it is in the record', async () => {
    const { state, options } = open();
    const made = makeScreen({ answers: [] });
    await add('ci', { ...options, agent: 'build', expires: '2h' }, made);
    const shown = makeScreen();
    expect(await list(options, shown)).toBe(0);
    expect(shown.printed()).toMatch(/ci +build .*in 2h/);
    const later = makeScreen({ now: () => Date.now() + 3 * 3_600_000 });
    await list(options, later);
    expect(later.printed()).toContain('expired');
    const json = makeScreen();
    await list({ ...options, json: true }, json);
    expect(JSON.parse(json.printed())).toMatchObject({
      name: 'ci',
      agent: 'build',
      expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(shown.printed() + json.printed()).not.toContain(made.printed());
    // Whoever takes away needs no terminal.
    expect(await revoke('ci', options, makeScreen())).toBe(0);
    expect(openTokenStore(state.tokens).find(made.printed())).toMatchObject({ kind: 'unknown' });
    const entries = [];
    for await (const { record } of readRecords(state.journal, { kinds: ['token'] })) entries.push(record.entry);
    expect(entries).toMatchObject([
      { name: 'ci', on: true, agent: 'build' },
      { name: 'ci', on: false },
    ]);
    const none = makeScreen();
    await list(options, none);
    expect(none.printed()).toContain('sallyport token add NAME');
  });

  it('is listed with the agent that the configuration binds it to, and without one where that cannot be read', async () => {
    const { options } = open();
    await add('ci', options, makeScreen({ answers: [] }));
    writeFileSync(options.config, 'agents: { build: { match: { token: ci } } }\n');
    const shown = makeScreen();
    expect(await list(options, shown)).toBe(0);
    expect(shown.printed()).toMatch(/ci +build /);
    const json = makeScreen();
    await list({ ...options, json: true }, json);
    expect(JSON.parse(json.printed())).toMatchObject({ name: 'ci', agent: 'build' });
    writeFileSync(options.config, 'agents: [');
    const broken = makeScreen();
    expect(await list(options, broken)).toBe(0);
    expect(broken.printed()).toMatch(/^ci /m);
    expect(broken.complained()).toMatch(/agents of the configuration are not known: .*c\.yaml/);
  });

  it('is said, when it is made, to be whose in the record, and what that opens', async () => {
    const { options } = open();
    const told = async (name: string, more: object = {}): Promise<string> => {
      const screen = makeScreen({ answers: [] });
      expect(await add(name, { ...options, ...more }, screen)).toBe(0);
      return screen.complained();
    };
    expect(await told('ci', { agent: 'build' })).toMatch(/token:ci, agent build\.$/m);
    expect(await told('loose')).toMatch(
      /token:loose\. It is no agent's, so it opens nothing .* in \/.*c\.yaml: .*--agent \(build\)/,
    );
    writeFileSync(options.config, 'agents: { build: { match: { token: named } } }\n');
    expect(await told('named')).toMatch(/token:named, agent build\.$/m);
    writeFileSync(options.config, 'servers: {}\n');
    expect(await told('all')).toMatch(/token:all\. .*may call all that is configured/);
    writeFileSync(options.config, 'agents: [');
    expect(await told('blind')).toMatch(/agents of the configuration are not known: .*c\.yaml/);
  });

  it('is no matter of another configuration with the same state directory', async () => {
    const { state, options } = open();
    await add('ci', { ...options, agent: 'build' }, makeScreen({ answers: [] }));
    const other = path.join(path.dirname(options.config), 'other.yaml');
    writeFileSync(other, 'servers: { a: { command: node } }\nagents: { desk: {} }\n');
    const checked = async (config: string): Promise<string> => {
      const screen = makeScreen();
      await check({ config, state: state.root }, screen);
      return screen.printed();
    };
    expect(await checked(other)).not.toContain('token');
    writeFileSync(options.config, 'servers: { a: { command: node } }\nagents: { desk: {} }\n');
    expect(await checked(options.config)).toMatch(
      /token "ci" was made for agent "build", which is not configured here/,
    );
    // Nobody else would say it.
    rmSync(options.config);
    expect(await checked(other)).toMatch(/token "ci" was made for agent "build"/);
  });

  it('is made by a person, for an agent that exists, under a name that is free', async () => {
    const { options } = open();
    const nobody = makeScreen();
    expect(await add('ci', options, nobody)).toBe(1);
    expect(nobody.complained()).toMatch(/no token was made/);
    const screen = makeScreen({ answers: [] });
    expect(await add('ci', options, screen)).toBe(0);
    expect(await add('ci', options, screen)).toBe(1);
    expect(screen.complained()).toMatch(/already/);
    await expect(add('x', { ...options, agent: 'biuld' }, screen)).rejects.toThrow(/did you mean "build"/);
    await expect(add('x', { ...options, expires: 'soon' }, screen)).rejects.toThrow(/--expires soon/);
    await expect(add('not a name', options, screen)).rejects.toThrow(/is not a name/);
    const typo = makeScreen();
    expect(await revoke('cj', options, typo)).toBe(1);
    expect(typo.complained()).toMatch(/did you mean "ci"/);
  });
});
