import fc from 'fast-check';
import { stringify as tomlText } from 'smol-toml';
import { stringify as yamlText } from 'yaml';
import type { Client } from '../../../src/discover/client.ts';
import type { Json } from '../../../src/model/json.ts';

/** A server as a client of any kind could have it. */
export interface Made {
  readonly name: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly url?: string;
}

const word = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9@/._-]{1,12}$/),
  fc.constantFrom('a b', 'C:\\x\\y', '$HOME', '${x', "it's", 'ü', '"q"'),
);
const servers = fc.oneof(
  fc.record({
    command: fc.constantFrom('npx', 'uvx', '/usr/bin/node', 'C:\\x\\node.exe'),
    args: fc.array(word, { maxLength: 3 }),
  }),
  fc.record({
    command: fc.constant('docker'),
    args: fc.constant(['run']),
    env: fc.dictionary(fc.constantFrom('API_KEY', 'LOG', 'HOST'), word, { maxKeys: 3 }),
  }),
  fc.record({
    url: fc.constantFrom(
      'https://crm.example/mcp',
      'http://127.0.0.1:9/mcp',
      'https://a.example/x?token=q7Rk2VbT9xLmZ4',
    ),
  }),
);

export const madeServers: fc.Arbitrary<Made[]> = fc
  .uniqueArray(fc.constantFrom('files', 'My Server', 'crm', 'git.hub', 'x_1', 'mail'), { minLength: 1, maxLength: 4 })
  .chain((names) => fc.tuple(...names.map(() => servers)).map((all) => names.map((name, i) => ({ name, ...all[i] }))));

/** An entry as a client writes it. */
export function entryOf({ shape }: Client, { name, command, args = [], env = {}, url }: Made): Json {
  if (shape === 'argv')
    return command === undefined
      ? { type: 'remote', url: url ?? '' }
      : { type: 'local', command: [command, ...args], environment: env };
  if (shape === 'goose')
    return command === undefined
      ? { type: 'streamable_http', uri: url ?? '' }
      : { type: 'stdio', cmd: command, args, envs: env };
  const standard: Json = command === undefined ? { url: url ?? '' } : { command, args, env };
  return shape === 'list' ? { name, ...standard } : standard;
}

export interface Style {
  readonly crlf: boolean;
  readonly mark: boolean;
  readonly newline: boolean;
  readonly comments: boolean;
  readonly indent: string;
}

export const style: fc.Arbitrary<Style> = fc.record({
  crlf: fc.boolean(),
  mark: fc.boolean(),
  newline: fc.boolean(),
  comments: fc.boolean(),
  indent: fc.constantFrom('  ', '\t', '    '),
});

/** A client's file with servers in it and other things around them. */
export function fileText(
  client: Client,
  made: readonly Made[],
  { crlf, mark, newline, comments, indent }: Style,
): string {
  const key = client.keys[0]?.[0] ?? '';
  const entries = made.map((each) => [each.name, entryOf(client, each)] as const);
  const set = client.shape === 'list' ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
  const note = client.format === 'json' ? '//' : '#';
  let text: string;
  if (client.format === 'json') text = JSON.stringify({ before: { a: [1] }, [key]: set, after: null }, null, indent);
  else if (client.format === 'toml') text = tomlText({ model: 'x', [key]: set, z: { y: 1 } }).trimEnd();
  else text = yamlText({ before: 1, [key]: set, after: [true] }, { lineWidth: 0 }).trimEnd();
  if (comments) text = `${note} mine\n${text}\n${note} end`;
  return (mark ? '\uFEFF' : '') + (text + (newline ? '\n' : '')).replaceAll('\n', crlf ? '\r\n' : '\n');
}
