import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/app/checkup/check.ts';
import { checkUp } from '../../../src/app/checkup/checkup.ts';
import { fixture, MAIN, type Place, place, RawClient, sallyport } from '../../e2e/gateway.ts';
import { closeStand, startPair } from '../../upstream/oauth/stand.ts';

afterEach(closeStand);

/** What is found of a set-up whose servers a person has let run. */
async function look(config: Parameters<typeof place>[0]): Promise<{ at: Place; checks: Check[] }> {
  const at = place(config);
  await (await new RawClient(at, [], { SALLYPORT_KEYCHAIN: 'off' }).open()).close();
  const options = { config: at.config, state: at.state, start: true, env: { HOME: at.dir }, now: Date.now };
  return { at, checks: await checkUp(options) };
}
const of = (checks: readonly Check[], about: string): Check | undefined =>
  checks.find((check) => check.about === about);
const dies = (words: string) => ({
  command: process.execPath,
  args: ['-e', `console.error(${JSON.stringify(words)}); process.exit(1)`],
  era: 'legacy',
});

describe('what is to be done about a server that fails', () => {
  it.each([
    [
      'wants another Node',
      'npm WARN EBADENGINE Unsupported engine { required: { node: ">=22" } }',
      /another Node than/,
    ],
    ['was written for another', 'SyntaxError: Unexpected token', /another Node than .* `command`/],
    ['says what nobody else knows', 'the flux capacitor is empty', /^Run its command by hand/],
  ])('where it %s', async (_, words, action) => {
    const { checks } = await look({ servers: { it: dies(words) } });
    expect(of(checks, 'server it')).toMatchObject({
      state: 'bad',
      found: expect.stringContaining(words.slice(0, 20)),
      action: expect.stringMatching(action),
    });
  });

  it('where it prints something else than messages', async () => {
    const chatty = { command: 'sh', args: ['-c', 'echo Welcome; exec sleep 60'], era: 'legacy', start: '1s' };
    const { checks } = await look({ servers: { chatty } });
    expect(of(checks, 'server chatty')).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/: Welcome$/),
      action: expect.stringMatching(/^Its output is for messages alone/),
    });
  });

  it('where it says a secret last, which is not said again', async () => {
    const secret = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    const { checks } = await look({ servers: { it: dies(`not signed in with ${secret}`) } });
    expect(of(checks, 'server it')).toMatchObject({ found: expect.stringMatching(/not signed in with \[secret\./) });
    expect(JSON.stringify(checks)).not.toContain(secret);
  });

  it('where it starts too late for a first list, unless a lockfile has what it offers', {
    timeout: 60_000,
  }, async () => {
    const file = path.join(place({}).dir, 'milliseconds');
    writeFileSync(file, '4500');
    const { at, checks } = await look({ servers: { late: fixture('slow-start', [file]) } });
    const late = (all: readonly Check[]): Check | undefined =>
      all.find(({ about, state }) => about === 'server late' && state === 'doubtful');
    expect(late(checks)).toMatchObject({
      found: expect.stringMatching(/^it took \d+\.\d s until it listed; a client's first list waits 4 s$/),
      action: expect.stringMatching(/`list_changed` never shows them\. Accept .* `sallyport lock/),
    });
    writeFileSync(file, '0');
    await sallyport(at, 'lock', '--config', at.config, '--state', at.state);
    writeFileSync(file, '4500');
    const again = { config: at.config, state: at.state, start: true, env: { HOME: at.dir }, now: Date.now };
    expect(late(await checkUp(again))).toBeUndefined();
  });

  it('where its folder is not there', async () => {
    const cwd = path.join(place({}).dir, 'gone');
    const { checks } = await look({ servers: { it: { ...dies('x'), cwd } } });
    expect(of(checks, 'server it')).toMatchObject({ action: 'Make that folder, or correct `cwd` of it.' });
  });

  it('where it offers nothing at all', async () => {
    const file = path.join(place({}).dir, 'definitions.json');
    writeFileSync(file, '{"tools":[]}');
    const { checks } = await look({ servers: { it: fixture('definitions', [file]) } });
    expect(of(checks, 'server it')).toMatchObject({
      state: 'doubtful',
      found: expect.stringContaining('lists 0 tools, 0 resources, 0 prompts'),
      action: expect.stringContaining('what it wants'),
    });
  });

  it('where somebody has to sign in to it', async () => {
    const { resource } = await startPair();
    const crm = { url: resource.url, era: 'legacy', labels: [], auth: { oauth: {} } };
    const { at, checks } = await look({ servers: { crm } });
    expect(of(checks, 'server crm')).toMatchObject({
      state: 'bad',
      action: expect.stringMatching(`^sallyport login crm .*${at.state}`),
    });
  });
});

it('starts no server where that cannot be recorded, and says what to do', async () => {
  const receipts = path.join(place({}).dir, 'is');
  writeFileSync(receipts, 'legacy a');
  // The record says which are started: with these names that takes more than half a kilobyte.
  const others = Array.from({ length: 14 }, (_, at) => [`${'x'.repeat(38)}${at}`, { command: 'false', labels: [] }]);
  const at = place({ servers: { it: fixture('shifting', [receipts]), ...Object.fromEntries(others) } });
  const client = await new RawClient(at, [], { SALLYPORT_KEYCHAIN: 'off' }).open();
  await client.tools();
  await client.close();
  const starts = (): string => readFileSync(`${receipts}.starts`, 'utf8');
  const before = starts();
  const doctor = ['doctor', '--config', at.config, '--state', at.state];
  // No file may grow beyond half a kilobyte, as if the disk were full then.
  const full = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
  const child = spawn('sh', ['-c', full, process.execPath, MAIN, ...doctor], { env: { ...process.env, HOME: at.dir } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  await once(child, 'close');
  expect(said).toContain('that they are started could not be recorded');
  expect(said).toContain('no server is started without a record');
  expect(starts()).toBe(before);
});

it('says of a server that is there what of it is not shown, and why', async () => {
  const file = path.join(place({}).dir, 'definitions.json');
  const tools = [{ name: 'good', inputSchema: { type: 'object' } }, { name: 'bad', inputSchema: 'none' }, { name: 7 }];
  writeFileSync(file, JSON.stringify({ tools }));
  const { checks } = await look({ servers: { it: fixture('definitions', [file]) } });
  expect(of(checks, 'server it')).toMatchObject({ state: 'good' });
  expect(checks.filter(({ state }) => state === 'doubtful')).toContainEqual(
    expect.objectContaining({ about: 'server it', found: expect.stringMatching(/^bad is left out: /) }),
  );
});
