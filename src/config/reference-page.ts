import { configJsonSchema, type SchemaNode } from './json-schema.ts';

const HEAD = `# servers.config.yaml

<!-- Written by scripts/docs.mjs from src/config/schema.ts; change it there. -->

One file says which servers stand behind Sallyport, who may use them, and what needs a person. Every key is optional;
an unknown key is an error that shows the line. Put this line on top, and editors complete and check it:

\`\`\`yaml
# yaml-language-server: $schema=./servers.config.schema.json
\`\`\`

Configuration files of MCP clients (\`mcpServers\` of Claude Desktop, Claude Code, Cursor and others, \`servers\` of
VS Code) are accepted as they are: \`sallyport serve --config ~/.cursor/mcp.json\`.

## Where it is looked for

Every command that is about a configuration takes the first of these that is there:

1. the file that \`--config FILE\` names;
2. \`servers.config.yaml\` in the current folder;
3. the one that the last \`sallyport adopt\` wrote to (\`adopt --project\` does not count: a project's is for that project);
4. \`~/sallyport/servers.config.yaml\`.

Where none was named, the one that is used is said on stderr. The second and the fourth were only found: they wait until
\`sallyport trust\` has said yes to them. \`sallyport servers\` reads none unless it is named, and \`sallyport discover\`
looks at all of them. The lockfile is \`sallyport.lock.yaml\` beside the configuration, unless \`--lockfile\` names another.

## References

| write | for |
| --- | --- |
| \`\${env:NAME}\`, \`\${env:NAME:-default}\` | an environment variable of the process that starts Sallyport |
| \`\${file:path}\` | the content of a regular file (no pipe: \`<(…)\` and \`/dev/stdin\` may never end), relative to this one, without a byte order mark and its last newline |
| \`\${keychain:NAME}\` | a secret of the system's keychain: Secret Service, macOS keychain, Windows Credential Manager |
| \`\${workspace}\`, \`\${home}\` | the folder the client works in; the user's home folder |
| \`\${session.id}\`, \`\${session.dir}\` | a name and a folder of its own for each session |
| \`$\${\` | the characters themselves |

They count in \`command\`, \`args\`, \`env\`, \`cwd\`, \`roots\`, \`url\` and \`headers\` of a server and in \`http.tokens\`. A server whose
value is missing is not started, and says so; everything else goes on.

## Conditions

\`when\` holds a CEL expression. It reads:

| name | what |
| --- | --- |
| \`call\` | \`method\`, \`tool\` (\`server.tool\`), \`upstream\`, \`name\`, \`args\`, \`powers\`, \`labels\` (of the tool's results), \`origin\` |
| \`findings\` | what inspectors saw: \`kind\`, \`severity\`, \`at\`, \`message\`, \`role\`, \`given\` (it holds a credential that a server is given) |
| \`flows\` | values that came from earlier results: \`to.at\`, \`to.role\`, \`to.part\`, \`from.tool\`, \`from.upstream\`, \`from.name\`, \`from.at\`, \`from.call\`, \`from.ago\`, \`from.echo\`, \`from.only\`, \`from.asks\`, \`from.stated\`, \`from.listed\`, \`from.said\` (\`tool\`, \`prompt\`, \`resource\`, \`instructions\`, \`log\`, \`progress\`, \`question\`: what a server said it in; empty for a result), \`via\`, \`shape\`, \`labels\` |
| \`unknown\` | values that decide (destination, credential, command, target) and stood in no earlier result: \`at\`, \`role\`, \`value\` |
| \`outflows\` | what of earlier results the call would carry to each place: \`to\`, \`labels\`, \`size\` (letters, of this call), \`total\` and \`values\` (of the session, each value once), \`byPrincipal\` (letters, of all the principal's sessions in this process) |
| \`labels\` | marks on what the session has seen |
| \`session\` | \`calls\`, \`recent\` (of \`tool\`, \`upstream\`, \`name\`, \`powers\`, \`failed\`, and \`labels\`: what the session was marked with then), \`incomplete\`, \`frozen\`, \`purposes\` (what it was narrowed to) |
| \`agent\`, \`purpose\` | who calls, or \`""\` |
| \`principal\` | \`id\`, \`agent\`, \`purposes\`, \`clientId\`, \`actors\`; and what a client says of itself, which may only make a rule match: \`subagent\`, \`client\` |
| \`within\`, \`barred\` | whether the purposes of the session take in the tool; the marks of this data that no purpose here touches |
| \`maybeOutside\` | whether the session's past is not known, and a purpose that it may have been narrowed to rules this out |
| \`result\` | \`failed\`, \`size\`, \`said\` (as \`from.said\`; empty for a result); in rules \`on: result\` |
| \`destinations(call)\` | where the arguments would send to, what a tool does not declare beside that included: \`at\`, \`value\`, \`domain\` |
| \`role(call, "/to")\`, \`domain(text)\` | the role of an argument; the host of an address or URL |
| \`glob(text, "a*")\`, \`re2(text, "^a+$")\` | matching in linear time |

Numbers in arguments are doubles and compare with whole ones. A condition that cannot be evaluated denies the call, so
ask \`has(call.args.amount)\` first. A reason may hold \`{{flow}}\`, \`{{finding}}\` and \`{{at}}\`, filled from what
decided, \`{{origin}}\` (where the value at that place came from) \`{{unknown}}\` and \`{{outflow}}\`.
`;

/** The text of docs/configuration.md. */
export function referencePage(): string {
  const sections: string[] = [];
  const root = configJsonSchema();
  sections.push(table('Top level', '', root, false));
  for (const [key, node] of Object.entries(root.properties ?? {})) describeNode(key, node, sections);
  return `${HEAD}\n## Keys\n\n${sections.join('\n')}`;
}

/** One section for each object, in the order of the file. */
function describeNode(path: string, node: SchemaNode, sections: string[]): void {
  if (node.properties !== undefined) {
    sections.push(table(`\`${path}\``, node.description ?? '', node, true));
    for (const [key, child] of Object.entries(node.properties)) describeNode(`${path}.${key}`, child, sections);
  } else if (typeof node.additionalProperties === 'object') {
    describeNode(`${path}.NAME`, node.additionalProperties, sections);
  } else if (node.items !== undefined) describeNode(`${path}[]`, node.items, sections);
}

function table(title: string, about: string, node: SchemaNode, named: boolean): string {
  const required = node.required ?? [];
  const rows = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const fallback = required.includes(key) ? 'required' : fallbackOf(child);
    return `| \`${key}\` | ${typeOf(child)} | ${fallback} | ${cell(child.description ?? '')} |`;
  });
  const lead = named && about !== '' ? `${about}.\n\n` : '';
  return `### ${title}\n\n${lead}| key | value | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function fallbackOf(node: SchemaNode): string {
  if (node.default === undefined) return '';
  const text = JSON.stringify(node.default);
  return text === '{}' || text === '[]' ? '' : `\`${text.replace(/^"(.*)"$/, '$1')}\``;
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (node.type === 'array') return node.items === undefined ? 'list' : `list of ${typeOf(node.items)}`;
  if (typeof node.additionalProperties === 'object') return `by name: ${typeOf(node.additionalProperties)}`;
  if (node.type === 'string' && node.pattern?.includes('ms|s|m|h|d') === true) return 'duration';
  if (node.type === 'string' && node.pattern?.includes('KB|MB|GB') === true) return 'size';
  return node.type ?? 'any';
}
