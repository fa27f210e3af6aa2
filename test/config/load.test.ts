import { execFileSync } from 'node:child_process';
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';
import { loadConfig, parseConfig } from '../../src/config/load.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-config-'));
let count = 0;

function write(text: string | Uint8Array, name = `${count++}.yaml`): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function refusal(text: string, name = '/w/servers.config.yaml'): string {
  try {
    parseConfig(name, text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

describe('loadConfig', () => {
  it('reads a file, with defaults and where it came from', async () => {
    const file = write('servers:\n  files: { command: node, args: [x.js] }\n');
    const loaded = await loadConfig(file);
    expect(loaded.config.servers.files).toMatchObject({ command: 'node', isolation: 'session', timeout: 55_000 });
    expect(loaded.config.policy.packs).toEqual(['recommended']);
    expect(loaded).toMatchObject({ path: file, folder, warnings: [], foreign: false });
    expect(loaded.hash).toMatch(/^[\w-]{43}$/);
  });

  it('says which file is missing, and that a folder is none', async () => {
    await expect(loadConfig(path.join(folder, 'nope.yaml'))).rejects.toThrow(/nope\.yaml: there is no such file/);
    await expect(loadConfig(folder)).rejects.toThrow(/is a folder/);
  });

  it('reads no device, no pipe that nobody writes to, and no file that is too large', async () => {
    const [pipe, large] = [path.join(folder, 'pipe'), path.join(folder, 'large.yaml')];
    execFileSync('mkfifo', [pipe]);
    truncateSync(write('', 'large.yaml'), 2_000_000_000);
    for (const file of ['/dev/zero', pipe])
      await expect(loadConfig(file)).rejects.toThrow(
        new RegExp(`${file}: is not a regular file[^]*write it into a file`),
      );
    await expect(loadConfig(large)).rejects.toThrow(`${large}: is 2000000000 bytes`);
  });

  it('refuses what is not UTF-8, and says where, or that it is UTF-16', async () => {
    const text = 'servers:\n  files: { command: node, args: [/home/jörg] }\n';
    await expect(loadConfig(write(Buffer.from(text, 'latin1')))).rejects.toThrow(
      /yaml: line 2 is not UTF-8.*as UTF-8/s,
    );
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    await expect(loadConfig(write(wide))).rejects.toThrow(/yaml: is UTF-16.*as UTF-8/s);
    await expect(loadConfig(write(wide.swap16()))).rejects.toThrow(/yaml: is UTF-16/);
    const kept = await loadConfig(write(`\ufeff${text.replaceAll('ö', '\ufffd')}`));
    expect(kept.config.servers.files?.args).toEqual(['/home/j\ufffdrg']);
  });

  it('refuses what is too large before it is parsed', async () => {
    await expect(loadConfig(write(`# ${'x'.repeat(1_000_001)}`))).rejects.toThrow(/At most 1000000/);
  });
});

describe('a complaint', () => {
  it('names the place, shows the line, and says what was meant', () => {
    expect(refusal('servers:\n  files:\n    comand: node\n')).toBe(
      [
        '/w/servers.config.yaml:3:5: servers.files: there is no key "comand" (did you mean "command"?)',
        '  3 |     comand: node',
        '    |     ^',
        '  Known here: command, args, env, cwd, url, transport, headers, auth, roots, baggage, labels, isolation, era, timeout, ceiling, inFlight, start, idle, processes, tools, disabled, description.',
      ].join('\n'),
    );
  });

  it.each([
    ['servers: { a: { command: x, url: "http://h" } }', /either `command` or `url`/],
    ['servers: { a: { url: "ftp://h" } }', /must start with https/],
    ['servers: { a: { url: "http://h", transport: stdio } }', /`stdio` needs a `command`/],
    ['servers: { a: { command: x, transport: sse } }', /`sse` needs a `url`/],
    ['servers: { a: { command: x, headers: { a: b } } }', /only an HTTP server has headers/],
    ['servers: { a: { url: "http://h", args: [x] } }', /only a server with a `command`/],
    ['servers: { "a b": { command: x } }', /:1:12: .*"a b" cannot be a name here/],
    ['servers: { sallyport: { command: x } }', /"sallyport" cannot be a name here: it is the name of Sallyport itself/],
    ['servers: { a: { command: x, isolation: sesion } }', /"sesion" is not possible here \(did you mean "session"\?\)/],
    ['servers: { a: { command: 5 } }', /:1:26: servers\.a\.command: must be a string, and is 5/],
    ['servers: { a: { command: x, timeout: 5 } }', /timeout: must be a string/],
    ['servers: { a: { command: x, timeout: 5x } }', /write a number and a unit/],
    ['policy: { rules: [{ id: a, reason: b }] }', /rules\[0\]: needs an `effect`/],
    ['policy: { rules: [{ id: a, reason: b, on: result, effect: ask }] }', /a result cannot be asked about/],
    ['policy: { rules: [{ id: a, reason: b, findings: [x], redact: true }] }', /arguments are never rewritten/],
    ['policy: { rules: [{ id: a, effect: ask }] }', /"reason" is missing; it must be a string/],
    ['policy: { exceptions: [{ rule: a, when: "true", until: 2027-02-31, by: x, why: y }] }', /there is no such day/],
    ['servers: { a: { command: x } }\nservers: { }', /:2:1: this key stands twice/],
    ['servers:\n  1: { command: x }\n  "1": { command: y }', /:3:3: this key stands twice/],
    [
      'servers: { a: { command: x } }\nagents:\n  __proto__: { match: { launch: x } }',
      /:3:3: "__proto__" cannot be a name/,
    ],
    ['servers: { a: { command: x, env: { "A=B": c } } }', /a variable has a name, without "=" in it/],
    ['a: &a [x, x]\nb: &b [*a, *a]\nc: [*b', /:3:/],
    ['servers:\n\ta: 1', /indented by spaces/],
    [
      'servers: { a: { command: x, args: ["${nope}"] } }',
      /:1:36: .*\$\{nope\} is no reference \(did you mean \$\{home\}|env:nope/,
    ],
    ['servers: { a: { command: x, args: ["${worksapce}"] } }', /did you mean \$\{workspace\}/],
  ])('%s', (text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });

  it('refuses an alias bomb and deep nesting without falling over', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++) bomb.push(`a${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}*a${i - 1}]`);
    expect(refusal(bomb.join('\n'))).toMatch(/alias/i);
    expect(refusal('['.repeat(20_000))).toMatch(/too deep|:1:/);
  });

  it('says of very much that is wrong the first part, and how much more there is', () => {
    const lines = (line: (i: number) => string): string => Array.from({ length: 2_000 }, (_, i) => line(i)).join('\n');
    const count = (text: string): number => refusal(text).match(/\.yaml:\d+:\d+: /g)?.length ?? 0;
    const unknown = lines((i) => `k${i}: 1`);
    expect(count(unknown)).toBe(50);
    expect(refusal(unknown)).toContain('1950 more things are wrong');
    expect(count(`servers:\n  a:\n    command: x\n    args:\n${lines(() => '    - ${no}')}`)).toBe(50);
    expect(count(lines(() => 'k: 1'))).toBe(50);
  });

  it('is all that any text can cause', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom('/w/a.yaml', '/w/a.json'), (text, name) => {
        try {
          parseConfig(name, text);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
