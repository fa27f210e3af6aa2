import fc from 'fast-check';
import { stringify as tomlText } from 'smol-toml';
import { stringify as yamlText } from 'yaml';
import type { Client } from '../../../src/discover/client.ts';
import type { Json } from '../../../src/model/json.ts';

/** A client's file as somebody may have written it. */
export interface Written {
  readonly format: Client['format'];
  readonly text: string;
  readonly key: string;
  readonly names: readonly string[];
  /** At least one of them. */
  readonly removed: readonly string[];
  /** Comments that stand outside of what is taken out. */
  readonly comments: readonly string[];
}

export const FORMATS = ['json', 'toml', 'yaml'] as const;

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/),
  fc.constantFrom(
    'My Server',
    'a.b',
    'ü',
    '日本',
    'x"y',
    "it's",
    'a/b',
    '#1',
    '1',
    'true',
    '[x]',
    'a: b',
    '__proto',
    '-',
  ),
);
const word = fc.oneof(
  fc.stringMatching(/^[ -~]{0,12}$/),
  fc.constantFrom(
    'C:\\Program Files\\x.exe',
    '${env:TOKEN}',
    '// no comment',
    '# none',
    ']',
    '}',
    '"',
    "'''",
    '"""',
    'ü\u2028',
    '\t',
    '',
  ),
);
const entry = fc.oneof(
  fc.record({
    command: word,
    args: fc.array(word, { maxLength: 3 }),
    env: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,6}$/), word, { maxKeys: 2 }),
  }),
  fc.record({
    url: word,
    headers: fc.dictionary(fc.stringMatching(/^[A-Z][a-z-]{1,6}$/), word, { maxKeys: 2 }),
    enabled: fc.boolean(),
  }),
);

interface Style {
  readonly indent: string;
  readonly crlf: boolean;
  readonly mark: boolean;
  readonly newline: boolean;
  readonly comments: boolean;
  readonly trailing: boolean;
  readonly oneLine: boolean;
}

const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom('  ', '    ', '\t'),
  crlf: fc.boolean(),
  mark: fc.boolean(),
  newline: fc.boolean(),
  comments: fc.boolean(),
  trailing: fc.boolean(),
  oneLine: fc.boolean(),
});

const KEY = { json: 'mcpServers', toml: 'mcp_servers', yaml: 'extensions' } as const;
type Entries = readonly (readonly [string, Json])[];
const WRITE = { json: writeJson, toml: writeToml, yaml: writeYaml } as const;

/** Files of a format in every style, and names of servers to take out of them. */
export const generated = (format: Written['format']): fc.Arbitrary<Written> =>
  fc
    .uniqueArray(name, { minLength: 1, maxLength: 5 })
    .chain((names) =>
      fc.record({
        names: fc.constant(names),
        entries: fc.tuple(...names.map(() => entry)),
        removed: fc.subarray(names, { minLength: 1 }),
        style,
      }),
    )
    .map(({ names, entries, removed, style: how }) => {
      const key = KEY[format];
      const pairs = names.map((each, i) => [each, (entries[i] ?? null) as Json] as const);
      const lines = WRITE[format](key, pairs, how);
      const joined = lines.join(how.crlf ? '\r\n' : '\n') + (how.newline ? (how.crlf ? '\r\n' : '\n') : '');
      const comments = how.comments ? joined.match(/(?:\/\/|#) note \d+|\/\* note \d+ \*\//g) : [];
      return { format, key, names, removed, text: (how.mark ? '\uFEFF' : '') + joined, comments: comments ?? [] };
    });

function writeJson(key: string, entries: Entries, { indent, comments, trailing, oneLine }: Style): string[] {
  if (oneLine) {
    const members = entries.map(([each, value]) => `${JSON.stringify(each)}: ${JSON.stringify(value)}`);
    return [`{"a": 1, "${key}": {${members.join(', ')}}, "z": [true]}`];
  }
  const lines = ['{', `${indent}"a": {"b": "//x"},`];
  if (comments) lines.push(`${indent}// note 1`);
  lines.push(`${indent}"${key}": {`);
  entries.forEach(([each, value], i) => {
    if (comments) lines.push(`${indent.repeat(2)}// note ${i + 2}`);
    const body = JSON.stringify(value, null, indent).split('\n');
    const comma = trailing || i < entries.length - 1 ? ',' : '';
    body.forEach((line, at) => {
      const head = at === 0 ? `${JSON.stringify(each)}: ` : '';
      const tail = at === body.length - 1 ? comma + (comments ? ` /* note ${i + 20} */` : '') : '';
      lines.push(indent.repeat(2) + head + line + tail);
    });
  });
  if (comments) lines.push(`${indent.repeat(2)}// note 99`);
  return [...lines, `${indent}},`, `${indent}"z": [true]`, '}'];
}

function writeToml(key: string, entries: Entries, { comments, oneLine }: Style): string[] {
  const lines = ['model = "x"', 'n = [1, 2]', ''];
  if (oneLine) lines.push(`[${key}]`);
  entries.forEach(([each, value], i) => {
    if (comments) lines.push(`# note ${i + 1}`);
    // The empty table of another key shows how the writer spells a key.
    const spelled = tomlText({ [each]: 1 }).split(' = ')[0] ?? '';
    if (oneLine) lines.push(`${spelled} = ${inline(value)}`);
    else
      lines.push(
        ...tomlText({ [key]: { [each]: value } })
          .trimEnd()
          .split('\n'),
        '',
      );
  });
  if (comments) lines.push('# note 90');
  return [...lines, '[z]', 'y = """', '[mcp_servers.no]', '"""'];
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return tomlText({ x: value }).trimEnd().slice('x = '.length);
  return `{ ${Object.entries(value)
    .map(([each, item]) => `${tomlText({ [each]: 1 }).split(' = ')[0]} = ${inline(item)}`)
    .join(', ')} }`;
}

function writeYaml(key: string, entries: Entries, { indent, comments }: Style): string[] {
  const step = indent === '\t' ? ' ' : indent;
  const lines = ['a: 1', `${key}:`];
  entries.forEach(([each, value], i) => {
    if (comments) lines.push(`${step}# note ${i + 1}`);
    lines.push(
      ...yamlText({ [each]: value }, { lineWidth: 0 })
        .trimEnd()
        .split('\n')
        .map((line) => step + line),
    );
    if (comments) lines.push('', `${step}# note ${i + 20}`);
  });
  return [...lines, 'z:', `${step}- true`];
}
