import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { planRestore } from '../../../src/discover/adopt/restore.ts';
import { put } from '../home.ts';
import { clientOf, fileFor, json, planNow, snapshot, twoClients } from './stage.ts';

describe('an adoption that cannot go through', () => {
  const [cursor, desktop] = [clientOf('cursor'), clientOf('claude-desktop')];

  it('writes nothing into a configuration that it cannot extend', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x' } }, {});
    put(stage.config, 'servers: { b: { command: other } }\n');
    const before = snapshot(machine.disk);
    await expect(planNow(stage)).rejects.toThrow(
      /cannot take the servers, so nothing was changed: its `servers` do not stand on lines/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
  });

  it('writes nothing where a client’s file was changed after it was looked at', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x' } }, {});
    const plan = await planNow(stage);
    const file = put(fileFor(desktop, machine), json({ mcpServers: { b: { command: 'y' } } }));
    await expect(applyAdoption(plan, stage.state, 1)).rejects.toThrow(
      /was changed by another program just now .* No client was changed yet; `sallyport restore`/,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ mcpServers: { b: { command: 'y' } } });
  });

  it('changes no client where the file of another cannot be written, and keeps nothing', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x', env: { TOKEN: 'mine-mine' } } }, {});
    // What is written goes beside the file under a longer name first, and this one has the longest that there is.
    const real = put(path.join(machine.disk, 'x'.repeat(255)), json({ mcpServers: { b: { command: 'y' } } }));
    rmSync(fileFor(cursor, machine));
    symlinkSync(real, fileFor(cursor, machine));
    const before = snapshot(machine.disk);
    await expect(applyAdoption(await planNow(stage), stage.state, 1)).rejects.toThrow(
      /x{255} cannot be written, so nothing was changed: ENAMETOOLONG.* --client/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
    expect((await planRestore(stage.state, {})).adoptions).toEqual([]);
    expect(() => readFileSync(stage.config)).toThrow(/ENOENT/);
  });

  it('keeps nothing where a shelf keeps nothing', async () => {
    const { machine, stage } = twoClients({ a: { command: 'x', env: { TOKEN: 'mine-mine' } } }, {});
    const shelf = { ...stage.shelf, write: async () => undefined };
    const before = snapshot(machine.disk);
    await expect(applyAdoption(await planNow({ ...stage, shelf }), stage.state, 1)).rejects.toThrow(
      /did not keep a-TOKEN; nothing was changed/,
    );
    expect(snapshot(machine.disk)).toEqual(before);
    expect((await planRestore(stage.state, {})).adoptions).toEqual([]);
  });
});
