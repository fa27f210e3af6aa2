import { isMap, stringify } from 'yaml';
import type { Json, JsonObject } from '../../model/json.ts';
import { yamlDocument } from '../../model/yaml.ts';
import { lineEndOf } from '../formats/pieces.ts';
import { appendItems, appendYaml } from '../formats/yaml-edit.ts';
import type { ClientAgent } from './client-agents.ts';

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
  return withBlock(text, 'servers', put);
}

/** The text with the agents that clients become, and what their purposes allow. Throws where it cannot be extended. */
export function withAgents(text: string, agents: readonly ClientAgent[]): string {
  const fresh = agents.filter(({ isNew }) => isNew);
  const added = fresh.map(({ name, purpose }) => [name, { match: { launch: name }, purpose }] as const);
  const purposes = fresh.map(({ title, purpose, servers }) => {
    const about = `What ${title} had of its own.`;
    return [purpose, { about, allow: servers.map(toolsOf) }] as const;
  });
  let after = withBlock(withBlock(text, 'agents', added), 'purposes', purposes);
  for (const { purpose, servers, isNew } of agents) {
    if (!isNew) after = withAllowed(after, purpose, servers.map(toolsOf));
  }
  return after;
}

const toolsOf = (server: string): string => `${server}.*`;

function withAllowed(text: string, purpose: string, patterns: readonly string[]): string {
  const key = ['purposes', purpose, 'allow'];
  const held = (yamlDocument(text).toJS() as { purposes?: Record<string, { allow?: unknown }> }).purposes?.[purpose];
  const allow = Array.isArray(held?.allow) ? held.allow.map(String) : [];
  const more = patterns.filter((pattern) => !allow.includes(pattern) && !allow.includes('*'));
  return more.length === 0 ? text : appendItems(text, key, more);
}

/** More entries under a key of the document. */
function withBlock(text: string, key: string, put: readonly (readonly [string, Json])[]): string {
  if (put.length === 0) return text;
  const block = stringify(Object.fromEntries(put), { lineWidth: 0, indent: 2 }).trimEnd();
  const indented = block.replaceAll(/^(?=.)/gm, '  ');
  const document = yamlDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`it cannot be read: ${error.message}`);
  const end = lineEndOf(text);
  const lines = (body: string): string => body.replaceAll('\n', end);
  const held = document.get(key, true);
  if (isMap(held) && held.flow !== true && held.items.length > 0) return appendYaml(text, [key], put);
  if (held === undefined) return `${text.replace(/\r?\n?$/, () => end)}${end}${key}:${end}${lines(indented)}${end}`;
  if (!isMap(held) || held.items.length > 0 || !held.range) {
    throw new Error(`its \`${key}\` do not stand on lines of their own; write each on its own first`);
  }
  const rest = text.slice(held.range[1]);
  return `${text.slice(0, held.range[0]).trimEnd()}${end}${lines(indented)}${/^[ \t]*(?:\r?\n|$)/.test(rest) ? '' : end}${rest === '' ? end : rest}`;
}
