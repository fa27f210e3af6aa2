import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationOf, launchesOf, openTrustDesk } from '../../src/app/trust-desk.ts';
import { parseConfig } from '../../src/config/load.ts';
import { placedMark } from '../../src/journal/disk/place.ts';
import { acquireLease } from '../../src/journal/state/lease.ts';
import { openTrust } from '../../src/journal/state/trust.ts';
import type { PlainEntry } from '../../src/model/journal.ts';

const TEXT = 'servers:\n  a: { command: node, args: [a.mjs] }\n  b: { command: node, args: [b.mjs] }\n';
const loaded = parseConfig('/x/servers.config.yaml', TEXT);

async function desk(more: { unattended?: boolean; isFound?: boolean; trusted?: boolean } = {}) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'trust.json');
  const written: PlainEntry[] = [];
  const journal = { write: async (entry: PlainEntry) => written.push(entry) > 0 };
  const store = openTrust(file);
  const [first] = launchesOf(loaded);
  if (more.trusted && first !== undefined) await store.trust([{ ...first, by: 'ada', at: 1 }]);
  const { unattended = false, isFound = false } = more;
  const opened = openTrustDesk({ loaded, isFound, sources: [] }, file, () => undefined);
  if (unattended) await opened.trustAll(journal, 1);
  return { desk: opened, written, file, store };
}

describe('the trust desk', () => {
  it('lets nothing run that nobody has looked at', async () => {
    const { desk: opened } = await desk();
    expect([opened.isTrusted('a'), opened.isTrusted('nobody')]).toEqual([false, false]);
  });

  it('lets run what somebody has, and hears of it while it serves', async () => {
    const { desk: opened, store, file } = await desk({ trusted: true });
    expect([opened.isTrusted('a'), opened.isTrusted('b')]).toEqual([true, false]);
    expect(opened.bar('b')?.command).toBe(
      `sallyport trust b --config /x/servers.config.yaml --state ${path.dirname(file)}`,
    );
    await store.trust(launchesOf(loaded).map((one) => ({ ...one, by: 'ada', at: 1 })));
    expect(opened.isTrusted('b')).toBe(true);
  });

  it('wants the file itself trusted where it was only found', async () => {
    const { desk: opened, store, file } = await desk({ trusted: true, isFound: true });
    expect(opened.isTrusted('a')).toBe(false);
    expect(opened.bar('a')).toEqual({
      why: expect.stringMatching(/^\/x\/servers\.config\.yaml was only found/),
      command: `sallyport trust --config /x/servers.config.yaml --state ${path.dirname(file)}`,
    });
    await store.trust([{ ...configurationOf(loaded), by: 'ada', at: 1 }]);
    expect(opened.isTrusted('a')).toBe(true);
  });

  it('trusts everything where --trust was given, once, and records each', async () => {
    const { desk: opened, written, file } = await desk({ unattended: true });
    expect([opened.isTrusted('a'), opened.isTrusted('b')]).toEqual([true, true]);
    expect(written.map((entry) => entry.kind)).toEqual(['trust', 'trust', 'trust']);
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(readFileSync(file, 'utf8')).toContain('--trust');
  });

  it('does not wait for another process that holds the file', async () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'trust.json');
    // Who started us is as alive as any, and never lets go.
    const starter = { ...placedMark(), pid: process.ppid, started: '' };
    const other = acquireLease(path.join(path.dirname(file), 'locks'), 'trust.json', starter);
    expect(other.ok).toBe(true);
    const opened = openTrustDesk({ loaded, isFound: false, sources: [] }, file, () => undefined);
    await opened.trustAll({ write: async () => true }, 1);
    expect([opened.isTrusted('a'), existsSync(file)]).toEqual([true, false]);
    if (other.ok) other.lease.release();
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
