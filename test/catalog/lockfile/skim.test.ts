import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { Locked, Lockfile } from '../../../src/catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../../src/catalog/lockfile/read.ts';
import { skimLockfile } from '../../../src/catalog/lockfile/skim.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import { server } from '../../../src/config/server.ts';
import { listing, template, tool } from '../listing.ts';

const config = server.parse({ command: 'npx', args: ['-y', 'mail@1.2'] });
const judged = ({ pin, confirmed, risk, powers, roles, labels }: Locked) => ({
  pin,
  confirmed,
  risk,
  powers,
  roles,
  labels,
});
const whole = (locked: Locked) => ({ ...judged(locked), definition: locked.definition() });
const each =
  (say: (locked: Locked) => unknown) =>
  ({ servers }: Lockfile): unknown =>
    [...servers].map(([name, { identity, instructions, tools, prompts, resourceTemplates }]) => [
      name,
      identity,
      instructions,
      [tools, prompts, resourceTemplates].map((kind) => [...kind].map(([own, locked]) => [own, say(locked)])),
    ]);
const all = each(whole);
const skim = (text: string): Lockfile | undefined => skimLockfile('f', Buffer.from(text));
const lock = (name: string, offers: Parameters<typeof listing>[1]) =>
  lockServer(listing(name, { instructions: `Über ${name}`, ...offers }), config, (text) => text);
const send = tool('send', {
  inputSchema: { type: 'object', properties: { to: { type: 'string' }, body: { type: 'string' } } },
});

describe('a skimmed lockfile', () => {
  it('has what a read one has, whatever its names are', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.boolean(), (list, confirmed) => {
        const tools = list.map((name) => tool(name, { description: `Über ${name}: # "pin: {}"` }));
        const offers = { tools, resourceTemplates: [template('a://{b}')], prompts: [JSON.stringify({ name: 'p' })] };
        const servers = new Map([
          ['mail', lock('mail', offers)],
          ['files', lock('files', offers)],
          ['none', lock('none', {})],
        ]);
        const text = lockfileText({ servers }).replace('confirmed: false', `confirmed: ${confirmed}`);
        expect(all(skim(text) as Lockfile)).toEqual(all(readLockfile('f', text)));
      }),
      { numRuns: 50 },
    );
  });

  it('has it too where things are longer than what is looked at in one piece', () => {
    const properties = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`id_${i}`, { type: 'string' }]));
    const long = { description: 'x '.repeat(40_000), inputSchema: { type: 'object', properties } };
    const tools = [tool('a', long), send, tool('b', { ...long, inputSchema: { type: 'object' } }), tool('c')];
    const text = lockfileText({ servers: new Map([['mail', lock('mail', { tools })]]) });
    expect(all(skim(text) as Lockfile)).toEqual(all(readLockfile('f', text)));
  });

  it('has it too where a person wrote beside it, and where lines end as on Windows', () => {
    const written = lockfileText({ servers: new Map([['mail', lock('mail', { tools: [tool('a'), send] })]]) });
    const text = written
      .replace('      a:\n', '      # anna\n\n      a: # the one\n        # what it is\n')
      .replace(
        '        confirmed: false\n        risk: "medium"\n',
        '        risk: "medium"\n        confirmed: true\n',
      );
    expect(text).toContain('confirmed: true');
    for (const one of [text, text.replaceAll('\n', '\r\n')])
      expect(all(skim(one) as Lockfile)).toEqual(all(readLockfile('f', one)));
  });

  it('is none where the file is not as it should be, whatever was done to its lines', () => {
    const servers = new Map([
      ['files', lock('files', { tools: [tool('read'), tool('write')], prompts: [JSON.stringify({ name: 'p' })] })],
      ['mail', lock('mail', { tools: [send, tool('delete')], resourceTemplates: [template('a://{b}')] })],
    ]);
    const lines = lockfileText({ servers }).replaceAll('confirmed: false', 'confirmed: true').split('\n');
    const at = fc.nat(lines.length - 1);
    const word = fc.constantFrom('true', 'high', 'read', 'target', '"why"', '{}', ':', ' ', '"', '#', '1', 'x', '\t');
    const deed = fc.oneof(
      fc.record({ at, to: at, what: fc.constantFrom('drop', 'twice', 'swap') }),
      fc.record({ at, to: fc.nat(60), what: fc.constant('put'), word }),
    );
    const done = (deeds: readonly { at: number; to: number; what: string; word?: string }[]): string => {
      const now = [...lines];
      for (const { at: here, to, what, word: put = '' } of deeds) {
        const line = now[here] ?? '';
        if (what === 'drop') now.splice(here, 1);
        else if (what === 'twice') now.splice(to, 0, line);
        else if (what === 'swap') [now[here], now[to]] = [now[to] ?? '', line];
        else now[here] = line.slice(0, to) + put + line.slice(to + 1);
      }
      return now.join('\n');
    };
    let skimmed = 0;
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 2 }), (deeds) => {
        const text = done(deeds);
        const found = skim(text);
        if (found === undefined) return;
        skimmed++;
        expect(each(judged)(found)).toEqual(each(judged)(readLockfile('f', text)));
      }),
      { numRuns: 2_000 },
    );
    expect(skimmed).toBeGreaterThan(20);
  });

  it.each([
    ['a key twice', '          /to: {', '          /to: {"role":"target","why":""}\n          /to: {'],
    [
      'the same key spelled otherwise',
      '          /to: {',
      '          "/to": {"role":"target","why":""}\n          /to: {',
    ],
    ['a word that is not possible', '"destination"', '"nowhere"'],
    ['a conflict', '        risk:', '<<<<<<< HEAD\n        risk:'],
    ['no pin', /\n {8}pin: .*/, ''],
    ['a recipe of tomorrow', '"recipe":1', '"recipe":9'],
    ['a tool twice', /( {6}send:[\s\S]*)$/, '$1$1'],
    ['a server twice', /( {2}mail:[\s\S]*)$/, '$1$1'],
    ['tools twice', /( {4}tools:[\s\S]*)$/, '$1$1'],
  ])('is none with %s', (_, from, to) => {
    const text = lockfileText({ servers: new Map([['mail', lock('mail', { tools: [send] })]]) })
      .replace('confirmed: false', 'confirmed: true')
      .replace(from, to);
    expect(skim(text)).toBeUndefined();
    expect(() => readLockfile('f', text)).toThrow(/f:\d+:\d+/);
  });
});

describe('what is read later', () => {
  it('says where it is wrong, in lines of the file', () => {
    const servers = new Map([
      ['files', lock('files', { tools: [tool('read')] })],
      ['mail', lock('mail', { tools: [tool('a'), send, tool('z')] })],
    ]);
    const text = lockfileText({ servers }).replace('to: {"type":"string"}', 'to: {"type":"string" 1}');
    const line = text.split('\n').findIndex((one) => one.includes('"string" 1')) + 1;
    const found = skim(text)?.servers.get('mail')?.tools.get('send');
    expect(found?.powers.size).toBeGreaterThan(0);
    expect(() => found?.definition()).toThrow(new RegExp(`^f:${line}:`));
    expect(skim(text)?.servers.get('mail')?.tools.get('z')?.definition()).toMatchObject({ description: 'About z' });
  });
});
