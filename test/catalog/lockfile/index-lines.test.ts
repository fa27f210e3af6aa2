import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLockfile } from '../../../src/catalog/lockfile/index-lines.ts';
import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { Locked, Lockfile } from '../../../src/catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../../src/catalog/lockfile/read.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import { server } from '../../../src/config/server.ts';
import { listing, template, tool } from '../listing.ts';

const config = server.parse({ command: 'npx', args: ['-y', 'mail@1.2'] });
const plain = ({ pin, confirmed, risk, powers, roles, labels, definition }: Locked) => ({
  pin,
  confirmed,
  risk,
  powers,
  roles,
  labels,
  definition: definition(),
});
const all = ({ servers }: Lockfile): unknown =>
  [...servers].map(([name, { tools, prompts, resourceTemplates }]) => [
    name,
    [tools, prompts, resourceTemplates].map((kind) => [...kind].map(([own, locked]) => [own, plain(locked)])),
  ]);
const index = (text: string): Lockfile => indexLockfile('f', Buffer.from(text));

describe('an indexed lockfile', () => {
  it('has what a read one has, whatever its names are', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.boolean(), (list, confirmed) => {
        const tools = list.map((name) => tool(name, { description: `Über ${name}: # "pin: {}"` }));
        const offers = { tools, resourceTemplates: [template('a://{b}')], prompts: [JSON.stringify({ name: 'p' })] };
        const lock = (name: string) => lockServer(listing(name, offers), config, (text) => text);
        const servers = new Map([
          ['mail', lock('mail')],
          ['files', lock('files')],
        ]);
        const text = lockfileText({ servers }).replace('confirmed: false', `confirmed: ${confirmed}`);
        expect(all(index(text))).toEqual(all(readLockfile('f', text)));
      }),
      { numRuns: 50 },
    );
  });

  it('has it too where a person wrote beside it, and where lines end as on Windows', () => {
    const offers = { tools: [tool('a'), tool('b')] };
    const written = lockfileText({
      servers: new Map([['mail', lockServer(listing('mail', offers), config, (text) => text)]]),
    });
    const text = written
      .replace('      a:\n', '      # anna\n\n      a: # the one\n        # what it is\n')
      .replace(
        '        confirmed: false\n        risk: "medium"\n',
        '        risk: "medium"\n        confirmed: true\n',
      );
    expect(text).toContain('confirmed: true');
    for (const each of [text, text.replaceAll('\n', '\r\n')])
      expect(all(index(each))).toEqual(all(readLockfile('f', each)));
  });
});
