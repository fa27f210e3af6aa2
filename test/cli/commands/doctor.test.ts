import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { doctor } from '../../../src/cli/commands/doctor.ts';
import { fixture, place, RawClient, sallyport } from '../../e2e/gateway.ts';
import { makeScreen, runCli, scratch } from '../stage.ts';

it('prints a table, one action for each problem, and ends with 1 where something is bad', async () => {
  const at = place({ servers: { a: { command: 'a' } } });
  const { code, out } = await sallyport(at, 'doctor', '--config', at.config);
  expect(code).toBe(1);
  expect(out).toMatch(/^ +WHAT +FOUND/);
  expect(out).toMatch(/bad +server a +was never run before/);
  expect(out).toMatch(/To do:[\s\S]*server a: was never run[\s\S]* sallyport trust a --config/);
});

it('says once what mends several things', async () => {
  const at = place({ servers: { a: { command: 'a' }, b: { command: 'b' } } });
  const { out } = await sallyport(at, 'doctor', '--config', at.config);
  expect(out.split('To do:')[1]).toMatch(
    /^\n1\. server a, server b: was never run before, or its command has changed\n {3}sallyport trust --config \S+( --state \S+)?\n$/,
  );
});

it('blames nothing but the state directory where that is a file', async () => {
  const at = place({});
  writeFileSync(at.config, 'servers: {}\n');
  const screen = makeScreen({ env: { HOME: at.dir } });
  expect(await doctor({ config: at.config, state: at.config, json: true }, screen)).toBe(1);
  const checks = screen
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line) as { about: string; state: string });
  expect(checks.filter(({ state }) => state === 'bad').map(({ about }) => about)).toEqual(['state']);
  expect(checks).toContainEqual(expect.objectContaining({ about: 'configuration', state: 'good' }));
});

it('cuts nothing that is said nowhere else, however narrow the terminal is', async () => {
  const at = place({});
  writeFileSync(at.config, 'servers: {}\n');
  const screen = makeScreen({ env: { HOME: at.dir }, isTerminal: true, width: 40 });
  await doctor({ config: at.config, state: at.state }, screen);
  const [rows = ''] = screen.printed().split('\nTo do:');
  expect(rows.replaceAll(/\s/g, '')).toContain(`${at.config}:0servers,`);
  expect(rows).not.toMatch(/^(?:good|skipped).*…$/m);
  for (const line of rows.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
});

it('says once what is wrong with several things alike', async () => {
  const at = place({ servers: { a: { command: 'a' }, b: { command: 'b' } } });
  renameSync(at.config, path.join(at.dir, 'servers.config.yaml'));
  const { out } = await runCli(['doctor', '--state', at.state], { HOME: at.dir }, at.dir);
  expect(out.split('To do:')[1]).toMatch(
    /^\n1\. server a, server b: [^\n]* was only found, [^\n]*\n {3}sallyport trust/,
  );
});

it('says once what to do about a doubt, and sets off the line that it is about', async () => {
  const agents = { a: { match: { token: 'nobody-made-it' }, purpose: 'p' } };
  const at = place({ servers: {}, agents, purposes: { p: { allow: [] } } });
  const { out } = await sallyport(at, 'doctor', '--config', at.config);
  const [, todo = ''] = out.split('To do:');
  expect(todo.match(/sallyport token add/g)).toHaveLength(1);
  expect(todo).toMatch(/nobody is agent "a"\n {5}\d+ \| /);
});

it('says once what to do where there is no configuration', async () => {
  const at = place({});
  const dir = scratch();
  const { out } = await runCli(['doctor', '--state', at.state], { HOME: dir }, dir);
  expect(out.match(/Write one with `sallyport init`/g)).toHaveLength(1);
});

it('prints one object for each check with --json, and ends with 0 where nothing is bad', async () => {
  const at = place({});
  writeFileSync(at.config, 'servers: {}\n');
  const screen = makeScreen({ env: { HOME: at.dir } });
  expect(await doctor({ config: at.config, state: at.state, json: true }, screen)).toBe(0);
  const checks = screen
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(checks.map(({ about }) => about)).toEqual(
    expect.arrayContaining(['node', 'state', 'record', 'configuration']),
  );
  const people = makeScreen({ env: { HOME: at.dir } });
  await doctor({ config: at.config, state: at.state }, people);
  expect(people.printed()).toMatch(/good +node +Node/);
});

it('says for which servers it waits', async () => {
  const at = place({ servers: { slow: fixture('echo') } });
  await (await new RawClient(at, [], { SALLYPORT_KEYCHAIN: 'off' }).open()).close();
  const waited: string[] = [];
  const progress = { say: () => {}, wait: (text: (s: number) => string) => void waited.push(text(0)), end: () => {} };
  await doctor({ config: at.config, state: at.state }, makeScreen({ env: { HOME: at.dir } }), progress);
  expect(waited[0]).toBe('0 s: 0 of 1 server; waiting for slow');
});
