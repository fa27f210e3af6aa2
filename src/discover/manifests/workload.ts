import type { SeeSecrets } from '../credentials.ts';
import type { Certainty, Seen, Spot } from '../find.ts';
import { entryOf, hideLaunch } from '../hidden-launch.ts';
import { launchKey } from '../launch.ts';
import { programOf } from '../program.ts';
import { speaksMcp } from '../speaking.ts';

/** One container, as a manifest describes it or as it runs. */
export interface Workload {
  readonly name: string;
  readonly source?: 'containers';
  /** Looked up where it is wanted: most containers are no servers. */
  readonly at: () => Spot;
  readonly image?: string;
  /** Command and arguments. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Of this machine, through which it is reached. */
  readonly ports: readonly number[];
  /** Labels and annotations, and names of variables and ports. */
  readonly remarks: readonly string[];
  /** What describes it, such as `Deployment tickets`. */
  readonly by: string;
  /** Its own kind says that it is a server of MCP. */
  readonly isDeclared?: true;
}

/** The registry of MCP wants it on every image that it lists. */
const LABEL = /^io\.modelcontextprotocol\.server\.name=\S/;
const REMARK = /(?:^|[-_./])mcp(?:$|[-_./=])/i;

/** A workload as a server, where anything in it speaks of MCP. */
export function seenOfWorkload(workload: Workload, see: SeeSecrets): Seen | undefined {
  const { name, source = 'manifests', image, words, env, by } = workload;
  const judged = judge(workload);
  if (judged === undefined) return undefined;
  const [certainty, reason] = judged;
  // What the image starts of itself is not known here: the image stands for it.
  const launched = image === undefined ? words : ['docker', 'run', image, ...words];
  const { launch, held, key } = hideLaunch(entryOf(launched, env), see);
  return {
    source,
    kind: 'server',
    name,
    by,
    at: workload.at(),
    certainty,
    reason,
    way: 'unsure',
    launch,
    held,
    keys: [key],
    // What is published on a port is what a client's address with that port leads to.
    near: [
      ...new Set([key, ...(source === 'containers' ? ofImage(image) : [])]),
      ...workload.ports.map((port) => `port ${port}`),
    ],
  };
}

/** A container that runs says what its image starts of itself; whoever started it need not have. */
const ofImage = (image: string | undefined): string[] =>
  image === undefined ? [] : [launchKey({ command: 'docker', args: ['run', image] })];

function judge({ isDeclared, image, words, remarks, name }: Workload): readonly [Certainty, string] | undefined {
  if (isDeclared === true) return ['certain', 'is of a kind that is a server of MCP'];
  if (remarks.some((each) => LABEL.test(each))) return ['certain', 'its label says that it is a server of MCP'];
  const called = image === undefined ? undefined : speaksMcp({ kind: 'image', name: bare(image), args: [] });
  if (called !== undefined) return [called.certainty, called.reason];
  const program = programOf(words);
  const ofWords = program === undefined ? undefined : speaksMcp(program);
  if (ofWords !== undefined) return [ofWords.certainty, ofWords.reason];
  const word = words.find((each) => REMARK.test(each));
  if (word !== undefined) return ['possible', 'an argument speaks of MCP'];
  const remark = remarks.find((each) => REMARK.test(each));
  if (remark !== undefined) return ['possible', `${remark.split('=')[0]} speaks of MCP`];
  return REMARK.test(name) ? ['possible', 'its name speaks of MCP'] : undefined;
}

const bare = (image: string): string =>
  image
    .slice(0, 300)
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '');
