import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { place, sallyport } from '../e2e/gateway.ts';
import { makeScreen } from './stage.ts';

it('prints a table, one action for each problem, and ends with 1 where something is bad', async () => {
  const at = place({ servers: { a: { command: 'a' } } });
  const { code, out } = await sallyport(at, 'doctor', '--config', at.config);
  expect(code).toBe(1);
  expect(out).toMatch(/^ +WHAT +FOUND/);
  expect(out).toMatch(/bad +server a +a was never run before/);
  expect(out).toMatch(/To do:[\s\S]*server a: a was never run[\s\S]* sallyport trust a --config/);
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
