import { describe, expect, it } from 'vitest';
import { readEntry } from '../../src/discover/entry.ts';
import type { Json } from '../../src/model/json.ts';
import { clientOf } from './home.ts';

const read = (id: string, raw: Json) => readEntry(clientOf(id), raw);
const STDIO = { kind: 'stdio', args: [], env: {}, headers: {}, disabled: false, others: [] };
const HTTP = { ...STDIO, kind: 'http' };

describe('an entry', () => {
  it.each<[string, string, Json, object]>([
    [
      'of most clients',
      'cursor',
      { command: 'npx', args: ['-y', 'x'], env: { A: '1' }, cwd: '/w' },
      { command: 'npx', args: ['-y', 'x'], env: { A: '1' }, cwd: '/w' },
    ],
    [
      'with numbers',
      'cursor',
      { command: 'x', args: [1], env: { PORT: 80, ON: true, NO: null } },
      { command: 'x', args: ['1'], env: { PORT: '80', ON: 'true' } },
    ],
    ['that is off', 'cline', { command: 'x', disabled: true }, { command: 'x', disabled: true }],
    [
      'that is not on',
      'opencode',
      { type: 'local', command: ['x', 'y'], environment: { A: '1' }, enabled: false },
      { command: 'x', args: ['y'], env: { A: '1' }, disabled: true },
    ],
    [
      'of Goose',
      'goose',
      { type: 'stdio', cmd: 'x', args: ['y'], envs: { A: '1' }, enabled: true, name: 'n', timeout: 300 },
      { command: 'x', args: ['y'], env: { A: '1' }, others: ['timeout'] },
    ],
    ['of Zed', 'zed', { source: 'custom', command: 'x', args: ['y'] }, { command: 'x', args: ['y'] }],
    [
      'of an old Zed',
      'zed',
      { command: { path: 'x', args: ['y'], env: { A: '1' } } },
      { command: 'x', args: ['y'], env: { A: '1' } },
    ],
    [
      'of Codex',
      'codex',
      { command: 'x', env_vars: ['TOKEN'], enabled_tools: ['a'] },
      { command: 'x', env: { TOKEN: '${env:TOKEN}' }, others: ['enabled_tools'] },
    ],
  ])('%s', (_, id, raw, want) => {
    expect(read(id, raw)).toEqual({ ...STDIO, ...want });
  });

  it.each<[string, string, Json, object]>([
    [
      'of most clients',
      'cursor',
      { url: 'https://a.example/mcp', headers: { A: 'b' } },
      { url: 'https://a.example/mcp', headers: { A: 'b' } },
    ],
    ['of SSE', 'vscode', { type: 'sse', url: 'https://a.example/sse' }, { kind: 'sse', url: 'https://a.example/sse' }],
    ['of Gemini', 'gemini-cli', { httpUrl: 'https://a.example/mcp' }, { url: 'https://a.example/mcp' }],
    ['of Windsurf', 'windsurf', { serverUrl: 'https://a.example/mcp' }, { url: 'https://a.example/mcp' }],
    ['of mcporter', 'mcporter', { baseUrl: 'https://a.example/mcp' }, { url: 'https://a.example/mcp' }],
    ['of Goose', 'goose', { type: 'streamable_http', uri: 'https://a.example/mcp' }, { url: 'https://a.example/mcp' }],
    [
      'of Codex',
      'codex',
      { url: 'https://a.example', bearer_token_env_var: 'T', http_headers: { A: 'b' }, env_http_headers: { C: 'D' } },
      { url: 'https://a.example', headers: { A: 'b', C: '${env:D}', Authorization: 'Bearer ${env:T}' } },
    ],
    [
      'of Continue',
      'continue',
      { name: 'n', type: 'streamable-http', url: 'https://a.example', requestOptions: { headers: { A: 'b' } } },
      { url: 'https://a.example', headers: { A: 'b' } },
    ],
  ])('by HTTP %s', (_, id, raw, want) => {
    expect(read(id, raw)).toEqual({ ...HTTP, ...want });
  });

  it.each<[string, Json, RegExp]>([
    ['cursor', null, /not an object/],
    ['cursor', 'x', /not an object/],
    ['cursor', [], /not an object/],
    ['cursor', {}, /neither a command nor an address/],
    ['cursor', { command: 'x', url: 'https://a.example' }, /both/],
    ['cursor', { command: 'x', args: [{}] }, /not all text/],
    ['cursor', { command: 'x', env: { A: [] } }, /A is not text/],
    ['vscode', { command: 'x', envFile: '.env' }, /reads variables from \.env/],
    ['vscode', { command: 'x', env: { A: '${input:a}' } }, /\$\{input:a\}, which only VS Code/],
    ['goose', { type: 'builtin', name: 'developer' }, /part of Goose/],
    ['goose', { type: 'stdio', cmd: 'x', env_keys: ['A'] }, /keeps its secrets \(A\)/],
    ['continue', { command: 'x', env: { A: '${{ secrets.A }}' } }, /secrets\.A/],
    ['zed', { source: 'extension', settings: {} }, /a part of Zed/],
    ['claude-code', { type: 'sdk', name: 'x' }, /a part of Claude Code/],
    ['cursor', { command: ' ' }, /command is empty/],
    ['cursor', { url: '' }, /address is empty/],
  ])('of %s that cannot stand behind Sallyport says why: %j', (id, raw, why) => {
    expect(read(id, raw).trouble).toMatch(why);
  });
});
