import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNoPerson } from '../../src/cli/guard.ts';
import { alone, makeScreen, scratch } from './stage.ts';

const attended = () => makeScreen({ answers: [] });

function clientsWith(pid: number, started: string): string {
  const clients = scratch();
  const text = JSON.stringify({ pid: 1, started: '', clients: [{ pid, started, command: 'claude\x1b[2J' }] });
  writeFileSync(path.join(clients, '1-1.json'), text);
  return clients;
}

describe('who may speak for a person', () => {
  it('a person at a terminal may', () => {
    expect(whyNoPerson(attended(), { clients: scratch(), ...alone })).toBeUndefined();
  });

  it('nobody may without a terminal', () => {
    expect(whyNoPerson(makeScreen(), { clients: scratch(), ...alone })).toMatch(
      /no terminal.*Open a terminal of your own/,
    );
  });

  it('what Sallyport started may not', () => {
    const screen = makeScreen({ answers: [], env: { SALLYPORT_DOWNSTREAM: '1' } });
    expect(whyNoPerson(screen, { clients: scratch(), ...alone })).toMatch(
      /SALLYPORT_DOWNSTREAM is set.*Open a terminal/,
    );
  });

  it.each(['CLAUDECODE', 'GEMINI_CLI', 'OPENCODE'])('what runs in the shell of a client (%s) may not', (name) => {
    const marked = makeScreen({ answers: [], env: { [name]: '1' } });
    expect(whyNoPerson(marked, { clients: scratch(), ...alone })).toMatch(`${name} is set`);
    const empty = makeScreen({ answers: [], env: { [name]: '' } });
    expect(whyNoPerson(empty, { clients: scratch(), ...alone })).toBeUndefined();
  });

  it('what runs below a client may not, and is told which', () => {
    const parents = { 7: 6, 6: 5, 5: 1 } as { [pid: number]: number };
    const table = (pid: number) => {
      const parent = parents[pid];
      return parent === undefined ? undefined : { pid, parent, started: `s${pid}`, command: 'x' };
    };
    expect(whyNoPerson(attended(), { clients: clientsWith(5, 's5'), pid: 7, table })).toMatch(
      /below process 5 \(claude\\u\{1b\}\[2J\).*Open a terminal/,
    );
    expect(whyNoPerson(attended(), { clients: clientsWith(5, 'earlier'), pid: 7, table })).toBeUndefined();
    expect(whyNoPerson(attended(), { clients: clientsWith(4, 's4'), pid: 7, table })).toBeUndefined();
  });

  it('nobody may where it cannot be told', () => {
    const table = () => {
      throw new Error('no ps here');
    };
    expect(whyNoPerson(attended(), { clients: scratch(), pid: 7, table })).toMatch(/cannot be told.*no ps here/);
    expect(whyNoPerson(attended(), { clients: path.join(scratch(), 'gone'), ...alone })).toMatch(/cannot be told/);
  });
});
