import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { complaintsOf } from '../catalog/typing/compiling.ts';
import { trustEverything } from '../cli/lock-stage.ts';
import { fixture, type Place, place, sallyport } from './gateway.ts';

const property = (of: JsonObject): JsonObject => ({ type: 'object', properties: { it: of } });
const tool = (name: string, inputSchema: JsonObject): JsonObject => ({
  name,
  description: `About ${name}.`,
  inputSchema,
});
/** Servers of our own, with what real ones have: references, unions, odd names, letters of all scripts. */
const OWN: Readonly<Record<string, JsonObject>> = {
  files: {
    instructions: 'Use it for files.',
    tools: [
      tool('read_file', { ...property({ type: 'string' }), required: ['it'] }),
      tool('tree', { ...property({ $ref: '#/$defs/node' }), $defs: { node: property({ $ref: '#/$defs/node' }) } }),
    ],
    prompts: [{ name: 'sum-up', arguments: [{ name: 'path', required: true }] }],
    resourceTemplates: [{ uriTemplate: 'file:///{path}', name: 'a file' }],
  },
  mail: {
    tools: [
      tool('send.email/now', property({ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] })),
      tool('Поиск', { ...property({ enum: ['a', 1, null] }), additionalProperties: false }),
      { ...tool('odd "name"', property({ const: 'x' })), outputSchema: property({ type: 'number' }) },
    ],
  },
};

const folder = process.env.SALLYPORT_DEFINITIONS;
const read = (file: string): JsonObject => JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
const jsonFiles = (dir: string): string[] => readdirSync(dir).filter((file) => file.endsWith('.json'));

/** A configuration with one server to a file. */
function serving(files: Readonly<Record<string, string>>): Place {
  const at = place({});
  const servers = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, fixture('definitions', [file])]),
  );
  writeFileSync(at.config, JSON.stringify({ servers }));
  return at;
}

// Definitions of real servers, one file for each as `tools/list` answers, are not part of this repository.
const whose = folder === undefined ? 'our own; SALLYPORT_DEFINITIONS=DIR names a folder of real ones' : folder;
it(`definitions lock, have no difference, and make types that compile: ${whose}`, { timeout: 300_000 }, async () => {
  const own = place({});
  const from = folder ?? path.join(own.dir, 'definitions');
  if (folder === undefined) {
    mkdirSync(from);
    for (const [name, value] of Object.entries(OWN))
      writeFileSync(path.join(from, `${name}.json`), JSON.stringify(value));
  }
  const files = Object.fromEntries(
    jsonFiles(from).map((file) => [path.basename(file, '.json'), path.join(from, file)]),
  );
  const count = Object.values(files).reduce((sum, file) => sum + (read(file).tools as readonly unknown[]).length, 0);
  expect(count).toBeGreaterThan(0);
  const at = serving(files);
  await trustEverything(at, Object.keys(files));
  const where = ['--config', at.config, '--state', at.state];

  const locked = await sallyport(at, 'lock', '--json', ...where);
  expect(locked.err).toBe('');
  expect(JSON.parse(locked.out)).toMatchObject({ locked: Object.keys(files).sort(), pending: [], missing: {} });
  const lockfile = path.join(at.dir, 'sallyport.lock.yaml');
  const text = readFileSync(lockfile, 'utf8');
  expect(text.match(/^ {6}\S.*:\n {8}pin: /gm)?.length).toBeGreaterThanOrEqual(count);

  const same = await sallyport(at, 'diff', ...where);
  expect([same.code, same.out.trim()]).toEqual([0, 'Everything is as it was accepted.']);
  expect((await sallyport(at, 'lock', ...where)).out).toContain('has it all');
  expect(readFileSync(lockfile, 'utf8')).toBe(text);

  const out = path.join(at.dir, 'sallyport.d.ts');
  const typed = await sallyport(at, 'types', '--config', at.config, '--out', out);
  expect(typed.code).toBe(0);
  expect(typed.out).not.toContain('unknown');
  expect(typed.out).toContain(`types of ${count} tools`);
  expect(await complaintsOf({ 'sallyport.d.ts': readFileSync(out, 'utf8') })).toBe('');
});

it('hostile schemas lock, make types that compile, and cannot change unnoticed', { timeout: 120_000 }, async () => {
  const branches = (from: number): JsonObject =>
    property({ anyOf: Array.from({ length: 20_000 }, (_, i) => ({ const: `v${i + from}` })) });
  const deep = (depth: number): JsonObject => (depth === 0 ? { type: 'string' } : property(deep(depth - 1)));
  const offered = (from: number): string =>
    JSON.stringify({
      tools: [
        tool('remote', property({ $ref: 'http://127.0.0.1:9/x.json' })),
        tool('file', property({ $ref: 'file:///etc/passwd' })),
        tool('typed', { ...property({ tsType: 'typeof import("node:fs")' }), tsType: 'evil' }),
        tool('branches', branches(from)),
        tool('deep', deep(60)),
        tool('circle', property({ $ref: '#' })),
        tool('__proto__', JSON.parse('{ "type": "object", "properties": { "__proto__": {} } }') as JsonObject),
        tool('a\nb */ # "c"', property({ type: 'string' })),
      ],
    });
  const file = path.join(place({}).dir, 'hostile.json');
  writeFileSync(file, offered(0));
  const at = serving({ hostile: file });
  await trustEverything(at, ['hostile']);
  const where = ['--config', at.config, '--state', at.state];
  expect(JSON.parse((await sallyport(at, 'lock', '--json', ...where)).out)).toMatchObject({ locked: ['hostile'] });
  expect((await sallyport(at, 'diff', ...where)).out.trim()).toBe('Everything is as it was accepted.');
  const out = path.join(at.dir, 'sallyport.d.ts');
  const typed = await sallyport(at, 'types', '--config', at.config, '--out', out);
  expect(typed.out).toMatch(/hostile\.branches: its schema is too long for the lockfile/);
  expect(typed.out).toMatch(/hostile\.deep: its schema nests deeper/);
  const text = readFileSync(out, 'utf8');
  expect(text.replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(/evil|node:fs|127\.0\.0\.1|passwd/);
  expect(await complaintsOf({ 'sallyport.d.ts': text })).toBe('');
  writeFileSync(file, offered(1));
  const changed = await sallyport(at, 'diff', ...where);
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/high +hostile\/branches changed\n +! has another inputSchema, too long to be kept/);
});
