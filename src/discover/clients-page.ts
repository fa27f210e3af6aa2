import type { Machine } from './client.ts';
import { CLIENTS } from './clients.ts';
import { globalFiles } from './places.ts';

const MACHINES: readonly (readonly [string, Machine])[] = [
  ['Linux', { platform: 'linux', home: '~', env: { XDG_CONFIG_HOME: undefined } }],
  ['macOS', { platform: 'darwin', home: '~', env: {} }],
  ['Windows', { platform: 'win32', home: '%USERPROFILE%', env: {} }],
];

/** docs/client-files.md: where each client keeps its servers, from the table that is read by. */
export function clientsPage(): string {
  const parts = CLIENTS.map((client) => {
    const files = MACHINES.map(
      ([system, machine]) =>
        `- ${system}: ${globalFiles(client, machine)
          .map(({ file }) => `\`${file}\``)
          .join(', ')}`,
    );
    const project =
      client.project.length === 0 ? [] : [`- in a project: ${client.project.map((file) => `\`${file}\``).join(', ')}`];
    const keys = client.keys.map((key) => `\`${key.join('.')}\``).join(' and ');
    return [
      `## ${client.title}`,
      '',
      `\`--client ${client.id}\`; ${client.format.toUpperCase()}, ${keys}. ${client.source}`,
      '',
      ...files,
      ...project,
    ].join('\n');
  });
  return `# Where clients keep their servers

Made from \`src/discover/clients.ts\`, which \`sallyport discover\` and \`sallyport adopt\` read by. Every file of a list that
exists is read. \`XDG_CONFIG_HOME\`, \`APPDATA\`, \`LOCALAPPDATA\`, \`CLAUDE_CONFIG_DIR\`, \`CODEX_HOME\` and \`COPILOT_HOME\` move what
they move for the client. What agents do to these files through Sallyport is refused by pack \`floor\`.

${parts.join('\n\n')}
`;
}
