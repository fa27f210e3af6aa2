import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type FollowingParts, followConfiguration } from '../../../src/app/serving/following.ts';
import { readSettings } from '../../../src/app/settings.ts';
import type { Equipped } from '../../../src/app/workshop.ts';
import { fixture, place } from '../../e2e/gateway.ts';

async function open(more: Partial<FollowingParts> = {}) {
  const at = place({ servers: { echo: fixture('echo') }, agents: { desk: { match: { launch: 'desk' } } } });
  const options = { config: at.config, agent: 'desk' };
  const given: unknown[] = [];
  const read = async (wanted: typeof options | object): Promise<Equipped> => {
    given.push(wanted);
    return { ...(await readSettings(wanted, Date.now())), inspectors: [] };
  };
  const settings = await read(options);
  const applied: Equipped[] = [];
  let reload = (): void => undefined;
  const following = followConfiguration({
    settings,
    options,
    read,
    journal: { write: async () => true },
    started: Promise.resolve(),
    onReload: (handed) => {
      reload = handed;
    },
    isAccepted: () => true,
    isLookedAt: () => true,
    apply: (next) => void applied.push(next),
    log: () => undefined,
    ...more,
  });
  const change = (label: string): void => {
    const config = JSON.parse(readFileSync(at.config, 'utf8'));
    config.servers.echo.labels = [label];
    writeFileSync(at.config, JSON.stringify(config));
  };
  return { following, applied, given, change, reload: () => reload() };
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

it('puts a change in force, whoever Sallyport was started for, and none after it was closed', async () => {
  const { following, applied, given, change } = await open();
  change('pii');
  await until(() => applied.length === 1);
  expect(applied[0]?.config.servers.echo?.labels).toEqual(['pii']);
  // An agent that is taken out of the file must lose its grants.
  expect(given.at(-1)).not.toHaveProperty('agent');
  await following.close();
  change('internal');
  const other = await open();
  other.change('internal');
  await until(() => other.applied.length === 1);
  await other.following.close();
  expect(applied).toHaveLength(1);
});

it('can be closed before anything has started', async () => {
  const { following, applied } = await open({ started: new Promise(() => undefined) });
  await following.close();
  expect(applied).toEqual([]);
});
