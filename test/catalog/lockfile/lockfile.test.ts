import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commentsOf } from '../../../src/catalog/lockfile/comments.ts';
import { LockfileError } from '../../../src/catalog/lockfile/error.ts';
import { readLines } from '../../../src/catalog/lockfile/lines.ts';
import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { Lockfile } from '../../../src/catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../../src/catalog/lockfile/read.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import { server } from '../../../src/config/server.ts';
import type { Json } from '../../../src/model/json.ts';
import { listing, template, tool } from '../listing.ts';

const config = server.parse({ command: 'npx', args: ['-y', 'mail@1.2'] });
const send = tool('send_email', {
  description: 'Sends.\u200b\u{e0041} \u{1f600} "ü"\n',
  inputSchema: { type: 'object', properties: { to: { type: 'string' }, body: {} }, required: ['to'] },
});
const lock = (tools: readonly string[], rest = {}): Lockfile => ({
  servers: new Map([['mail', lockServer(listing('mail', { tools, ...rest }), config, (text) => text)]]),
});
const one = lock([send, tool('2nd'), tool('true')], {
  instructions: 'Send.\nNothing else.',
  resourceTemplates: [template('mail://{id}')],
  prompts: [JSON.stringify({ name: 'draft', arguments: [{ name: 'to' }] })],
});
const text = lockfileText(one);
const plain = (lockfile: Lockfile): unknown =>
  [...lockfile.servers].map(([name, { tools, prompts, resourceTemplates, ...rest }]) => [
    name,
    rest,
    [tools, prompts, resourceTemplates].map((kind) =>
      [...kind]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([own, locked]) => [own, { ...locked, fits: undefined, definition: locked.definition() }]),
    ),
  ]);
