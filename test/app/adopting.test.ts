import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { adoptAll, planFor, surveyHome } from '../../src/app/adopting.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';
import { configurationHash, openTrust } from '../../src/journal/state/trust.ts';

function makeHome(servers: object) {
  const home = mkdtempSync(path.join(os.tmpdir(), 'sallyport-adopting-'));
  const file = path.join(home, '.cursor', 'mcp.json');
  mkdirSync(path.dirname(file));
  writeFileSync(file, JSON.stringify({ mcpServers: servers }));
  const state = openStateDir(path.join(home, 'state'));
  const machine = { platform: 'linux', home, env: {} } as const;
  return { file, state, wish: { choice: {}, machine, secrets: 'file' } as const };
}

it('points a client at this program, with the configuration and the state that it was told', async () => {
  const { state, wish, file } = makeHome({ a: { command: 'x' } });
  const plan = await planFor(await surveyHome(wish), wish, state);
  await adoptAll(plan, state, 1);
  const { sallyport } = JSON.parse(readFileSync(file, 'utf8')).mcpServers;
  expect(sallyport.command).toBe(process.execPath);
  expect(sallyport.args.slice(1)).toEqual(['serve', '--config', plan.config.file, '--state', state.root]);
});

it('says nothing of the state directory where a client finds it by itself', async () => {
  const { wish } = makeHome({ a: { command: 'x' } });
  const { home } = wish.machine;
  const own = async (root: string, env: Record<string, string>) => {
    const plan = await planFor(
      await surveyHome(wish),
      { ...wish, machine: { ...wish.machine, env } },
      openStateDir(root),
    );
    return plan.files[0]?.after.toString('utf8').includes('--state');
  };
  expect(await own(path.join(home, '.local', 'state', 'sallyport'), {})).toBe(false);
  const elsewhere = path.join(home, 'elsewhere');
  expect(await own(elsewhere, { SALLYPORT_STATE: elsewhere })).toBe(true);
  expect(await own(path.join(elsewhere, 'sallyport'), { XDG_STATE_HOME: elsewhere })).toBe(true);
});

it('sees tokens by their form, and moves them', async () => {
  const token = ['ghp', '_', 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo'].join('');
  const { state, wish } = makeHome({ a: { command: 'x', args: ['login', token], env: { PLAIN: `${token} too` } } });
  const plan = await planFor(await surveyHome(wish), wish, state);
  expect(plan.config.after).not.toContain(token);
  expect(plan.secrets.map(({ value }) => value)).toEqual([token, token]);
});

it('goes on with the configuration of the last adoption, and trusts what a person saw', async () => {
  const { state, wish, file } = makeHome({ a: { command: 'x' } });
  const config = path.join(path.dirname(state.root), 'elsewhere.yaml');
  const named = { ...wish, config };
  await adoptAll(await planFor(await surveyHome(named), named, state), state, 1, 'ann');
  expect(
    openTrust(state.trust)
      .list()
      .map(({ name, by }) => [name, by]),
  ).toEqual([
    [config, 'ann'],
    ['a', 'ann'],
  ]);
  const text = readFileSync(file, 'utf8')
    .replace('{"mcpServers":', '{"mcpServers":')
    .replace('"sallyport"', '"b": {"command":"y"}, "sallyport"');
  writeFileSync(file, text);
  const plan = await planFor(await surveyHome(wish), wish, state);
  expect(plan.config.file).toBe(config);
  expect(plan.taken.map(({ name }) => name)).toEqual(['b']);
});

it.each([
  ['that a person saw whole', undefined, false, true],
  ['that was accepted as it stood before', 'servers:\n  c: { command: z }\n', true, true],
  ['of which they saw the new lines alone', 'servers:\n  c: { command: z }\n', false, false],
])('says of a configuration %s whether it may be used', async (_what, text, wasAccepted, isAccepted) => {
  const { state, wish } = makeHome({ a: { command: 'x' } });
  const config = path.join(wish.machine.home, 'servers.config.yaml');
  const named = { ...wish, config };
  const hash = (): string => configurationHash(config, readFileSync(config, 'utf8'));
  if (text !== undefined) writeFileSync(config, text);
  if (wasAccepted)
    await openTrust(state.trust).trust([{ what: 'configuration', name: config, hash: hash(), by: 'ann', at: 0 }]);
  await adoptAll(await planFor(await surveyHome(named), named, state), state, 1, 'ann');
  expect(openTrust(state.trust).isTrusted(hash())).toBe(isAccepted);
});
