import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judge } from '../../scripts/conformance/expected.mjs';

const ROOT = path.join(import.meta.dirname, '..', '..');
const SETS = ['2025-11-25', '2026-07-28'];

interface Entry {
  readonly kind: string;
  readonly by: string;
  readonly why: string;
}

const entriesOf = (set: string): [scenario: string, entry: Entry][] => {
  const file = path.join(ROOT, 'scripts', 'conformance', 'expected-failures', `${set}.yaml`);
  const legs = parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Entry>>;
  expect(Object.keys(legs)).toEqual(['server', 'client']);
  return Object.values(legs).flatMap((leg) => Object.entries(leg));
};

describe.each(SETS)('the expected failures of %s', (set) => {
  it('say of each what it is, whose it is, and why in a sentence', () => {
    for (const [scenario, entry] of entriesOf(set)) {
      expect(Object.keys(entry), scenario).toEqual(['kind', 'by', 'why']);
      // What a set requires may not stand here.
      expect(['extension', 'added-after-release', 'pending'], scenario).toContain(entry.kind);
      expect(['fixture', 'sallyport'], scenario).toContain(entry.by);
      expect(entry.why.split(' ').length, scenario).toBeGreaterThan(5);
    }
  });
});

describe('a verdict', () => {
  const found = new Map([
    ['passes', { passed: 2, failed: 0, problems: [], warnings: [] }],
    ['fails', { passed: 1, failed: 1, problems: ['why'], warnings: [] }],
  ]);
  const verdict = (scenario: string, expected: Record<string, Entry>) =>
    judge(found, ['passes', 'fails', 'never-ran'], new Map([['extra', 'pending']]), expected, undefined).find(
      (row) => row.scenario === scenario,
    )?.verdict;
  const entry = { kind: 'required', by: 'sallyport', why: 'for a reason' };

  it.each([
    ['passes', {}, 'passed'],
    ['fails', {}, 'failed'],
    ['fails', { fails: entry }, 'expected'],
    ['passes', { passes: entry }, 'listed'],
    ['never-ran', {}, 'missing'],
    ['never-ran', { 'never-ran': entry }, 'missing'],
    ['gone', { gone: entry }, 'unknown'],
    ['fails', { fails: { ...entry, kind: 'pending' } }, 'mislabelled'],
  ] as const)('on %s with %o listed is "%s"', (scenario, expected, verdictOf) => {
    expect(verdict(scenario, expected)).toBe(verdictOf);
  });
});

const TOOLS = [
  ...['simple_text', 'image_content', 'audio_content', 'embedded_resource', 'multiple_content_types', 'error_handling'],
  ...['tool_with_logging', 'tool_with_progress', 'reconnection', 'x_mcp_header', 'sampling', 'elicitation'],
  ...['elicitation_sep1034_defaults', 'elicitation_sep1330_enums', 'missing_capability', 'streaming_elicitation'],
  ...['logging_tool', 'trigger_tool_change', 'trigger_prompt_change'],
  ...['elicitation', 'sampling', 'list_roots', 'request_state', 'multiple_inputs', 'multi_round', 'tampered_state'].map(
    (name) => `input_required_result_${name}`,
  ),
  'input_required_result_capabilities',
].map((name) => `test_${name}`);
const PROMPTS = ['simple_prompt', 'prompt_with_arguments', 'prompt_with_embedded_resource', 'prompt_with_image'];
const URIS = ['test://static-text', 'test://static-binary', 'test://watched-resource'];

describe.each([
  ['legacy', { mode: 'legacy' as const }],
  ['modern', { mode: { pin: '2026-07-28' } }],
])('the fixture, to a %s client', (_era, versionNegotiation) => {
  let fixture: ChildProcess;
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });

  beforeAll(async () => {
    fixture = spawn(process.execPath, [path.join(ROOT, 'fixtures', 'servers', 'conformance.mjs')], { stdio: 'pipe' });
    const url = await new Promise<string>((resolve) => {
      fixture.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  });
  afterAll(async () => {
    await client.close();
    fixture.stdin?.end();
  });

  it('serves every name that the suite asks for', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining([...TOOLS, 'json_schema_2020_12_tool']));
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...PROMPTS, 'input_required_result_prompt'].map((name) => `test_${name}`)),
    );
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(expect.arrayContaining(URIS));
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['test://template/{id}/data']);
  });
});

describe('npm run conformance', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/conformance.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });

  it('says what it can do', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    for (const option of ['--set', '--only', '--fixture-alone', '--leg']) expect(stdout).toContain(option);
  });

  it('refuses a set that there is not', () => {
    const { status, stderr } = run('--set', '2024-01-01');
    expect(status).toBe(2);
    expect(stderr).toContain('use 2025-11-25 or 2026-07-28');
  });
});
