import { describe, expect, it } from 'vitest';
import { launchKey } from '../../../src/discover/launch.ts';
import type { RunningProcess } from '../../../src/discover/process-list.ts';
import { wordsOf } from '../../../src/discover/program.ts';
import { processName, seeProcesses } from '../../../src/discover/sources/processes.ts';

const run = (pid: number, parent: number, line: string, isPiped: boolean | 'hidden' = true): RunningProcess => ({
  pid,
  parent,
  words: wordsOf(line),
  ...(isPiped === 'hidden' ? {} : { isPiped }),
});

const see = (processes: readonly RunningProcess[], known: readonly string[] = []) =>
  seeProcesses({
    processes,
    self: 1,
    ourselves: { programs: ['/opt/gate/main.js'], urls: [] },
    known: new Set(known),
    seeSecrets: () => [],
  });
const brief = (processes: readonly RunningProcess[], known: readonly string[] = []) =>
  see(processes, known).seen.map(({ at, certainty, way, by }) => [at.pid, certainty, way, by]);

describe('processes', () => {
  it('are servers where a client started them and their names speak', () => {
    const all = [
      run(2, 1, 'claude', false),
      run(3, 2, 'npx -y tickets-mcp'),
      run(4, 2, 'bash -c ls'),
      run(5, 2, 'git diff'),
    ];
    expect(brief(all)).toEqual([[3, 'certain', 'past', 'Claude Code']]);
  });

  it('are one with the runner that started them', () => {
    const all = [
      run(2, 1, 'claude', false),
      run(3, 2, 'npm exec tickets-mcp'),
      run(4, 3, "sh -c 'tickets-mcp'"),
      run(5, 4, 'node /x/node_modules/.bin/tickets-mcp'),
      run(6, 5, 'chrome --type=renderer', false),
    ];
    const [first, ...others] = see(all).seen;
    expect(others).toEqual([]);
    expect([first?.name, first?.marks]).toEqual(['tickets-mcp', ['pid 3', 'pid 4', 'pid 5', 'pid 6']]);
  });

  it('are behind Sallyport where it started them, whoever started Sallyport', () => {
    const all = [
      run(2, 1, 'claude', false),
      run(3, 2, 'node /opt/gate/main.js serve'),
      run(4, 3, 'node /x/tickets.js'),
      run(5, 3, 'npx tickets-mcp'),
      run(6, 2, 'npx other-mcp'),
    ];
    expect(brief(all)).toEqual([
      [3, 'certain', 'behind', undefined],
      [4, 'likely', 'behind', 'Sallyport'],
      [5, 'certain', 'behind', 'Sallyport'],
      [6, 'certain', 'past', 'Claude Code'],
    ]);
    expect(see([run(2, 1, 'sallyport log')]).seen).toEqual([]);
  });

  it('are clients and no servers where a client or Sallyport started them, and keep their own', () => {
    const all = [
      run(2, 1, 'node /opt/gate/main.js serve'),
      run(3, 2, 'npx desk-mcp'),
      run(4, 3, 'codex exec x'),
      run(5, 4, 'npx tickets-mcp'),
    ];
    expect(brief(all)).toEqual([
      [2, 'certain', 'behind', undefined],
      [3, 'certain', 'behind', 'Sallyport'],
      [5, 'certain', 'past', 'Codex'],
    ]);
  });

  it('know a script of ours by where it was typed', () => {
    const typed = { ...run(2, 1, 'node gate/main.js serve'), cwd: '/opt' };
    expect(see([typed]).seen.map(({ kind }) => kind)).toEqual(['sallyport']);
  });

  it('are servers where a file of a client says so', () => {
    const all = [run(2, 1, 'node tickets.js --all', false)];
    expect(brief(all)).toEqual([]);
    expect(brief(all, [launchKey({ command: 'node', args: ['tickets.js', '--all'] })])).toEqual([
      [2, 'certain', 'unsure', undefined],
    ]);
  });

  it('are less sure the less is seen of them', () => {
    const server = '@modelcontextprotocol/server-memory';
    expect(brief([run(2, 1, `npx ${server}`)])).toEqual([[2, 'likely', 'past', undefined]]);
    expect(brief([run(2, 1, `npx ${server}`, false)])).toEqual([[2, 'likely', 'unsure', undefined]]);
    expect(brief([run(2, 1, 'npx tickets-mcp', false)])).toEqual([[2, 'possible', 'unsure', undefined]]);
    expect(brief([run(2, 1, 'node /x/tickets-mcp/a.js')])).toEqual([[2, 'possible', 'past', undefined]]);
    const agent = [run(2, 1, 'codex', false), run(3, 2, 'node /x/tickets.js')];
    expect(brief(agent)).toEqual([[3, 'possible', 'past', 'Codex']]);
    const editor = [run(2, 1, 'cursor', false), run(3, 2, 'node /x/tickets.js'), run(4, 2, 'npx tickets-mcp')];
    expect(brief(editor)).toEqual([[4, 'certain', 'past', 'Cursor']]);
  });

  it('whose pipes cannot be seen are judged by name, and counted', () => {
    const { seen, notes } = see([
      run(2, 1, 'claude', 'hidden'),
      run(3, 2, 'npx tickets-mcp', 'hidden'),
      run(4, 2, 'node x.js', 'hidden'),
    ]);
    expect(seen.map(({ at }) => at.pid)).toEqual([3]);
    expect(notes).toEqual(['processes whose pipes cannot be seen, and that only their names could give away: 3']);
  });

  it('show no secret', () => {
    const { seen } = see([run(2, 1, 'npx tickets-mcp --token q7Rk2VbT9xLmZ4aaQQ')]);
    expect(JSON.stringify(seen)).not.toContain('q7Rk2');
    expect(seen[0]?.held).toHaveLength(1);
  });

  it('end where parents go in a circle', () => {
    expect(brief([run(2, 3, 'npx tickets-mcp'), run(3, 2, 'x')])).toHaveLength(1);
  });
});

it.each([
  ['node -e 1', 'node'],
  ['node /a/b/c.js', 'b/c.js'],
  ['npx -y mail@1', 'mail'],
  ['', ''],
])('%s is called %s', (line, want) => {
  expect(processName(wordsOf(line))).toBe(want);
});
