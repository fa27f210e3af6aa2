import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { applyRestore, planRestore } from '../../../src/discover/adopt/restore.ts';
import type { Client } from '../../../src/discover/client.ts';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { CLIENTS } from '../../../src/discover/clients.ts';
import { makeMachine, put } from '../home.ts';
import { fileText } from './round-trip.ts';
import { clientOf, fileFor, MADE, PLAIN, planNow, snapshot, stageOn } from './stage.ts';

describe('restoring', () => {
  const cursor = clientOf('cursor');
  const adopted = async (client: Client = cursor) => {
    const machine = makeMachine('linux');
    const text = fileText(client, MADE, PLAIN);
    const file = put(fileFor(client, machine), text);
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    return { machine, stage, file, text };
  };

  it('refuses what was changed since, and says what to do', async () => {
    const { stage, file } = await adopted();
    put(file, `${readFileSync(file, 'utf8')}\n`);
    const plan = await planRestore(stage.state, {});
    expect(plan.files).toEqual([]);
    expect(plan.refused).toEqual([{ file, why: expect.stringMatching(/--keep-changes .* or --force/) }]);
  });

  it('by force puts back the old file all the same', async () => {
    const { stage, file, text } = await adopted();
    put(file, 'no longer JSON');
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['is gone', (file: string) => rmSync(file)],
    ['is gone with its folder', (file: string) => rmSync(path.dirname(file), { recursive: true })],
  ])('of one that %s refuses, but by force writes it', async (_, remove) => {
    const { stage, file, text } = await adopted();
    remove(file);
    expect((await planRestore(stage.state, {})).refused).toMatchObject([
      { why: expect.stringMatching(/removed since/) },
    ]);
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each(CLIENTS.map((client) => [client.id, client] as const))(
    'keeps other changes in a file of %s, if asked',
    async (_, client) => {
      const { machine, stage, file } = await adopted(client);
      const mark = client.format === 'json' ? '// added since' : '# added since';
      put(file, `${mark}\n${readFileSync(file, 'utf8')}`);
      const plan = await planRestore(stage.state, { keepChanges: true });
      expect(plan.refused).toEqual([]);
      await applyRestore(plan, stage.state);
      expect(readFileSync(file, 'utf8')).toContain(mark);
      const { servers } = await surveyClients({ machine });
      expect(servers.map(({ name }) => name)).toEqual(['mail', 'crm']);
      const fresh = makeMachine('linux');
      put(fileFor(client, fresh), fileText(client, MADE, PLAIN));
      const { servers: old } = await surveyClients({ machine: fresh });
      expect(servers.map(({ entry }) => entry)).toEqual(old.map(({ entry }) => entry));
    },
  );

  it('keeps other changes only where Sallyport still stands in the file', async () => {
    const { stage, file } = await adopted();
    put(file, '{ "mcpServers": { "mine": { "command": "x" } } }');
    expect((await planRestore(stage.state, { keepChanges: true })).refused).toMatchObject([
      { why: expect.stringMatching(/"sallyport" is no longer in it/) },
    ]);
    put(file, '{ "mcpServers"');
    expect((await planRestore(stage.state, { keepChanges: true })).refused).toMatchObject([
      { why: expect.stringMatching(/cannot be read/) },
    ]);
  });

  it('of one client leaves the other, and the configuration that it needs', async () => {
    const machine = makeMachine('linux');
    const windsurf = clientOf('windsurf');
    const texts = [cursor, windsurf].map(
      (client) =>
        [put(fileFor(client, machine), fileText(client, MADE, PLAIN)), fileText(client, MADE, PLAIN)] as const,
    );
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    await applyRestore(await planRestore(stage.state, { clients: ['cursor'] }), stage.state);
    expect(texts.map(([file, text]) => readFileSync(file, 'utf8') === text)).toEqual([true, false]);
    expect(readFileSync(stage.config, 'utf8')).toContain('mail');
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(texts.map(([file, text]) => readFileSync(file, 'utf8') === text)).toEqual([true, true]);
    expect(() => readFileSync(stage.config)).toThrow();
  });

  it('leaves a configuration that somebody has worked on since, and puts back one that was there before', async () => {
    const { stage } = await adopted();
    put(stage.config, `${readFileSync(stage.config, 'utf8')}# mine\n`);
    const plan = await planRestore(stage.state, {});
    expect(plan.notes).toEqual([
      expect.stringMatching(/was changed since and stays/),
      expect.stringMatching(/stays and refers to secrets, which stay with it: .*mail-API_KEY/),
    ]);
    await applyRestore(plan, stage.state);
    expect(readFileSync(stage.config, 'utf8')).toContain('# mine');

    const machine = makeMachine('linux');
    put(fileFor(cursor, machine), fileText(cursor, MADE, PLAIN));
    const other = stageOn(machine);
    const text = '# my own\nservers:\n  here:\n    command: x # why\n\n# rules\npolicy:\n  packs: [strict]\n';
    put(other.config, text);
    chmodSync(other.config, 0o644);
    const before = snapshot(path.dirname(other.config));
    await applyAdoption(await planNow(other), other.state, 1);
    const now = readFileSync(other.config, 'utf8');
    for (const kept of text.split('\n')) expect(now).toContain(kept);
    expect(Object.keys(parseConfig(other.config, now).config.servers)).toEqual(['here', 'mail', 'crm']);
    await applyRestore(await planRestore(other.state, {}), other.state);
    expect(snapshot(path.dirname(other.config))).toEqual(before);
  });

  it('stops between two adoptions where the file was changed, and goes on when told again', async () => {
    const { stage, file, text } = await adopted();
    const between = readFileSync(file, 'utf8').replace('"mcpServers": {', '"mcpServers": { "new": { "command": "n" },');
    put(file, between);
    await applyAdoption(await planNow(stage), stage.state, 2);
    const plan = await planRestore(stage.state, {});
    expect(plan.notes.join()).toMatch(/changed between two adoptions/);
    await applyRestore(plan, stage.state);
    expect(readFileSync(file, 'utf8')).toBe(between);
    expect((await planRestore(stage.state, {})).refused).toHaveLength(1);
    await applyRestore(await planRestore(stage.state, { force: true }), stage.state);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('puts servers back in their own writing, beside what changed between two adoptions', async () => {
    const machine = makeMachine('linux');
    const text =
      '{\n  "theme": "dark",\n  "mcpServers": {\n    "a": {"command":"x","args":["1",\n        "2"]}\n  },\n  "z": 1\n}\n';
    const file = put(fileFor(cursor, machine), text);
    const stage = stageOn(machine);
    await applyAdoption(await planNow(stage), stage.state, 1);
    put(file, readFileSync(file, 'utf8').replace('"dark"', '"light"'));
    put(file, readFileSync(file, 'utf8').replace('"mcpServers": {', '"mcpServers": {\n    "b": {"command":"y"},'));
    await applyAdoption(await planNow(stage), stage.state, 2);
    put(file, readFileSync(file, 'utf8').replace('"z": 1', '"z": [ 2 ]'));
    const plan = await planRestore(stage.state, { keepChanges: true });
    expect([plan.refused, plan.adoptions.map(({ files }) => files.length)]).toEqual([[], [0, 0]]);
    await applyRestore(plan, stage.state);
    const wanted = text
      .replace('"dark"', '"light"')
      .replace('"z": 1', '"z": [ 2 ]')
      .replace('"mcpServers": {', '"mcpServers": {\n    "b": {"command":"y"},');
    expect(readFileSync(file, 'utf8')).toBe(wanted);
  });

  it('forgets every secret that nothing refers to any more, and says which stay', async () => {
    const { stage } = await adopted();
    const all = (await planRestore(stage.state, {})).secrets;
    expect(all.length).toBeGreaterThan(0);
    const config = readFileSync(stage.config, 'utf8');
    const [first = ''] = all;
    put(
      stage.config,
      `${config
        .split('\n')
        .filter((line) => !line.includes(first))
        .join('\n')}# mine\n`,
    );
    const plan = await planRestore(stage.state, {});
    expect(plan.secrets).toContain(first);
    if (all.length > 1) expect(plan.notes.join()).toMatch(/stays and refers to secrets/);
    rmSync(stage.config);
    expect((await planRestore(stage.state, {})).secrets).toEqual(all);
  });

  it('says what to do where its own notes are damaged, or an old file is gone', async () => {
    const { stage } = await adopted();
    const [id = ''] = (await planRestore(stage.state, {})).adoptions.map((each) => each.id);
    renameSync(path.join(stage.state, id), path.join(stage.state, 'away'));
    expect((await planRestore(stage.state, { force: true })).refused).toMatchObject([
      { why: expect.stringMatching(/gone or damaged/) },
    ]);
    put(path.join(stage.state, `${id}.json`), '{');
    await expect(planRestore(stage.state, {})).rejects.toThrow(/is damaged; the old files are in/);
  });

  it('undoes what a crash left half done', async () => {
    const machine = makeMachine('linux');
    const windsurf = clientOf('windsurf');
    const files = [cursor, windsurf].map((client) => put(fileFor(client, machine), fileText(client, MADE, PLAIN)));
    const stage = stageOn(machine);
    const before = snapshot(machine.disk);
    const plan = await planNow(stage);
    // The second client's file changes in the same moment, so the run ends between the two.
    put(files[1] ?? '', '{ "mcpServers": {} }');
    await expect(applyAdoption(plan, stage.state, 1)).rejects.toThrow(
      `run this again. Adopted already: ${files[0]}; \`sallyport restore\` puts them back`,
    );
    expect(readFileSync(files[0] ?? '', 'utf8')).toContain('sallyport');
    put(files[1] ?? '', fileText(windsurf, MADE, PLAIN));
    await applyRestore(await planRestore(stage.state, {}), stage.state);
    expect(snapshot(machine.disk)).toEqual(before);
  });
});
