import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comment, commentText } from '../../../src/catalog/typing/comment.ts';
import { declarationsOf } from '../../../src/catalog/typing/declarations.ts';
import { schemaType } from '../../../src/catalog/typing/schema-type.ts';
import { tameSchema } from '../../../src/catalog/typing/tame.ts';
import { openTypeNames } from '../../../src/catalog/typing/type-name.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { complaintsOf } from './compiling.ts';
import { locked } from './lock.ts';

const text = { type: 'string' };
const typeOf = (schema: Json) => schemaType(schema, 'Root');

describe('a type', () => {
  it('is what the schema says of form', async () => {
    const schema = {
      type: 'object',
      title: 'Other',
      $id: 'https://a.example/x',
      required: ['to', 'missing'],
      properties: {
        to: { type: 'string', description: 'Whom.' },
        tags: { type: 'array', items: text, maxItems: 3 },
        kind: { enum: ['a', 'b', null] },
        one: { const: 1 },
        maybe: { type: ['string', 'null'] },
        any: true,
        open: { type: 'object' },
        map: { type: 'object', additionalProperties: { type: 'number' } },
        or: { oneOf: [text, { type: 'object', properties: { a: text } }] },
        pair: { type: 'array', prefixItems: [text, { type: 'number' }] },
        'a "name"\n*/': text,
      },
    };
    const { declarations } = await typeOf(schema);
    for (const line of [
      'export interface Root {',
      '  to: string;',
      '  tags?: string[];',
      '  kind?: ("a" | "b" | null);',
      '  one?: 1;',
      '  maybe?: (string | null);',
      '  any?: unknown;',
      '  pair?: (string | number)[];',
      '   * Whom.',
    ])
      expect(declarations.split('\n')).toContain(line);
    expect(declarations).not.toContain('Other');
    expect(await complaintsOf({ 'a.d.ts': declarations })).toBe('');
  });

  it('knows of each place once that is referred to, circles included', async () => {
    const schema = {
      $ref: '#/$defs/tree',
      $defs: { tree: { type: 'object', properties: { left: { $ref: '#/$defs/tree' }, right: { $ref: '#' } } } },
    };
    const { declarations, type } = await typeOf(schema);
    expect(type).toBe('Root');
    expect(declarations).toMatch(/left\?: RootPart1;[\s\S]*export interface RootPart1/);
    expect(await complaintsOf({ 'a.d.ts': declarations })).toBe('');
  });

  it('does not grow with repetition', async () => {
    const $defs: Record<string, Json> = { d0: text };
    for (let i = 1; i < 30; i++)
      $defs[`d${i}`] = {
        type: 'object',
        properties: { a: { $ref: `#/$defs/d${i - 1}` }, b: { $ref: `#/$defs/d${i - 1}` } },
      };
    const { declarations } = await typeOf({ type: 'object', properties: { x: { $ref: '#/$defs/d29' } }, $defs });
    expect(declarations.length).toBeLessThan(5_000);
  });

  const deep = (depth: number): Json => (depth === 0 ? text : { type: 'object', properties: { a: deep(depth - 1) } });
  const branches = (count: number): Json => ({ anyOf: Array.from({ length: count }, (_, i) => ({ const: `v${i}` })) });

  it.each<[string, Json, RegExp]>([
    ['a schema elsewhere', { $ref: 'http://127.0.0.1:9/x.json' }, /lies elsewhere/],
    ['a file', { $ref: 'file:///etc/passwd' }, /lies elsewhere/],
    ['what is not there', { $ref: '#/nowhere' }, /not there/],
    ['a circle of nothing', { $ref: '#' }, /not there/],
    ['20,000 branches', branches(20_000), /more than 2000 parts/],
    ['20,000 values', { enum: Array.from({ length: 20_000 }, (_, i) => i) }, /more than 2000 parts/],
    ['deep nesting', deep(500), /deeper than 40/],
    ['one that is too long for the lockfile', { $long: 'hash', characters: 200_000 }, /too long for the lockfile/],
    ['no schema', 'text', /no schema/],
  ])('is unknown for %s, and says why', async (_, schema, why) => {
    expect(await typeOf(schema)).toMatchObject({ type: 'unknown', declarations: '', why: expect.stringMatching(why) });
  });

  it('takes nothing else from it', async () => {
    const members: readonly JsonObject[] = [
      { tsType: 'typeof import("node:fs")' },
      { enum: ['a'], tsEnumNames: ['x = evil()'] },
      { $ref: 'http://127.0.0.1:9/x.json' },
      { $ref: './package.json' },
      { type: 'string', description: '*/ export const evil = 1; /*' },
      { type: 'string', tsType: 'evil', title: 'evil' },
      JSON.parse('{ "__proto__": { "tsType": "evil" }, "constructor": 1, "extends": { "tsType": "evil" } }'),
    ];
    const files: Record<string, string> = {};
    for (const [index, member] of members.entries()) {
      const { declarations } = await typeOf({ type: 'object', properties: { a: member }, ...member, tsType: 'evil' });
      expect(declarations.replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(/evil|import|127\.0/);
      files[`a${index}.d.ts`] = declarations || 'export {};';
    }
    expect(await complaintsOf(files)).toBe('');
  });

  it('is made of nothing but words of ours, whatever the schema', () => {
    const known =
      /^(?:description|deprecated|enum|type|properties|required|additionalProperties|items|anyOf|oneOf|allOf|\$ref|definitions)$/;
    const check = (schema: Json): void => {
      if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
      const { properties, definitions, items, additionalProperties, anyOf, oneOf, allOf, $ref } = schema as JsonObject;
      expect(Object.keys(schema).every((key) => known.test(key))).toBe(true);
      if ($ref !== undefined) expect($ref).toMatch(/^#\/definitions\/RootPart\d+$/);
      for (const map of [properties, definitions])
        for (const one of Object.values((map ?? {}) as JsonObject)) check(one);
      for (const one of [items, additionalProperties, anyOf, oneOf, allOf].flat()) check(one as Json);
    };
    const keyword = fc.constantFrom(
      'type',
      'properties',
      'anyOf',
      '$ref',
      'items',
      'tsType',
      'enum',
      'allOf',
      '$defs',
      'title',
    );
    const schema = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Json>('object', '#', '#/$defs/a', 'http://x.example', 'string', true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(keyword, fc.constant('a')), tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(schema, (given) => {
        const tamed = tameSchema(given as Json, 'Root');
        if ('schema' in tamed) check(tamed.schema);
      }),
      { numRuns: 500 },
    );
  });
});

describe('names and comments', () => {
  it('are letters and digits, and no name is given twice', () => {
    const nameOf = openTypeNames();
    expect(nameOf('mail', 'send_email', 'Args')).toBe('MailSendEmailArgs');
    expect(nameOf('mail_send', 'email', 'Args')).toBe('MailSendEmailArgsX2');
    expect(nameOf('3d', '🚀', 'Args')).toBe('Tool3DArgs');
    expect(nameOf('é', '', 'Args')).toBe('EArgs');
    expect(nameOf('e', '', 'Args')).toBe('EArgsX2');
    expect(nameOf('名', '', 'Args')).toBe('Args');
  });

  it('say no more than a comment may', () => {
    expect(commentText('a */ b\u200b\u202e\u3164')).toBe('a * / b');
    expect(commentText('x'.repeat(1_000))).toHaveLength(400);
    expect(comment('a\nb', '  ')).toBe('  /**\n   * a\n   * b\n   */');
  });
});

const TOOLS: readonly JsonObject[] = [
  {
    name: 'send_email',
    description: 'Sends */ an e-mail.',
    inputSchema: { type: 'object', properties: { to: text, urgent: { type: 'boolean' } }, required: ['to'] },
    outputSchema: { type: 'object', properties: { id: text }, required: ['id'] },
  },
  { name: 'odd "name"', inputSchema: { type: 'object', properties: { a: { tsType: 'evil' } } } },
  {
    name: 'wide',
    inputSchema: { type: 'object', properties: { a: { enum: Array.from({ length: 3_000 }, (_, i) => i) } } },
  },
];

const INSPECTOR = `import type { Inspector, PolicyTest, Tools } from './sallyport.js';
const inspector: Inspector = {
  version: 1,
  onCall(call) {
    if (call.name === 'mail.send_email') {
      const to: string = call.args.to;
      return { findings: [{ kind: 'custom.x', severity: 'low', at: '/arguments/to', message: to }] };
    }
    return {};
  },
};
export default inspector;
export const id = (result: Tools['mail.send_email']['result']): string | undefined => result.structuredContent?.id;
export const test: PolicyTest = { call: { tool: 'mail.send_email', args: { to: 'a' } }, expect: 'ask' };
`;
const JSDOC = `/** @type {import('./sallyport.js').Inspector} */
export default {
  version: 1,
  onCall(call) {
    return call.name === 'mail.send_email' && call.args.to.endsWith('.example') ? { labels: ['seen'] } : {};
  },
};
`;

describe('the declarations', () => {
  it('type inspectors, policy tests and clients, in TypeScript and by JSDoc, under strict', async () => {
    const made = await declarationsOf(locked({ mail: TOOLS }));
    expect(made).toMatchObject({
      tools: 3,
      unknown: [{ tool: 'mail.wide', of: 'arguments', why: expect.stringContaining('2000 parts') }],
    });
    expect(made.text).toContain(
      '    /** Arguments are unknown: its schema has more than 2000 parts. */\n    args: unknown;',
    );
    const files = { 'sallyport.d.ts': made.text, 'mine.ts': INSPECTOR, 'theirs.js': JSDOC };
    expect(await complaintsOf(files)).toBe('');
    const wrong = [
      ["args: { to: 'a' }", "args: { too: 'a' }"],
      ['const to: string = call.args.to', 'const to: string = call.args.urgent'],
      ["kind: 'custom.x'", "kind: 'secret.x'"],
      ["'mail.send_email'", "'mail.send_mail'"],
      ['structuredContent?.id', 'structuredContent?.name'],
    ].map(([right = '', bad = ''], index) => [`wrong${index}.ts`, INSPECTOR.replace(right, bad)] as const);
    const theirs = JSDOC.replace('call.args.to', 'call.args.too');
    const said = await complaintsOf({ 'sallyport.d.ts': made.text, ...Object.fromEntries(wrong), 'theirs.js': theirs });
    for (const file of [...wrong.map(([name]) => name), 'theirs.js']) expect(said).toContain(`${file}(`);
  });

  it('are what inspectors are really told', async () => {
    const { text: declarations } = await declarationsOf(locked({ mail: TOOLS }));
    const facts = path.join(import.meta.dirname, '..', '..', '..', 'src', 'inspect', 'custom', 'facts.ts');
    const evidence = path.join(import.meta.dirname, '..', '..', '..', 'src', 'model', 'evidence.ts');
    const same = `import type { CallFacts, ResultFacts, ViewFacts } from ${JSON.stringify(facts)};
import type { Sighting as Ours } from ${JSON.stringify(evidence)};
import type { OtherCall, Result, Sighting, View } from './sallyport.js';
export const call = (told: Omit<CallFacts, 'name'>): OtherCall => told;
export const result = (told: ResultFacts): Result => told;
export const view = (told: ViewFacts): View => told;
export const said = (answer: Required<Pick<Sighting, 'findings' | 'labels'>>): Ours => answer;
`;
    expect(await complaintsOf({ 'sallyport.d.ts': declarations, 'same.ts': same })).toBe('');
  });

  it('do not depend on the order of servers, tools and keys', async () => {
    const one = await declarationsOf(locked({ a: TOOLS, b: TOOLS }));
    const turned = TOOLS.map((tool) => Object.fromEntries(Object.entries(tool).reverse())).reverse();
    expect((await declarationsOf(locked({ b: turned, a: turned }))).text).toBe(one.text);
  });

  it('are there where nothing is locked', async () => {
    const { text: declarations } = await declarationsOf(locked({}));
    expect(await complaintsOf({ 'sallyport.d.ts': declarations })).toBe('');
  });

  // Definitions of real servers, one file for each with a list `tools`, are not part of this repository.
  const folder = process.env.SALLYPORT_DEFINITIONS;
  it(`compile under strict for ${folder === undefined ? 'our own definitions; SALLYPORT_DEFINITIONS=DIR names a folder of others' : folder}`, async () => {
    const own = { mail: TOOLS.slice(0, 2) };
    const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));
    if (folder !== undefined) expect(files.length).toBeGreaterThan(0);
    const read = (file: string) =>
      JSON.parse(readFileSync(path.join(folder ?? '', file), 'utf8')) as { tools: JsonObject[] };
    const servers = Object.fromEntries(files.map((file) => [path.basename(file, '.json'), read(file).tools]));
    const made = await declarationsOf(locked(folder === undefined ? own : servers));
    expect(made.unknown).toEqual([]);
    expect(await complaintsOf({ 'sallyport.d.ts': made.text })).toBe('');
  });
});
