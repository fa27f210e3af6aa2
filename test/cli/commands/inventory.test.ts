import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inventory } from '../../../src/cli/commands/inventory.ts';
import { fillRecord, makeScreen, makeState, scratch } from '../stage.ts';

async function place() {
  const config = path.join(scratch(), 'servers.config.yaml');
  writeFileSync(config, 'servers:\n  mail: { command: "mail|x" }\n  tickets: { command: tickets }\n');
  const state = makeState();
  await fillRecord(state);
  return { config, state: state.root };
}

it('prints agents, servers and grants, within 80 columns', async () => {
  const screen = makeScreen({ isTerminal: true, width: 80 });
  expect(await inventory(await place(), screen)).toBe(0);
  const out = screen.printed();
  expect(out).toMatch(/any caller +- +2 +1 /);
  expect(out).toMatch(/mail +\? +1\+ +\? /);
  expect(out).toMatch(
    /Grants to take away\nThe record goes back \d+s, of 30d that were asked for: .*\n.*\nany caller, never used since the record begins, \d{4}-.*:\s+mail\.send/,
  );
  expect(out).toContain('sallyport discover');
  const table = out.split('Not known')[0]?.split('\n') ?? [];
  expect(table.filter((line) => line.length > 80)).toEqual([]);
});

it('prints Markdown that shows text as text', async () => {
  const screen = makeScreen();
  await inventory({ ...(await place()), markdown: true }, screen);
  expect(screen.printed()).toContain('## Agents and callers\n\n| Agent | Purpose |');
  expect(screen.printed()).toContain('mail\\|x');
});

it('prints one object with --json, and knows how far back it looked', async () => {
  const screen = makeScreen();
  await inventory({ ...(await place()), json: true, since: '2d' }, screen);
  const found = JSON.parse(screen.printed());
  expect(Date.parse(found.at) - Date.parse(found.since)).toBe(2 * 86_400_000);
  expect(found.servers.map(({ server }: { server: string }) => server)).toEqual(['mail', 'tickets']);
  const stamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(found).toMatchObject({ begins: stamp, agents: [{ last: stamp }, {}] });
  expect(found.servers.map(({ last }: { last: unknown }) => last)).toEqual([null, stamp]);
  await expect(inventory({ since: 'never' }, screen)).rejects.toThrow('--since');
});

it('tells agents of the configuration from those that are only in the record', async () => {
  const at = await place();
  const json = makeScreen();
  await inventory({ ...at, json: true }, json);
  const { agents } = JSON.parse(json.printed());
  expect(agents.map(({ agent, known }: { agent?: string; known: string }) => [agent, known])).toEqual([
    [undefined, 'configuration'],
    ['support', 'record'],
  ]);
  const screen = makeScreen();
  await inventory(at, screen);
  expect(screen.printed()).toMatch(/support .*no agent of this configuration; known from calls in the record alone/);
  expect(screen.printed()).not.toMatch(/support, never used/);
});

it('refuses two forms of the same report', async () => {
  await expect(inventory({ ...(await place()), json: true, markdown: true }, makeScreen())).rejects.toThrow(
    /^--json and --markdown are two forms of the same report: choose one$/,
  );
});
