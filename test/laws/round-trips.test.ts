import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyAdoption } from '../../src/discover/adopt/apply.ts';
import { applyRestore, planRestore, type RestoreChoice } from '../../src/discover/adopt/restore.ts';
import type { Client } from '../../src/discover/client.ts';
import { surveyClients } from '../../src/discover/client-survey.ts';
import { CLIENTS } from '../../src/discover/clients.ts';
import { globalFiles } from '../../src/discover/places.ts';
import { fileText, type Made, type Style } from '../discover/adopt/round-trip.ts';
import { planNow, shelfIn, snapshot } from '../discover/adopt/stage.ts';
import { makeMachine, PLATFORMS, put, scratch } from '../discover/home.ts';

const MADE: Made[] = [
  { name: 'mail', command: 'npx', args: ['-y', 'mail'], env: { API_KEY: 'q7Rk2VbT9xLm', LOG: 'info' } },
  { name: 'crm', url: 'https://crm.example/mcp' },
];
const OTHER: Made[] = [{ name: 'notes', command: 'uvx', args: ['notes'] }];
const STYLE: Style = { crlf: true, mark: false, newline: false, comments: true, indent: '\t' };
const BROKEN = { json: '{ "a": ', toml: '[[[', yaml: 'a: [\n' } as const;
const note = ({ format }: Client): string => (format === 'json' ? '// added since' : '# added since');

/** A home of a system with one client's file in it, and beside it that of another client. */
function homeOf(client: Client, platform: (typeof PLATFORMS)[number]) {
  const machine = makeMachine(platform);
  const fileOf = (each: Client): string => globalFiles(each, machine)[0]?.file ?? '';
  const other = CLIENTS.find(({ id }) => id === (client.id === 'cursor' ? 'windsurf' : 'cursor')) as Client;
  const files = { own: fileOf(client), other: put(fileOf(other), fileText(other, OTHER, STYLE)) };
  const state = scratch();
  const stage = { machine, shelf: shelfIn(path.join(state, 'secrets')), config: path.join(scratch(), 'g', 's.yaml') };
  return {
    machine,
    files,
    snap: () => snapshot(machine.disk),
    names: async () => (await surveyClients({ machine })).servers.map(({ name }) => name).sort(),
    adopt: async () => applyAdoption(await planNow(stage), state, Date.now()),
    plan: (choice: RestoreChoice = {}) => planRestore(state, choice),
    restore: async (choice: RestoreChoice = {}) => applyRestore(await planRestore(state, choice), state),
  };
}

describe.each(PLATFORMS)('adopted and put back to the byte, on %s', (platform) => {
  it('where files are missing, which stay so', async () => {
    const { snap, adopt, restore } = homeOf(CLIENTS[0] as Client, platform);
    const before = snap();
    await adopt();
    expect(Object.keys(snap())).toEqual(Object.keys(before));
    await restore();
    expect(snap()).toEqual(before);
  });

  describe.each(CLIENTS.map((client) => [client.id, client] as const))('%s', (_, client) => {
    it('where its file is malformed, which is left alone', async () => {
      const { files, snap, adopt, restore, names } = homeOf(client, platform);
      put(files.own, BROKEN[client.format]);
      const before = snap();
      await adopt();
      expect(readFileSync(files.own, 'utf8')).toBe(BROKEN[client.format]);
      expect(await names()).toEqual(['sallyport']);
      await restore();
      expect(snap()).toEqual(before);
    });

    it('where its file is a link, which stays one', async () => {
      const { machine, files, snap, adopt, restore, names } = homeOf(client, platform);
      const real = put(path.join(machine.disk, 'dotfiles', 'real'), fileText(client, MADE, STYLE));
      mkdirSync(path.dirname(files.own), { recursive: true });
      symlinkSync(path.relative(path.dirname(files.own), real), files.own);
      const before = snap();
      await adopt();
      expect(readFileSync(real, 'utf8')).toContain('sallyport');
      expect(await names()).toEqual(['sallyport', 'sallyport']);
      const link = path.relative(machine.disk, files.own);
      expect(snap()[link]).toBe(before[link]);
      await restore();
      expect(snap()).toEqual(before);
    });

    it('together with another, of which one alone can be put back first', async () => {
      const { files, snap, adopt, restore, names } = homeOf(client, platform);
      put(files.own, fileText(client, MADE, STYLE));
      const before = snap();
      await adopt();
      expect(await names()).toEqual(['sallyport', 'sallyport']);
      await restore({ clients: [client.id] });
      expect(await names()).toEqual(['crm', 'mail', 'sallyport']);
      await restore();
      expect(snap()).toEqual(before);
    });

    it('where its file was changed since: not unasked, then with what changed, or as it was', async () => {
      const { files, snap, adopt, plan, restore, names } = homeOf(client, platform);
      put(files.own, fileText(client, MADE, STYLE));
      const before = snap();
      await adopt();
      writeFileSync(files.own, `${note(client)}\r\n${readFileSync(files.own, 'utf8')}`);
      const adopted = snap();
      const refused = await plan();
      expect([refused.files.map(({ file }) => file), refused.refused.map(({ file }) => file)]).toEqual([
        [files.other],
        [files.own],
      ]);
      expect(snap()).toEqual(adopted);
      await restore({ keepChanges: true });
      expect(readFileSync(files.own, 'utf8')).toContain(note(client));
      expect(await names()).toEqual(['crm', 'mail', 'notes']);
      // Adopted once more, and changed again.
      writeFileSync(files.own, fileText(client, MADE, STYLE));
      await adopt();
      writeFileSync(files.own, 'nothing of this kind');
      await restore({ force: true });
      expect(snap()).toEqual(before);
    });

    it('where its file was removed since, by force', async () => {
      const { files, snap, adopt, plan, restore } = homeOf(client, platform);
      put(files.own, fileText(client, MADE, STYLE));
      const before = snap();
      await adopt();
      rmSync(files.own);
      expect((await plan()).refused).toMatchObject([{ why: expect.stringMatching(/removed since/) }]);
      await restore({ force: true });
      expect(snap()).toEqual(before);
    });
  });
});
