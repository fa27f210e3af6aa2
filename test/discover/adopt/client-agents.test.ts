import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { applyAdoption } from '../../../src/discover/adopt/apply.ts';
import { agentsIn } from '../../../src/discover/adopt/client-agents.ts';
import { applyRestore, planRestore } from '../../../src/discover/adopt/restore.ts';
import { globalFiles } from '../../../src/discover/places.ts';
import { clientOf, makeMachine, put, scratch } from '../home.ts';
import { planNow, shelfIn, snapshot } from './stage.ts';

function homeOf(files: Readonly<Record<string, object>>) {
  const machine = makeMachine('linux');
  const state = scratch();
  const write = (id: string, mcpServers: object): string =>
    put(globalFiles(clientOf(id), machine)[0]?.file ?? '', JSON.stringify({ mcpServers }));
  for (const [id, servers] of Object.entries(files)) write(id, servers);
  const stage = { machine, shelf: shelfIn(path.join(state, 'secrets')), config: path.join(scratch(), 'g', 's.yaml') };
  const own = (id: string) =>
    JSON.parse(readFileSync(globalFiles(clientOf(id), machine)[0]?.file ?? '', 'utf8')).mcpServers;
  return {
    machine,
    state,
    stage,
    write,
    own,
    read: () => parseConfig(stage.config, readFileSync(stage.config, 'utf8')).config,
  };
}

describe('clients that are adopted apart', () => {
  it('become agents that may use what they had, the same server in two of them both', async () => {
    const same = { command: 'same' };
    const { state, stage, own, read, machine } = homeOf({
      cursor: { a: { command: 'a' }, s: same },
      'claude-desktop': { t: same },
    });
    const before = snapshot(machine.disk);
    await applyAdoption(await planNow(stage, { apart: true }), state, 1);
    const { agents, purposes } = read();
    expect(agents).toMatchObject({
      'claude-desktop': { match: { launch: 'claude-desktop' }, purpose: 'claude-desktop' },
      cursor: { match: { launch: 'cursor' }, purpose: 'cursor' },
    });
    expect(Object.entries(purposes).map(([name, { allow }]) => [name, allow])).toEqual([
      ['claude-desktop', ['t.*']],
      ['cursor', ['a.*', 't.*']],
    ]);
    expect(own('cursor').sallyport.args.slice(-2)).toEqual(['--agent', 'cursor']);
    expect((await planNow(stage, { apart: true })).files).toEqual([]);
    await applyRestore(await planRestore(state, {}), state);
    expect(snapshot(machine.disk)).toEqual(before);
  });

  it('stay apart without being asked again, and a client that was no agent becomes one', async () => {
    const { state, stage, write, own, read } = homeOf({ cursor: { a: { command: 'a' } } });
    await applyAdoption(await planNow(stage, { apart: true }), state, 1);
    const { sallyport } = own('cursor');
    // Somebody took the agent out of the entry.
    write('cursor', { sallyport: { ...sallyport, args: sallyport.args.slice(0, -2) }, b: { command: 'b' } });
    write('kiro', { k: { command: 'k' } });
    const plan = await planNow(stage);
    expect(plan.reach).toEqual([]);
    expect(plan.agents.map(({ name, isNew, servers }) => [name, isNew, servers])).toEqual([
      ['cursor', false, ['b']],
      ['kiro', true, ['k']],
    ]);
    await applyAdoption(plan, state, 2);
    expect(own('cursor').sallyport.args).toEqual(sallyport.args);
    expect(Object.entries(read().purposes).map(([name, { allow }]) => [name, allow])).toEqual([
      ['cursor', ['a.*', 'b.*']],
      ['kiro', ['k.*']],
    ]);
  });

  it('take the agent that is started as them, and no name of another', () => {
    const of = (agents: object, purposes: string[] = []) =>
      agentsIn({}, { file: '/c.yaml', servers: {}, agents: { other: { match: {} }, ...agents }, purposes });
    const cursor = clientOf('cursor');
    expect(of({}).of(cursor)).toBe('cursor');
    expect(of({ editor: { match: { launch: 'cursor' }, purpose: 'p' } }).of(cursor)).toBe('cursor');
    expect(of({ cursor: { match: { launch: 'else' } } }).of(cursor)).toBe('cursor-client');
    expect(of({ cursor: { match: { token: 'ci' }, purpose: 'p' } }).of(cursor)).toBe('cursor-client');
    expect(of({ cursor: { match: { client: 'Cursor' }, purpose: 'p' } }).of(cursor)).toBe('cursor');
    expect(of({}, ['cursor']).of(cursor)).toBe('cursor-client');
    expect(agentsIn({}, { file: '/c.yaml', servers: {} }).of(cursor)).toBeUndefined();
  });

  it('are refused where that would take from others, or give to them', async () => {
    const { stage } = homeOf({ cursor: { a: { command: 'a' } } });
    put(stage.config, 'servers:\n  mine:\n    command: x\n');
    await expect(planNow(stage, { apart: true })).rejects.toThrow(/gives all of its servers to every client.*--config/);
    const agents = (...lines: string[]): string => put(stage.config, `servers: {}\nagents:\n${lines.join('\n')}\n`);
    agents('  cursor: {}');
    await expect(planNow(stage)).rejects.toThrow(/agent cursor in .* has no purpose/);
    agents('  cursor: { purpose: p }', '  other: { purpose: p }', 'purposes:', '  p: { allow: [x] }');
    await expect(planNow(stage)).rejects.toThrow(/agents cursor and other in .* share the purpose p/);
  });
});
