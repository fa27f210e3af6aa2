import { jsonOf } from '../../model/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { SeeSecrets } from '../credentials.ts';
import type { Sightings } from '../find.ts';
import { seenOfWorkload, type Workload } from '../manifests/workload.ts';

/** What an engine says of the containers that run: the JSON of its `inspect`, or why it says nothing. */
export interface EngineAnswer {
  /** `docker`, `podman`, `nerdctl`. */
  readonly engine: string;
  readonly text?: string;
  /** No engine runs: nothing is hidden. */
  readonly idle?: string;
  readonly trouble?: string;
}

/** Servers among the containers that run. Where there is no engine, or none that answers, that is said. */
export function seeContainers(answers: readonly EngineAnswer[], see: SeeSecrets): Sightings {
  const all = new Map<string, Workload>();
  const troubles: string[] = [];
  const notes: string[] = [];
  if (answers.length === 0) {
    notes.push(
      'containers that run were not looked at: there is no docker, podman or nerdctl here; those that a client started are among the processes',
    );
  }
  for (const { engine, text, idle, trouble } of answers) {
    if (trouble !== undefined) troubles.push(`containers: ${engine}: ${trouble}`);
    if (idle !== undefined) notes.push(`containers: ${engine} has no engine that runs: ${idle}`);
    if (text === undefined) continue;
    const found = inspected(text);
    if (found === undefined) troubles.push(`containers: ${engine} answered something that is not a list of containers`);
    // One engine may answer by the names of two.
    for (const each of found ?? []) all.set(String(each.Id ?? all.size), workloadOf(each, engine));
  }
  return { seen: [...all.values()].flatMap((each) => seenOfWorkload(each, see) ?? []), troubles, notes };
}

function inspected(text: string): JsonObject[] | undefined {
  const value = jsonOf(text);
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

function workloadOf(container: JsonObject, by: string): Workload {
  const config = isObject(container.Config) ? container.Config : {};
  const name = String(container.Name ?? container.Id ?? '').replace(/^\//, '');
  const image = typeof config.Image === 'string' ? config.Image : undefined;
  const env = Object.fromEntries(words(config.Env).map(pair));
  const labels = isObject(config.Labels) ? Object.entries(config.Labels) : [];
  return {
    source: 'containers',
    name,
    by,
    at: () => ({ container: name }),
    ...(image === undefined ? {} : { image }),
    words: words(config.Cmd),
    env,
    ports: portsOf(container),
    remarks: [
      ...labels.map(([key, value]) => `${key}=${String(value)}`),
      ...Object.keys(env),
      ...words(config.Entrypoint),
    ],
  };
}

const words = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String);

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Those of this machine that lead to it. */
function portsOf({ NetworkSettings }: JsonObject): number[] {
  const ports = isObject(NetworkSettings) && isObject(NetworkSettings.Ports) ? NetworkSettings.Ports : {};
  const found = Object.values(ports).flatMap((bound) =>
    (Array.isArray(bound) ? bound : []).map((each) => (isObject(each) ? Number(each.HostPort) : 0)),
  );
  return [...new Set(found.filter((port) => Number.isInteger(port) && port > 0))];
}
