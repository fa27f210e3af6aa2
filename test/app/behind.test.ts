import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openBehind, visit } from '../../src/app/behind.ts';
import { Keyring } from '../../src/app/secrets/keyring.ts';
import { readConfiguration } from '../../src/app/settings.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';
import { fixture, place } from '../e2e/gateway.ts';

it('starts servers at once, tells them nothing before the record can be kept, and gives each its own folder', async () => {
  const at = place({ servers: { books: fixture('echo', [], { env: { DIR: '${session.dir}' } }) } });
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  let begin: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const options = {
    isTrusted: async () => true,
    ready,
    client: Promise.resolve({}),
    log: () => undefined,
    now: Date.now,
  };
  const configuration = await readConfiguration({ config: at.config });
  const upstreams = openBehind(configuration, state, { ...options, keyring: new Keyring(configuration) });
  const listed: string[] = [];
  upstreams.onListing((upstream) => listed.push(upstream));
  upstreams.start();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(listed).toEqual([]);
  begin();
  await upstreams.settled();
  expect(listed).toEqual(['books']);
  expect(existsSync(path.join(state.sessions, 'listing.d'))).toBe(true);
  await upstreams.close();
});

it('visits servers: each list as it comes, how each stood at the end, and nothing runs on', async () => {
  const at = place({
    servers: {
      books: fixture('echo', ['2']),
      dies: fixture('die-at-start'),
      slow: fixture('slow-start', ['600000'], { start: '1s' }),
    },
  });
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  const configuration = await readConfiguration({ config: at.config });
  const heard: string[] = [];
  const { listings, standings } = await visit(configuration, configuration.config.servers, state, {
    now: Date.now,
    heard: (server, listing) => heard.push(`${server} ${listing === undefined ? 'nothing' : 'a list'}`),
  });
  expect([...listings.keys()]).toEqual(['books']);
  expect(heard).toContain('books a list');
  const stood = new Map(standings.map(({ upstream, state: stand, message }) => [upstream, message ?? stand]));
  expect(stood.get('books')).toBe('ready');
  expect(stood.get('dies')).not.toBe('starting');
  expect(stood.get('slow')).toMatch(/within 1 s/);
});

it('visits servers as a client that can do everything: what is offered to such alone has to be accepted too', async () => {
  const at = place({ servers: { grows: fixture('grows-for-client') } });
  const configuration = await readConfiguration({ config: at.config });
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  const { listings } = await visit(configuration, configuration.config.servers, state, { now: Date.now });
  const names = listings.get('grows')?.tools.map((tool) => JSON.parse(tool).name);
  expect(names).toEqual(['poke', 'asks']);
});

it('says what servers write to stderr, without the secrets in it', async () => {
  const KEY = 'n3XqTz81kWm0';
  const token = ['ghp_a1B2c3D4e5F6g7H8', 'i9J0k1L2m3N4o5P6q7R8'].join('');
  const SAY = `as ${token.slice(0, 20)}\u200b${token.slice(20)} at postgres://app:q7Rk2VbT9x@db.internal/app, not ${KEY}`;
  const at = place({ servers: { logs: fixture('log-lines', [], { env: { SAY, ACME_API_KEY: KEY } }) } });
  const lines: string[] = [];
  const configuration = await readConfiguration({ config: at.config });
  const upstreams = openBehind(configuration, openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-'))), {
    isTrusted: async () => true,
    ready: Promise.resolve(),
    client: Promise.resolve({}),
    keyring: new Keyring(configuration),
    log: (line) => lines.push(line),
    now: Date.now,
  });
  upstreams.start();
  await upstreams.settled();
  await expect
    .poll(() => lines)
    .toEqual([
      '[logs] ready',
      '[logs] as [secret.github] at postgres://app:[secret.url]@db.internal/app, not [secret.given]',
      '[logs] red and  bell',
    ]);
  await upstreams.close();
});