const complaint = (broken: string): { what: string; line: number | undefined; instead: string | undefined } => {
  try {
    readLockfile('sallyport.lock.yaml', broken);
  } catch (error) {
    if (!(error instanceof LockfileError)) throw error;
    const [first] = error.complaints;
    expect(error.message).toContain(first?.what);
    return { what: first?.what ?? '', line: first?.place?.line, instead: first?.instead };
  }
  throw new Error('it was read');
};
const lineOf = (of: string, part: string): number => of.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('a lockfile', () => {
  it('reads back as it was written, in the form that is read fast', () => {
    expect(readLines(text, 'definition')).toBeDefined();
    expect(plain(readLockfile('f', text))).toEqual(plain(one));
    expect(lockfileText(readLockfile('f', text), commentsOf(text, true))).toBe(text);
  });

  it('says what it has of a tool, so that people and git can read it', () => {
    expect(text).toMatchInlineSnapshot(`
      "# What the servers behind Sallyport offer, as it was accepted. Keep it in git.
      # \`sallyport diff\` says what is different now, \`sallyport accept SERVER[/TOOL]\` takes a change.
      # A classification counts more than what is inferred once \`confirmed\` is true.
      lockfile: 1
      servers:
        mail:
          identity:
            command: "npx"
            args: ["-y","mail@1.2"]
            package: "mail"
            packageVersion: "1.2"
            name: "mail"
            version: "1"
            protocol: "2025-11-25"
          instructions: "Send.\\nNothing else."
          tools:
            "2nd":
              pin: {"hash":"ps6dvd3AhTAvmZspW8ZBoez28Gm4YplOTr1ZNF-SVcY","recipe":1}
              confirmed: false
              risk: "medium"
              powers:
                write: "nothing says that it only reads"
              labels: ["untrusted"]
              definition:
                description: "About 2nd"
                inputSchema:
                  type: "object"
            send_email:
              pin: {"hash":"rEFBFZbzvMhLulJ-60ush2iIlDxqR9lEr5T2xtNBEYM","recipe":1}
              confirmed: false
              risk: "high"
              powers:
                write: "its name says \\"send\\""
                external: "its name says \\"send\\""
              roles:
                /body: {"role":"content","why":"its name is that of content"}
                /to: {"role":"destination","why":"its name says where to"}
              labels: ["untrusted"]
              definition:
                description: "Sends.\\u200b\\udb40\\udc41 😀 \\"ü\\"\\n"
                inputSchema:
                  properties:
                    body: {}
                    to: {"type":"string"}
                  required: ["to"]
                  type: "object"
            "true":
              pin: {"hash":"6k0hEJcMzeXfLkGz9WP_u78ZwAAUSk35j_J2VaWe41s","recipe":1}
              confirmed: false
              risk: "medium"
              powers:
                write: "nothing says that it only reads"
              labels: ["untrusted"]
              definition:
                description: "About true"
                inputSchema:
                  type: "object"
          prompts:
            draft:
              pin: {"hash":"rxzkxBgeWtQFvLeJoM4WsvPuYHOeq6FkJDM_Z6movyY","recipe":1}
              confirmed: false
              risk: "low"
              powers:
                read: "a prompt is read"
              roles:
                /to: {"role":"destination","why":"its name says so"}
              labels: ["untrusted"]
              definition:
                arguments: [{"name":"to"}]
          resourceTemplates:
            "mail://{id}":
              pin: {"hash":"aCsMart8FXWGsKAb9d5-x2qiD3E_ubyvwdjgQNGWv9E","recipe":1}
              confirmed: false
              risk: "low"
              powers:
                read: "a resource is read"
              roles:
                /uri: {"role":"path","why":"its name says so"}
              labels: ["untrusted"]
              definition:
                name: "a template"
      "
    `);
  });

  it('is read alike by a reader of YAML', () => {
    const other = text
      .replace('servers:', 'servers: # all of them\n  # "mail" and no other')
      .replace('    tools:', "    'tools':");
    expect(readLines(other, 'definition')).toBeUndefined();
    expect(plain(readLockfile('f', other))).toEqual(plain(one));
    expect(lockfileText(readLockfile('f', other), commentsOf(other, false))).toContain(
      '# "mail" and no other\n  mail:',
    );
  });

  it('is read with the ends of lines that Windows makes of it', () => {
    const other = text.replaceAll('\n', '\r\n');
    expect(readLines(other, 'definition')).toBeDefined();
    expect(plain(readLockfile('f', other))).toEqual(plain(one));
  });

  it('keeps comments where they are, while what they are about changes', () => {
    const commented = `# ours\n\n${text
      .replace('      send_email:', '\n      # looked at by anna\n      send_email: # the one')
      .replace('        risk: "high"', '        risk: "high" # of course')}# the end\n`;
    const comments = commentsOf(commented, true);
    expect(lockfileText(readLockfile('f', commented), comments)).toBe(commented);
    const changed = lockfileText(lock([tool('send_email'), tool('a_new_one')]), comments);
    expect(changed).toContain('\n\n      # looked at by anna\n      send_email: # the one\n        pin');
    expect(changed).toContain('a_new_one:\n        pin');
  });

  it('is the same whatever order its servers list in, and their keys', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    const tools = fc.uniqueArray(
      fc.record({
        name: fc.string({ minLength: 1 }),
        schema: fc.dictionary(fc.string(), json),
        meta: fc.dictionary(fc.string(), json),
      }),
      { selector: ({ name }) => name, maxLength: 5 },
    );
    fc.assert(
      fc.property(tools, (list) => {
        const there = list.map(({ name, schema, meta }) =>
          JSON.stringify({ name, inputSchema: { ...schema, type: 'object' }, _meta: meta }),
        );
        const back = list
          .map(({ name, schema, meta }) =>
            JSON.stringify({ _meta: reversed(meta), inputSchema: reversed({ ...schema, type: 'object' }), name }),
          )
          .reverse();
        const written = lockfileText(lock(there));
        expect(lockfileText(lock(back))).toBe(written);
        expect(readLines(written, 'definition')).toBeDefined();
        expect(plain(readLockfile('f', written))).toEqual(plain(readLockfile('f', lockfileText(lock(back)))));
        expect(lockfileText(readLockfile('f', written))).toBe(written);
      }),
    );
  });

  it.each<[string, string, string, string | RegExp]>([
    [
      'an unknown word',
      '        risk: "high"',
      '        risk: "hihg"',
      /"hihg" is not possible here .did you mean "high"/,
    ],
    ['a key that is not there', '        risk: "high"', '        rsik: "high"', /no key "rsik"/],
    ['a bracket that is missing', '        labels: ["untrusted"]', '        labels: ["untrusted"', /./],
    ['a key that stands twice', '        risk: "high"', '        risk: "high"\n        risk: "low"', /stands twice/],
    ['a conflict', '        risk: "high"', '<<<<<<< HEAD\n        risk: "high"', /merge conflict/],
    ['a hash that was cut', '"recipe":1', '"recipe":99', /recipe that is not known here: 99/],
    [
      'a power that there is not',
      '          external:',
      '          extern:',
      /"extern" is not possible here .did you mean "external"/,
    ],
  ])('with %s is refused, with the place', (_, part, put, what) => {
    const broken = text.replace(part, put);
    const found = complaint(broken);
    expect(found.what).toMatch(what);
    // A bracket that is missing is missed at the next line.
    const lines = put.split('\n').map((line) => lineOf(broken, line.trim()));
    expect([...lines, lineOf(broken, put) + 1]).toContain(found.line);
    expect(found.instead).toEqual(expect.any(String));
  });

  it('of another format is refused, as is one that is none', () => {
    expect(complaint(text.replace('lockfile: 1', 'lockfile: 2')).instead).toContain('Update Sallyport');
    expect(complaint('servers: {}\n').what).toContain('no version of a lockfile');
    expect(complaint('[]').what).toContain('must be an object');
    expect(complaint(`${'  '.repeat(5)}- a: [`.repeat(20_000)).what).toEqual(expect.any(String));
  });

  it('may hold the sign for what cannot be read, in any form, but no zeros', () => {
    const other = `# \ufffd\n${JSON.stringify(parse(text))}`;
    expect(plain(readLockfile('f', other))).toEqual(plain(one));
    expect(complaint(`# \0\n${other}`).what).toContain('not UTF-8 text');
    expect(() => readLockfile('f', `servers: b\0c\n${other}`)).toThrow(
      'f:1:11: the file is not UTF-8 text\n  1 | servers: b\0c\n',
    );
  });

  it('with something wrong in a definition says so when that is read', () => {
    const broken = text.replace('{"type":"string"}', '{"type":"string"');
    const locked = readLockfile('f', broken).servers.get('mail')?.tools.get('send_email');
    expect(() => locked?.definition()).toThrow(LockfileError);
  });
});

it('stands in the documentation as it is written', () => {
  const documented = {
    name: 'send_email',
    description: 'Sends an e-mail.',
    inputSchema: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] },
  };
  const written = lockfileText({
    servers: lock([JSON.stringify(documented)]).servers,
  });
  const page = readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'docs', 'lockfile.md'), 'utf8');
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(example).toBe(written.slice(written.indexOf('      send_email:')));
});

function reversed<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}
