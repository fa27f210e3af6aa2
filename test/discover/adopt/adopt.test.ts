import { chmodSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { applyRestore, planRestore } from '../../../src/discover/adopt/restore.ts';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { CLIENTS } from '../../../src/discover/clients.ts';
import { makeMachine, PLATFORMS, put } from '../home.ts';
import { entryOf, fileText, type Made, madeServers, style } from './round-trip.ts';
import { clientOf, fileFor, MADE, MAIN, PLAIN, planNow, snapshot, stageOn } from './stage.ts';

describe.each(PLATFORMS)('on %s', (platform) => {
  it.each(CLIENTS.map((client) => [client.id, client] as const))(
    '%s is adopted whole, and put back to the byte',
    async (_, client) => {
      const machine = makeMachine(platform);
      const file = put(fileFor(client, machine), fileText(client, MADE, PLAIN));
      chmodSync(file, 0o640);
      const stage = stageOn(machine);
      const before = snapshot(machine.disk);
      const plan = await planNow(stage);
      expect(plan.left).toEqual([]);
      expect(plan.taken.map(({ name, isNew }) => [name, isNew])).toEqual([
        ['mail', true],
        ['crm', true],
      ]);
      expect(snapshot(machine.disk)).toEqual(before);
      await applyAdoption(plan, stage.state, Date.now());

      const { servers } = await surveyClients({ machine, ourselves: { programs: [MAIN], urls: [] } });
      expect(servers.map(({ name, isUs, entry }) => [name, isUs, entry.command, entry.args, entry.trouble])).toEqual([
        ['sallyport', true, '/usr/bin/node', [MAIN, 'serve', '--config', stage.config], undefined],
      ]);
      const text = readFileSync(stage.config, 'utf8');
      expect(text).not.toContain('q7Rk2');
      const { config } = parseConfig(stage.config, text);
      expect(config.servers.mail).toMatchObject({
        command: 'npx',
        args: ['-y', 'mail'],
        env: { API_KEY: stage.shelf.reference('mail-API_KEY'), LOG: 'info' },
      });
      expect(config.servers.crm).toMatchObject({ url: 'https://crm.example/mcp' });
      expect(await stage.shelf.read('mail-API_KEY')).toBe('q7Rk2VbT9xLm');

      const again = await planNow(stage);
      expect(again.files).toEqual([]);
      expect(again.config.after).toBe(text);
      const back = await planRestore(stage.state, {});
      await applyRestore(back, stage.state);
      expect(snapshot(machine.disk)).toEqual(before);
      expect(() => readFileSync(stage.config)).toThrow(/ENOENT/);
      expect(await planRestore(stage.state, {})).toMatchObject({ files: [], adoptions: [] });
    },
  );

  it('any files of any two clients are, together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...CLIENTS), { minLength: 1, maxLength: 2, selector: ({ id }) => id }),
        madeServers,
        madeServers,
        style,
        async (clients, one, other, how) => {
          const machine = makeMachine(platform);
          for (const [i, client] of clients.entries())
            put(fileFor(client, machine), fileText(client, i === 0 ? one : other, how));
          const stage = stageOn(machine);
          const before = snapshot(machine.disk);
          const plan = await planNow(stage);
          expect(plan.left).toEqual([]);
          expect(plan.files).toHaveLength(clients.length);
          await applyAdoption(plan, stage.state, Date.now());
          const { config } = parseConfig(stage.config, readFileSync(stage.config, 'utf8'));
          for (const { name } of plan.taken) expect(config.servers[name]).toBeDefined();
          expect((await planNow(stage)).files).toEqual([]);
          await applyRestore(await planRestore(stage.state, {}), stage.state);
          expect(snapshot(machine.disk)).toEqual(before);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what is generated for these tests', () => {
  it('is what each client would write', () => {
    expect(entryOf(clientOf('cursor'), MADE[1] as Made)).toEqual({ url: 'https://crm.example/mcp' });
  });
});
