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
    const lists = [...new Set((client.projectLists ?? []).map(({ place }) => `\`${place}\``))];
    const noted = lists.length === 0 ? [] : [`- notes its projects in ${lists.join(', ')}`];
    const keys = client.keys.map((key) => `\`${key.join('.')}\``).join(' and ');
    return [
      `## ${client.title}`,
      '',
      `\`--client ${client.id}\`; ${client.format.toUpperCase()}, ${keys}. ${client.source}`,
      '',
      ...files,
      ...project,
      ...noted,
    ].join('\n');
  });
  return `# Where clients keep their servers

Made from \`src/discover/clients.ts\`, which \`sallyport discover\` and \`sallyport adopt\` read by. Every file of a list that
exists is read. \`XDG_CONFIG_HOME\`, \`XDG_DATA_HOME\`, \`APPDATA\`, \`LOCALAPPDATA\`, \`CLAUDE_CONFIG_DIR\`, \`CODEX_HOME\` and
\`COPILOT_HOME\` move what they move for the client. What agents do to these files through Sallyport is refused by pack
\`floor\`.

Where a client notes the projects that it was used in, the files of those projects are read too. There \`<support>\` is
\`~/.config\`, \`~/Library/Application Support\` or \`%APPDATA%\`, \`<code>\` the \`User\` folder of each build of VS Code in it,
\`<data>\` \`~/.local/share\`, and \`<claude>\`, \`<codex>\`, \`<copilot>\` the folder of that client's own file.

${parts.join('\n\n')}
`;
}
