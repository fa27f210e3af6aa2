import { isMap, stringify } from 'yaml';
import type { JsonObject } from '../../model/json.ts';
import { lineEndOf } from '../formats/pieces.ts';
import { yamlDocument } from '../formats/yaml.ts';
import { appendYaml } from '../formats/yaml-edit.ts';

const HEAD = `# What Sallyport stands in front of, taken over from your clients by \`sallyport adopt\`. It is yours to edit:
# \`sallyport check\` reads it as the server will. Secrets are not here; references say where they are.
servers:
`;
const TAIL = `
policy:
  # observe: nothing is held, everything recorded; recommended: few, well-aimed questions; strict.
  packs: [recommended]
`;

/** The text of servers.config.yaml with more servers in it; a new one where there is none. Throws where it cannot be extended. */
export function withServers(text: string | undefined, servers: Readonly<Record<string, JsonObject>>): string {
  const put = Object.entries(servers);
  if (put.length === 0) return text ?? '';
  const block = stringify(servers, { lineWidth: 0, indent: 2 }).trimEnd();
  const indented = block.replaceAll(/^(?=.)/gm, '  ');
  if (text === undefined || text.trim() === '') return `${HEAD}${indented}\n${TAIL}`;
  const document = yamlDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`it cannot be read: ${error.message}`);
  const end = lineEndOf(text);
  const lines = (body: string): string => body.replaceAll('\n', end);
  const held = document.get('servers', true);
  if (isMap(held) && held.flow !== true && held.items.length > 0) return appendYaml(text, ['servers'], put);
  if (held === undefined) return `${text.replace(/\r?\n?$/, () => end)}${end}servers:${end}${lines(indented)}${end}`;
  if (!isMap(held) || held.items.length > 0 || !held.range) {
    throw new Error('its `servers` do not stand on lines of their own; write each on its own first');
  }
  const rest = text.slice(held.range[1]);
  return `${text.slice(0, held.range[0]).trimEnd()}${end}${lines(indented)}${/^[ \t]*(?:\r?\n|$)/.test(rest) ? '' : end}${rest === '' ? end : rest}`;
}
