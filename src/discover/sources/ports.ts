import type { Seen, Sightings } from '../find.ts';
import { launchKey, loopbackPort } from '../launch.ts';
import type { Listener } from '../listeners.ts';

/** What came back for one harmless request. */
export interface ProbeAnswer {
  readonly certainty: 'certain' | 'likely';
  readonly reason: string;
  /** How the server calls itself: its own word. */
  readonly name?: string;
}

/** Asks an address whether a server of MCP is there; undefined where none is. Never rejects. */
export type Probe = (url: string) => Promise<ProbeAnswer | undefined>;

export interface PortOptions {
  readonly listeners: readonly Listener[];
  /** Everything that was seen elsewhere. */
  readonly others: readonly Seen[];
  readonly self: number;
  /** What a process is called. */
  readonly nameOf?: (pid: number) => string | undefined;
  readonly probe?: Probe;
  readonly progress?: (done: number, of: number) => void;
}

const AT_ONCE = 8;
const PATH = '/mcp';
/** Where something else is spoken for certain, a request would only be noise in its log. */
const OTHERS = new Set([
  ...[
    21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 465, 587, 631, 636, 993, 995, 1433, 1521, 2049, 2181, 3306,
  ],
  ...[3389, 5432, 5672, 5900, 6379, 9042, 9092, 11211, 27017],
]);

/** Servers among the listening ports: those that a configuration or process names and, with a probe, those that answer. */
export async function seePorts(options: PortOptions): Promise<Sightings> {
  const { listeners, others, self, probe, progress, nameOf = () => undefined } = options;
  const byOf = ({ pid }: Listener): string | undefined => (pid === undefined ? undefined : nameOf(pid));
  const seen: Seen[] = [];
  const notes: string[] = [];
  const left: Listener[] = [];
  for (const each of listeners) {
    if (each.pid === self) continue;
    const named = others.filter((other) => isNamed(other, each));
    if (named.length === 0) left.push(each);
    else seen.push(seenOf(each, byOf(each), { ...reasonOf(named), path: pathOf(named) }));
  }
  const silent = left.filter(({ host, port }) => host === undefined || OTHERS.has(port));
  const askable = left.filter((each) => !silent.includes(each));
  if (probe === undefined) {
    if (left.length > 0)
      notes.push(
        `ports that nothing else speaks of, and that were not asked (--probe asks), by their numbers: ${portsOf(left)}`,
      );
    return { seen, troubles: [], notes };
  }
  if (silent.length > 0) {
    notes.push(
      `ports that were not asked, because they are another service's or not on loopback, by their numbers: ${portsOf(silent)}`,
    );
  }
  let done = 0;
  const queue = [...askable];
  const ask = async (): Promise<void> => {
    for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
      const answer = await probe(`http://${each.host}:${each.port}${PATH}`);
      progress?.(++done, askable.length);
      if (answer !== undefined) seen.push(seenOf(each, byOf(each), { ...answer, path: PATH }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return { seen: seen.sort((one, other) => (one.at.port ?? 0) - (other.at.port ?? 0)), troubles: [], notes };
}

const portsOf = (listeners: readonly Listener[]): string => listeners.map(({ port }) => port).join(', ');

const isNamed = ({ launch, marks = [] }: Seen, { port, pid }: Listener): boolean =>
  (launch.url !== undefined && loopbackPort(launch.url) === port) ||
  (pid !== undefined && marks.includes(`pid ${pid}`));

/** A port makes nobody surer of the process that holds it. */
function reasonOf(named: readonly Seen[]): ProbeAnswer | Pick<Seen, 'certainty' | 'reason'> {
  const [first] = named;
  if (first === undefined || named.some(({ source }) => source !== 'processes')) {
    return { certainty: 'certain', reason: 'listens where a configuration says' };
  }
  return { certainty: first.certainty, reason: 'a process that was found listens here' };
}

function pathOf(named: readonly Seen[]): string {
  const url = named.map(({ launch }) => launch.url).find((each) => each !== undefined && URL.canParse(each));
  return url === undefined ? '' : new URL(url).pathname;
}

function seenOf(
  { port, host, pid }: Listener,
  by: string | undefined,
  answer: Pick<Seen, 'certainty' | 'reason'> & { readonly path: string; readonly name?: string },
): Seen {
  const { certainty, reason, path, name } = answer;
  const launch = { url: `http://${host === '[::1]' ? '[::1]' : 'localhost'}:${port}${path}` };
  return {
    source: 'ports',
    kind: 'server',
    name: name ?? `port ${port}`,
    ...(by === undefined ? {} : { by }),
    at: pid === undefined ? { port } : { port, pid },
    certainty,
    reason,
    way: 'unsure',
    launch,
    held: [],
    keys: [launchKey(launch)],
    marks: [`port ${port}`],
    near: [`port ${port}`, launchKey(launch), ...(pid === undefined ? [] : [`pid ${pid}`])],
  };
}
