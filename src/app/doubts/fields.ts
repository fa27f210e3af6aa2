import type { Lockfile } from '../../catalog/lockfile/lockfile.ts';
import type { Config } from '../../config/schema.ts';
import type { Complaint, Locate, Path } from '../../model/complaint.ts';
import { isObject, type Json, type JsonObject, type JsonPointer, pointerKeys } from '../../model/json.ts';
import { wildcard } from '../../model/wildcard.ts';
import { didYouMean } from '../../model/words/nearest.ts';

/**
 * What is odd in the labels for parts of results: tools that do not exist, parts that the tool's own schema does not know.
 * The lockfile tells: without one, nothing is known before a server was started.
 */
export function fieldDoubts({ servers }: Config, lockfile: Lockfile | undefined, locate: Locate): Complaint[] {
  const found: Complaint[] = [];
  const add = (path: Path, what: string, instead: string): void => {
    found.push({ path, what, instead, place: locate(path, { key: true }) });
  };
  for (const [server, { tools }] of Object.entries(servers)) {
    const locked = lockfile?.servers.get(server);
    if (locked === undefined) continue;
    const names = [...locked.tools.keys(), ...locked.prompts.keys()];
    for (const [pattern, { fields }] of Object.entries(tools)) {
      // Resources have whatever address their server gives them: any may exist.
      if (fields === undefined || pattern.includes('://')) continue;
      const matching = names.filter(wildcard(pattern));
      if (matching.length === 0) {
        const what = `server "${server}" has no tool "${pattern}"${didYouMean(pattern, names)}, so nothing is marked`;
        add(['servers', server, 'tools', pattern], what, `In the lockfile: ${names.join(', ')}.`);
      }
      const schemas = matching.flatMap((name) => locked.tools.get(name)?.definition().outputSchema ?? []);
      for (const at of Object.keys(fields)) {
        const said = schemas.map((schema) => missing(schema, at));
        if (said.length === 0 || !said.every((one) => one !== undefined)) continue;
        const path = ['servers', server, 'tools', pattern, 'fields', at];
        const { above, known } = said[0] as Missing;
        const what = `what "${matching[0]}" says of its results has no "${at}"${didYouMean(at, known)}`;
        const where = above === '' ? 'In its results' : `Below ${above}`;
        add(path, what, `${where}: ${known.join(', ') || 'nothing that has a name'}.`);
      }
    }
  }
  return found;
}

/** The place down to which a schema knows a path, and what it knows below that. */
interface Missing {
  readonly above: JsonPointer;
  readonly known: readonly JsonPointer[];
}

/** Undefined where a place may exist, as far as the schema says. */
function missing(schema: Json, at: JsonPointer): Missing | undefined {
  let here: Json | undefined = schema;
  let above = '';
  for (const key of pointerKeys(at)) {
    // With any other keyword a schema may allow anything.
    if (!isObject(here) || SAYS_MORE.some((word) => (here as JsonObject)[word] !== undefined)) return undefined;
    if (here.items !== undefined) {
      if (!/^(?:\*|\d+)$/.test(key)) return { above, known: [`${above}/*`] };
      here = here.items;
    } else {
      const { properties, additionalProperties }: JsonObject = here;
      if (!isObject(properties) || isObject(additionalProperties) || additionalProperties === true) return undefined;
      if (!Object.hasOwn(properties, key))
        return { above, known: Object.keys(properties).map((name) => `${above}/${name}`) };
      here = properties[key];
    }
    above = `${above}/${key}`;
  }
  return undefined;
}

const SAYS_MORE = [
  '$ref',
  'anyOf',
  'oneOf',
  'allOf',
  'if',
  'patternProperties',
  'prefixItems',
  'x-fastmcp-wrap-result',
];
