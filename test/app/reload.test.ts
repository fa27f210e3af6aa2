import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReload } from '../../src/app/reload.ts';
import { readSettings, type Settings } from '../../src/app/settings.ts';
import type { PlainEntry } from '../../src/model/journal.ts';

const RULE = '{ id: mine, effect: deny, powers: [write], reason: No. }';
const STRICT = `policy: { rules: [${RULE}] }\n`;
const ASKING = `${STRICT}floor: { loosening: ask }\n`;

async function open(text: string, more: { isFound?: boolean; keeps?: boolean } = {}) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-reload-')), 'servers.config.yaml');
  writeFileSync(file, text);
  const read = async (): Promise<Settings> => ({
    ...(await readSettings({ config: file }, Date.now())),
    isFound: more.isFound === true,
  });
  const applied: string[] = [];
  const written: PlainEntry[] = [];
  const logged: string[] = [];
  const accepted = new Set<string>();
  const disk = { keeps: more.keeps ?? true };
  const reload = createReload({
    settings: await read(),
    read,
    record: async (entry) => {
      written.push(entry);
      return disk.keeps;
    },
    isAccepted: ({ loaded }) => accepted.has(loaded.text),
    apply: ({ loaded }) => void applied.push(loaded.text),
    log: (line) => logged.push(line),
  });
  onTestFinished(() => reload.close());
  const put = (next: string): Promise<void> => {
    writeFileSync(file, next);
    return reload.look();
  };
  return { file, reload, put, applied, written, logged, accepted, disk };
}

describe('a reload', () => {
  it('puts a valid file in force once, after its record', async () => {
    const { put, reload, applied, written, logged } = await open(STRICT);
    await put(`${STRICT}limits: { inFlight: 3 }\n`);
    await reload.look();
    expect(applied).toEqual([`${STRICT}limits: { inFlight: 3 }\n`]);
    expect(written).toMatchObject([{ kind: 'reload', loosened: [], changes: ['limits.inFlight changed'] }]);
    expect(logged).toHaveLength(1);
  });

  it('says what got looser, and which keys need a restart', async () => {
    const { put, written, logged } = await open(STRICT);
    await put('names: plain\n');
    const loosened = ['rule "mine" (deny) is gone'];
    expect(written).toMatchObject([{ loosened, changes: ['policy changed', 'names changed, from the next start on'] }]);
    expect(logged.join('\n')).toMatch(/lets more pass: rule "mine"[\s\S]*names changed: restart Sallyport/);
  });

  it('changes nothing for an invalid or empty file, and says why once, with line and caret; never quotes it in the record', async () => {
    const { put, reload, applied, written, logged } = await open(STRICT);
    await put('policy:\n  rules: hunter2\n');
    await reload.look();
    expect(applied).toEqual([]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/servers\.config\.yaml:2:10: policy\.rules[\s\S]*2 \| +rules: hunter2\n.*\^/);
    expect(written).toMatchObject([{ kind: 'note', about: 'reload' }]);
    expect(JSON.stringify(written)).toContain('line 2, column 10');
    expect(JSON.stringify(written)).not.toContain('rules: hunter2');
    await put('');
    expect(logged[1]).toContain('is empty');
    await put(STRICT);
    expect([applied, logged.length]).toEqual([[], 2]);
  });

  it('does not mind a file that is gone for a moment, and keeps what was read from one that stays gone', async () => {
    const { file, reload, logged, applied, put } = await open(STRICT);
    rmSync(file);
    await reload.look();
    expect(logged).toEqual([]);
    await reload.look();
    await reload.look();
    expect(logged).toEqual([`${file} is gone; what was read from it stays in force`]);
    await put(`${STRICT}limits: { inFlight: 3 }\n`);
    expect(applied).toHaveLength(1);
  });

  it('takes no notice of comments, but reads references again where it is told to', async () => {
    const { put, reload, applied, written } = await open('servers: { a: { command: "${env:RELOAD_TEST:-one}" } }\n');
    await put('# a comment\nservers: { a: { command: "${env:RELOAD_TEST:-one}" } }\n');
    expect([applied, written]).toEqual([[], []]);
    process.env.RELOAD_TEST = 'two';
    onTestFinished(() => {
      delete process.env.RELOAD_TEST;
    });
    await reload.look();
    expect(applied).toEqual([]);
    await reload.look(true);
    expect(applied).toHaveLength(1);
  });

  it('waits for a person where it loosens and the file in force says so, whatever the new one says', async () => {
    const { put, reload, applied, accepted, written, logged } = await open(ASKING);
    await put('limits: { inFlight: 3 }\n');
    await reload.look();
    expect([applied, logged.length]).toEqual([[], 1]);
    expect(logged[0]).toMatch(/waits for `sallyport trust --config .*rule "mine" \(deny\) is gone/);
    expect(written).toMatchObject([{ kind: 'note', about: 'reload' }]);
    accepted.add('limits: { inFlight: 3 }\n');
    await reload.look();
    expect(applied).toHaveLength(1);
    expect(written[1]).toMatchObject({ kind: 'reload' });
  });

  it('does not wait for what only gets stricter', async () => {
    const { put, applied } = await open(ASKING);
    await put(`${ASKING}limits: { inFlight: 3 }\n`);
    expect(applied).toHaveLength(1);
  });

  it('waits for a person where the file was only found', async () => {
    const { put, reload, applied, accepted } = await open(STRICT, { isFound: true });
    const next = `${STRICT}limits: { inFlight: 3 }\n`;
    await put(next);
    expect(applied).toEqual([]);
    accepted.add(next);
    await reload.look();
    expect(applied).toEqual([next]);
  });

  it('does not count while it cannot be recorded', async () => {
    const { put, reload, applied, disk } = await open(STRICT, { keeps: false });
    await put('limits: { inFlight: 3 }\n');
    expect(applied).toEqual([]);
    disk.keeps = true;
    await reload.look();
    expect(applied).toHaveLength(1);
  });
});
