import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import type { Path } from '../../model/complaint.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { SeeSecrets } from '../credentials.ts';
import type { Seen, Spot } from '../find.ts';
import { wordsOf } from '../program.ts';
import { seenOfWorkload, type Workload } from './workload.ts';

export interface FileSightings {
  readonly seen: readonly Seen[];
  readonly troubles: readonly string[];
}

/** Containers of one document that are looked at. */
const MOST = 1_000;
/** Kinds of operators that run servers of MCP. */
const DECLARING = /^MCP(?:Server|RemoteProxy|ServerDeployment)$|^RemoteMCPServer$/;

/** The containers in the documents of a YAML file: those of compose, and of Kubernetes wherever a list of them stands. */
export function seeYaml(file: string, text: string, see: SeeSecrets): FileSightings {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    version: '1.2',
  });
  if (!Array.isArray(documents)) return { seen: [], troubles: [] };
  const seen: Seen[] = [];
  const troubles: string[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      // A template of Helm is no YAML before it is filled in; what it says of images is read as text.
      if (/\{\{/.test(text)) return { seen: seeTemplate(file, text, see), troubles: [] };
      troubles.push(`${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
      continue;
    }
    const value = contentOf(document);
    if (value === undefined) {
      troubles.push(`${file}:${lines.linePos(document.range[0]).line}: its aliases cannot be followed`);
      continue;
    }
    if (!isObject(value)) continue;
    const lineOf = (path: Path): number => lineIn(document, lines, path);
    const workloads = isObject(value.services)
      ? inCompose(file, value.services, lineOf)
      : inCluster(file, value, lineOf);
    if (workloads.length > MOST) {
      troubles.push(`${file}: more than ${MOST} containers, and only so many were looked at`);
    }
    seen.push(...workloads.slice(0, MOST).flatMap((each) => seenOfWorkload(each, see) ?? []));
  }
  return { seen, troubles };
}

function contentOf(document: Document.Parsed): Json | undefined {
  try {
    return document.toJS({ maxAliasCount: 100 }) as Json;
  } catch {
    // An alias that leads nowhere, or to itself: no program that reads manifests takes it either.
    return undefined;
  }
}

function lineIn(document: Document.Parsed, lines: LineCounter, path: Path): number {
  const above = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const pair = isMap(above) ? above.items.find(({ key }) => String(key) === String(last)) : undefined;
  const node = (pair?.key ?? document.getIn(path, true)) as { range?: readonly number[] | null } | undefined;
  return lines.linePos(node?.range?.[0] ?? 0).line;
}

type LineOf = (path: Path) => number;

function inCompose(file: string, services: JsonObject, lineOf: LineOf): Workload[] {
  return Object.entries(services).flatMap(([name, service]) => {
    if (!isObject(service)) return [];
    const labels = pairs(service.labels);
    const env = pairs(service.environment);
    return [
      {
        name,
        at: () => ({ file, line: lineOf(['services', name]) }),
        by: 'compose',
        ...(typeof service.image === 'string' ? { image: service.image } : {}),
        words: [...wordList(service.entrypoint), ...wordList(service.command)],
        env,
        ports: portsIn(service.ports),
        remarks: [...Object.entries(labels).map(([key, value]) => `${key}=${value}`), ...Object.keys(env)],
      },
    ];
  });
}

function inCluster(file: string, value: JsonObject, lineOf: LineOf): Workload[] {
  const { kind, apiVersion, metadata } = value;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return inAny(file, value, lineOf);
  const title = isObject(metadata) && typeof metadata.name === 'string' ? metadata.name : kind;
  const by = `${kind} ${title}`;
  if (DECLARING.test(kind)) {
    const spec = isObject(value.spec) ? value.spec : {};
    const workload = workloadOf(spec, title, file, () => lineOf(['kind']), by, []);
    return [{ ...workload, name: title, isDeclared: true }];
  }
  const found: Workload[] = [];
  const walk = (here: Json, path: Path, remarks: readonly string[]): void => {
    if (path.length > 12) return;
    if (Array.isArray(here)) {
      for (const [i, item] of here.entries()) {
        const list = String(path.at(-1));
        // What is said of a pod is said of what it serves with, not of what prepares it.
        const own = list === 'containers' ? remarks : [];
        const isContainer = /^(?:initContainers|containers)$/.test(list) && isObject(item);
        if (isContainer) found.push(workloadOf(item, title, file, () => lineOf([...path, i, 'name']), by, own));
        else walk(item, [...path, i], remarks);
      }
    }
    if (!isObject(here)) return;
    const own = isObject(here.metadata)
      ? [...remarksIn(here.metadata.labels), ...remarksIn(here.metadata.annotations)]
      : [];
    for (const [key, item] of Object.entries(here))
      if (key !== 'metadata') walk(item, [...path, key], [...remarks, ...own]);
  };
  walk(value, [], []);
  return found;
}

/** In a manifest of another kind what has an image counts, by that image alone. */
function inAny(file: string, root: JsonObject, lineOf: LineOf): Workload[] {
  const found: Workload[] = [];
  const walk = (here: Json, path: Path): void => {
    if (path.length > 12) return;
    if (Array.isArray(here)) for (const [i, item] of here.entries()) walk(item, [...path, i]);
    if (!isObject(here)) return;
    if (typeof here.image === 'string') {
      const { image } = here;
      const env = pairs(here.environment ?? here.env);
      const at = (): Spot => ({ file, line: lineOf([...path, 'image']) });
      found.push({ name: image, at, by: 'manifest', image, words: [], env, ports: [], remarks: [] });
    }
    for (const [key, item] of Object.entries(here)) walk(item, [...path, key]);
  };
  walk(root, []);
  return found;
}

const remarksIn = (values: Json | undefined): string[] =>
  Object.entries(pairs(values)).map(([key, value]) => `${key}=${value}`);

function workloadOf(
  container: JsonObject,
  title: string,
  file: string,
  line: () => number,
  by: string,
  remarks: readonly string[],
): Workload {
  const env = pairs(container.env);
  return {
    name: typeof container.name === 'string' && container.name !== title ? `${title}/${container.name}` : title,
    at: () => ({ file, line: line() }),
    by,
    ...(typeof container.image === 'string' ? { image: container.image } : {}),
    words: [...wordList(container.command), ...wordList(container.args)],
    env,
    ports: [],
    remarks: [...remarks, ...Object.keys(env)],
  };
}

const wordList = (value: Json | undefined): string[] =>
  typeof value === 'string'
    ? wordsOf(value)
    : Array.isArray(value)
      ? value.map((word) => (typeof word === 'object' ? '' : String(word)))
      : [];

/** `A: b`, `[A=b]` or `[{ name: A, value: b }]`. */
function pairs(value: Json | undefined): Record<string, string> {
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (isText(item) ? [[key, String(item)]] : [])),
    );
  }
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.flatMap((item): [string, string][] => {
      if (typeof item === 'string') {
        const at = item.indexOf('=');
        return [at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)]];
      }
      return isObject(item) && typeof item.name === 'string' && isText(item.value)
        ? [[item.name, String(item.value)]]
        : [];
    }),
  );
}

const isText = (value: Json | undefined): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function portsIn(value: Json | undefined): number[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const given = isObject(item) ? item.published : item;
    // `127.0.0.1:8080:80/tcp`: the port of this machine is the last but one.
    const port =
      String(given ?? '')
        .replace(/\/\w+$/, '')
        .split(':')
        .at(isObject(item) ? -1 : -2) ?? '';
    return /^\d{1,5}$/.test(port) ? [Number(port)] : [];
  });
}

/** What a template says of images, line by line. */
function seeTemplate(file: string, text: string, see: SeeSecrets): Seen[] {
  return text.split('\n').flatMap((row, i) => {
    const image = /^\s*(?:-\s+)?image:\s*["']?([^"'\s{}]*mcp[^"'\s{}]*)/i.exec(row)?.[1];
    if (image === undefined) return [];
    const workload = {
      name: image,
      at: () => ({ file, line: i + 1 }),
      by: 'template',
      image,
      words: [],
      env: {},
      ports: [],
      remarks: [],
    };
    return seenOfWorkload(workload, see) ?? [];
  });
}
