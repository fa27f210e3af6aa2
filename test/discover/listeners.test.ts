import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { eachOnce, parseLsof, parseNetTcp, parseProcNet } from '../../src/discover/listeners.ts';
import { socketOwners } from '../../src/discover/process-list.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (local: string, state: string, inode: string): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100 0 0 10 0`;

describe('listeners', () => {
  it('stand in /proc/net/tcp', () => {
    const text = [
      HEAD,
      row('0100007F:1F90', '0A', '11'),
      row('00000000:0050', '0A', '12'),
      row('0A00000A:0051', '0A', '13'),
      row('0100007F:0052', '01', '14'),
      row('00000000000000000000000001000000:0053', '0A', '15'),
      row('00000000000000000000000000000000:0054', '0A', '16'),
      row('0000000000000000FFFF00000100007F:0055', '0A', '17'),
      row('000080FE00000000FFFF0000010000FE:0056', '0A', '18'),
      '',
    ].join('\n');
    expect(parseProcNet(text, new Map([['11', 7]]))).toEqual([
      { port: 8080, host: '127.0.0.1', pid: 7 },
      { port: 80, host: '127.0.0.1' },
      { port: 81 },
      { port: 83, host: '[::1]' },
      { port: 84, host: '127.0.0.1' },
      { port: 85, host: '127.0.0.1' },
      { port: 86 },
    ]);
  });

  it('are printed by lsof', () => {
    expect(parseLsof('p1\nf3\nn127.0.0.1:3000\nf4\nn[::1]:3001\np2\nf5\nn*:3002\nn10.0.0.1:3003\n')).toEqual([
      { port: 3000, host: '127.0.0.1', pid: 1 },
      { port: 3001, host: '[::1]', pid: 1 },
      { port: 3002, host: '127.0.0.1', pid: 2 },
      { port: 3003, pid: 2 },
    ]);
  });

  it('are printed by PowerShell', () => {
    expect(parseNetTcp('127.0.0.1 3000 1\r\n:: 3001 2\r\nfe80::1%12 3002 3\r\n\r\n')).toEqual([
      { port: 3000, host: '127.0.0.1', pid: 1 },
      { port: 3001, host: '127.0.0.1', pid: 2 },
      { port: 3002, pid: 3 },
    ]);
  });

  it('are counted once, by the address that is reached most easily', () => {
    expect(eachOnce([{ port: 2, host: '[::1]', pid: 1 }, { port: 2, host: '127.0.0.1' }, { port: 1 }])).toEqual([
      { port: 1 },
      { port: 2, host: '127.0.0.1', pid: 1 },
    ]);
  });

  it.runIf(process.platform === 'linux')('are found on this machine, with the process that holds them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const all = parseProcNet(readFileSync('/proc/net/tcp', 'utf8'), socketOwners());
    server.close();
    expect(all).toContainEqual({ port, host: '127.0.0.1', pid: process.pid });
  });
});
