import type { SeeSecrets } from '../credentials.ts';
import type { Certainty, Seen } from '../find.ts';
import { entryOf, hideLaunch } from '../hidden-launch.ts';
import { programOf } from '../program.ts';
import { speaksMcp } from '../speaking.ts';

/** One container as a manifest describes it. */
export interface Workload {
  readonly name: string;
  readonly file: string;
  /** Looked up where it is wanted: most containers are no servers. */
  readonly line: () => number;
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

const REMARK = /(?:^|[-_./])mcp(?:$|[-_./=])/i;

/** A workload as a server, where anything in it speaks of MCP. */
export function seenOfWorkload(workload: Workload, see: SeeSecrets): Seen | undefined {
  const { name, file, image, words, env, by } = workload;
  const judged = judge(workload);
  if (judged === undefined) return undefined;
  const [certainty, reason] = judged;
  // What the image starts of itself is not known here: the image stands for it.
  const launched = image === undefined ? words : ['docker', 'run', image, ...words];
  const { launch, held, key } = hideLaunch(entryOf(launched, env), see);
  return {
    source: 'manifests',
    kind: 'server',
    name,
    by,
    at: { file, line: workload.line() },
    certainty,
    reason,
    way: 'unsure',
    launch,
    held,
    keys: [key],
    // What is published on a port is what a client's address with that port leads to.
    near: [key, ...workload.ports.map((port) => `port ${port}`)],
  };
}

function judge({ isDeclared, image, words, remarks, name }: Workload): readonly [Certainty, string] | undefined {
  if (isDeclared === true) return ['certain', 'is of a kind that is a server of MCP'];
  const ofImage = image === undefined ? undefined : speaksMcp({ kind: 'image', name: bare(image), args: [] });
  if (ofImage !== undefined) return [ofImage.certainty, ofImage.reason];
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
