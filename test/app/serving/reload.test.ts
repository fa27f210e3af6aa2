import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Reload } from '../../../src/app/serving/reload.ts';
import { readSettings } from '../../../src/app/settings.ts';
import { type Equipped, openWorkshop } from '../../../src/app/workshop.ts';
import { inspectorHash } from '../../../src/journal/state/trust.ts';
import type { PlainEntry } from '../../../src/model/journal.ts';

const RULE = '{ id: mine, effect: deny, powers: [write], reason: No. }';
const STRICT = `policy: { rules: [${RULE}] }\n`;
const ASKING = `${STRICT}floor: { loosening: ask }\n`;

async function open(text: string, more: { isFound?: boolean; keeps?: boolean; code?: string } = {}) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-reload-')), 'servers.config.yaml');
  writeFileSync(file, text);
  if (more.code !== undefined) writeFileSync(path.join(path.dirname(file), 'mine.mjs'), more.code);
  const seen = new Set<string>();
  const isLookedAt = (hash: string): boolean => seen.has(hash);
  const workshop = openWorkshop({ isTrusted: isLookedAt, log: () => undefined });
  const read = async (): Promise<Equipped> => {
    const settings = { ...(await readSettings({ config: file }, Date.now())), isFound: more.isFound === true };
    return { ...settings, inspectors: await workshop.open(settings) };
  };
  onTestFinished(() => workshop.keep([]));
  const applied: string[] = [];
  const written: PlainEntry[] = [];
  const logged: string[] = [];
  const accepted = new Set<string>();
  const disk = { keeps: more.keeps ?? true };
  const reload = new Reload({
    settings: await read(),
    read,
    record: async (entry) => {
      written.push(entry);
      return disk.keeps;
    },
    isLookedAt,
    isAccepted: ({ loaded }) => accepted.has(loaded.text),
    apply: ({ loaded }) => void applied.push(loaded.text),
    log: (line) => logged.push(line),
  });
  onTestFinished(() => reload.close());
  const put = (next: string): Promise<void> => {
    writeFileSync(file, next);
    return reload.look();
  };
  return { file, reload, put, applied, written, logged, accepted, disk, seen };
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

  it('asks for no restart where a key is again what it was at the start', async () => {
    const { put, logged } = await open(STRICT);
    await put(`${STRICT}http: { port: 7601 }\n`);
    expect(logged.splice(0).join('\n')).toContain('http.port changed: restart Sallyport for that');
    await put(STRICT);
    expect(logged.join('\n')).toMatch(/http\.port changed back .* no restart is needed/);
    expect(logged.join('\n')).not.toContain('restart Sallyport');
  });

  it('names a few of many rules that are gone, and records them all', async () => {
    const { put, written, logged } = await open('policy: { packs: [strict] }\n');
    await put('policy: { packs: [] }\n');
    const said = JSON.stringify(written);
    for (const rule of ['misleading-definition', 'first-act-after-untrusted-text', 'sql-destroys'])
      expect(said).toContain(rule);
    expect(logged.join('\n')).toMatch(
      /\d\d rules that ask are gone: .*", … \(`sallyport log --kind reload,note` has all of it\)/,
    );
    for (const line of logged) expect(line.length).toBeLessThan(400);
  });

  it('changes nothing for an invalid or empty file, and says why once, with line and caret; never quotes it in the record', async () => {
    const { put, reload, applied, written, logged } = await open(STRICT);
    await put('policy:\n  rules: hunter2\n');
    await reload.look();
    expect(applied).toEqual([]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/servers\.config\.yaml:2:10: policy\.rules[\s\S]*2 \| +rules: hunter2\n.*\^/);
    expect(written).toMatchObject([{ kind: 'note', about: 'reload' }]);
    expect(written[0]).not.toHaveProperty('waits');
    expect(JSON.stringify(written)).toContain('line 2, column 10');
    expect(JSON.stringify(written)).not.toContain('rules: hunter2');
    await put('');
    expect(logged[1]).toContain('is empty');
    await put(STRICT);
    expect([applied, logged.length]).toEqual([[], 3]);
  });

  it('says, and records, that a file which was wrong, waited or was gone is again what is in force', async () => {
    const { file, put, reload, applied, written, logged } = await open(ASKING);
    for (const wrong of ['policy: [\n', 'limits: { inFlight: 3 }\n']) {
      await put(wrong);
      await put(ASKING);
      await reload.look();
      expect(logged.splice(0)[1]).toBe(`${file} is again what is in force`);
      expect(written.splice(0)).toMatchObject([{ file }, { kind: 'note', about: 'reload', file }]);
    }
    rmSync(file);
    await reload.look();
    await reload.look();
    await put(ASKING);
    expect([applied, logged.length]).toEqual([[], 2]);
  });

  it('answers whoever asks for it each time: that nothing changed, what is wrong, that it is gone', async () => {
    const { file, put, reload, applied, logged } = await open(STRICT);
    await reload.ask();
    expect(logged.splice(0)).toEqual(['the configuration was read again: nothing has changed']);
    await put('policy: [\n');
    await reload.ask();
    expect(logged).toHaveLength(2);
    expect(logged[1]).toBe(logged[0]);
    rmSync(file);
    await reload.ask();
    await reload.ask();
    expect(logged.splice(2)).toEqual(Array(2).fill(`${file} is gone; what was read from it stays in force`));
    expect(applied).toEqual([]);
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

  it('reads no device that took the place of the file, and keeps what was read before', async () => {
    const { file, reload, logged, applied } = await open(STRICT);
    rmSync(file);
    symlinkSync('/dev/zero', file);
    await reload.look();
    await reload.look();
    expect(logged).toEqual([expect.stringContaining(`${file}: is not a regular file`)]);
    expect(applied).toEqual([]);
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
    const waits = expect.stringMatching(/^it lets more pass: rule "mine" \(deny\) is gone/);
    expect(written).toMatchObject([{ kind: 'note', about: 'reload', waits }]);
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

  it('keeps what is in force until a person has looked at the code of an inspector, and hears of it', async () => {
    const text = `${STRICT}limits: { inFlight: 3 }\n`;
    const { file, put, reload, applied, written, logged, seen } = await open(STRICT);
    const code = path.join(path.dirname(file), 'mine.mjs');
    const module = (version: number): string => `export default { version: ${version}, onCall: () => ({}) };`;
    writeFileSync(code, module(1));
    const mine = text.replace('policy: {', 'policy: { inspectors: { mine: { file: mine.mjs } },');
    await put(mine);
    expect([applied, written]).toMatchObject([[], [{ waits: expect.stringMatching(/^nobody has looked at/) }]]);
    expect(logged[0]).toMatch(/waits: nobody has looked at the code of inspector "mine" .*mine\.mjs.*sallyport trust/);
    seen.add(inspectorHash(module(1)));
    await reload.look();
    expect(applied).toEqual([mine]);
    writeFileSync(code, module(2));
    await reload.look(true);
    expect(applied).toHaveLength(1);
    seen.add(inspectorHash(module(2)));
    await reload.look(true);
    expect(applied).toHaveLength(2);
    expect(written.at(-1)).toMatchObject({
      loosened: ['inspector "mine" runs other code, which may see less'],
      changes: ['inspector "mine" runs other code'],
    });
  });

  it('changes nothing for an inspector that cannot be loaded, and says where it is wrong', async () => {
    const { file, put, reload, applied, logged, seen } = await open(STRICT);
    const code = path.join(path.dirname(file), 'mine.mjs');
    writeFileSync(code, 'export default {\n  version: x,\n};');
    seen.add(inspectorHash('export default {\n  version: x,\n};'));
    await put(`policy: { inspectors: { mine: { file: mine.mjs } }, rules: [${RULE}] }\n`);
    expect(applied).toEqual([]);
    expect(logged[0]).toMatch(/policy\.inspectors\.mine\.file: .*mine\.mjs:2: .*ReferenceError: x is not defined/);
    rmSync(code);
    await reload.look(true);
    expect(logged[1]).toMatch(/mine\.mjs: there is no such file/);
  });

  it('hears of it where an inspector waited from the start', async () => {
    const text = 'export default { version: 1, onCall: () => ({}) };';
    const { reload, applied, written, seen } = await open('policy: { inspectors: { mine: { file: mine.mjs } } }\n', {
      code: text,
    });
    await reload.look();
    expect(applied).toEqual([]);
    seen.add(inspectorHash(text));
    await reload.look();
    expect(written).toMatchObject([{ kind: 'reload', changes: ['inspector "mine" was looked at, and runs'] }]);
    expect(applied).toHaveLength(1);
  });
});
