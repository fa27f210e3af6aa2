import { describe, expect, it } from 'vitest';
import type { Seen } from '../../../src/discover/find.ts';
import { type Probe, seePorts } from '../../../src/discover/sources/ports.ts';

const seen = (change: Partial<Seen>): Seen => ({
  source: 'clients',
  kind: 'server',
  name: 'x',
  at: {},
  certainty: 'certain',
  reason: '',
  way: 'past',
  launch: {},
  held: [],
  keys: ['k'],
  ...change,
});

describe('ports', () => {
  it('are servers where a configuration or a process that was found says so', async () => {
    const others = [
      seen({ launch: { url: 'http://127.0.0.1:4000/sse' } }),
      seen({ source: 'processes', certainty: 'possible', marks: ['pid 9'] }),
    ];
    const listeners = [
      { port: 4000, host: '127.0.0.1' as const, pid: 8 },
      { port: 4001, host: '127.0.0.1' as const, pid: 9 },
      { port: 4002, host: '127.0.0.1' as const, pid: 10 },
      { port: 4003, pid: 1 },
    ];
    const { seen: found, notes } = await seePorts({ listeners, others, self: 1, nameOf: (pid) => `program ${pid}` });
    expect(found.map(({ at, certainty, launch, by }) => [at.port, certainty, launch.url, by])).toEqual([
      [4000, 'certain', 'http://localhost:4000/sse', 'program 8'],
      [4001, 'possible', 'http://localhost:4001', 'program 9'],
    ]);
    expect(notes).toEqual([
      'ports that nothing else speaks of, and that were not asked (--probe asks), by their numbers: 4002',
    ]);
  });

  it('are asked once each, on loopback, where nothing else is known to be', async () => {
    const asked: string[] = [];
    const probe: Probe = async (url) => {
      asked.push(url);
      return url.includes('4001') ? { certainty: 'certain', reason: 'answered', name: 'tickets' } : undefined;
    };
    const steps: number[] = [];
    const listeners = [
      { port: 4001, host: '[::1]' as const },
      { port: 4002, host: '127.0.0.1' as const },
      { port: 4003 },
      { port: 5432, host: '127.0.0.1' as const },
    ];
    const progress = (done: number): void => void steps.push(done);
    const { seen: found, notes } = await seePorts({ listeners, others: [], self: 1, probe, progress });
    expect(asked.sort()).toEqual(['http://127.0.0.1:4002/mcp', 'http://[::1]:4001/mcp']);
    expect(found.map(({ name, at, way }) => [name, at.port, way])).toEqual([['tickets', 4001, 'unsure']]);
    expect(notes[0]).toMatch(/not asked.*: 4003, 5432/);
    expect(steps).toEqual([1, 2]);
  });
});
