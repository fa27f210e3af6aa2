/** A port of this machine on which something listens. */
export interface Listener {
  readonly port: number;
  /** Where it is reached from this machine; undefined where it is bound to another address alone. */
  readonly host?: '127.0.0.1' | '[::1]';
  readonly pid?: number;
}

const LISTENING = '0A';

/** The text of `/proc/net/tcp` or `tcp6`. */
export function parseProcNet(text: string, owners: ReadonlyMap<string, number>): Listener[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (state !== LISTENING || !/^[0-9A-F]{4}$/i.test(port)) return [];
    return [listener(Number.parseInt(port, 16), hostOfHex(address), owners.get(inode))];
  });
}

/** Addresses are written in the machine's own byte order: four bytes at a time, turned around. */
function hostOfHex(hex: string): Listener['host'] {
  if (/^0+$/.test(hex)) return '127.0.0.1';
  if (hex.length === 8) return hex.endsWith('7F') ? '127.0.0.1' : undefined;
  if (/^0{24}01000000$/.test(hex)) return '[::1]';
  return /^0{16}(?:FFFF0000|0000FFFF)(?:[0-9A-F]{6}7F|0{8})$/i.test(hex) ? '127.0.0.1' : undefined;
}

/** What `lsof -nP -iTCP -sTCP:LISTEN -F pn` prints: a line for each process, and below it one for each socket. */
export function parseLsof(text: string): Listener[] {
  let pid: number | undefined;
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    const [, address, port] = /^n(.*):(\d+)$/.exec(line) ?? [];
    return address === undefined ? [] : [listener(Number(port), hostOf(address), pid)];
  });
}

/** What PowerShell prints by `LISTENERS`. */
export function parseNetTcp(text: string): Listener[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, address, port, pid] = /^(\S+) (\d+) (\d+)$/.exec(line.trim()) ?? [];
    return address === undefined ? [] : [listener(Number(port), hostOf(address), Number(pid))];
  });
}

export const LSOF: readonly string[] = ['-nP', '-iTCP', '-sTCP:LISTEN', '-F', 'pn'];
export const POWERSHELL_LISTENERS =
  'Get-NetTCPConnection -State Listen | ForEach-Object { "$($_.LocalAddress) $($_.LocalPort) $($_.OwningProcess)" }';

function hostOf(address: string): Listener['host'] {
  const plain = address.replace(/^\[|\]$|%.*$/g, '');
  if (plain === '*' || plain === '0.0.0.0' || plain === '::' || plain.startsWith('127.')) return '127.0.0.1';
  return plain === '::1' ? '[::1]' : undefined;
}

const listener = (port: number, host: Listener['host'], pid: number | undefined): Listener => ({
  port,
  ...(host === undefined ? {} : { host }),
  ...(pid === undefined ? {} : { pid }),
});

/** Each port once: what listens on both kinds of address is one. */
export function eachOnce(all: readonly Listener[]): Listener[] {
  const byPort = new Map<number, Listener>();
  for (const each of all) {
    const known = byPort.get(each.port);
    const isBetter = known === undefined || (known.host !== '127.0.0.1' && each.host === '127.0.0.1');
    byPort.set(each.port, isBetter ? { ...known, ...each } : { ...each, ...known });
  }
  return [...byPort.values()].sort((one, other) => one.port - other.port);
}
