import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, messageOf } from '../model/caught.ts';
import type { Complaint, Locate, Path } from '../model/complaint.ts';
import { SERVERS_FORM } from './borrowed.ts';
import { encodingFault } from './encoding.ts';
import { ConfigError } from './error.ts';
import { readForeign } from './foreign.ts';
import { complaintsOf } from './issues.ts';
import { strayReferences } from './reference.ts';
import { type Config, configSchema } from './schema.ts';
import { readSource } from './source.ts';

/** Files are read whole and parsed at once; real ones stay below 50 KB. */
export const MOST_BYTES = 1_000_000;

/** A configuration and where it came from. References such as `${env:X}` are not resolved yet. */
export interface Loaded {
  readonly config: Config;
  /** Absolute. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** SHA-256 of the text, base64url. */
  readonly hash: string;
  readonly warnings: readonly Complaint[];
  /** Finds the place of a value, for complaints of others. */
  readonly locate: Locate;
  /** Whether it is a client's own file. */
  readonly foreign: boolean;
}

/** Reads servers.config.yaml, or the file of an MCP client. Throws `ConfigError` with every complaint at once. */
export async function loadConfig(file: string): Promise<Loaded> {
  const whole = path.resolve(file);
  return parseConfig(whole, await readText(whole));
}

/** The same for a text that was read already. `file` must be absolute. */
export function parseConfig(file: string, text: string): Loaded {
  const source = readSource(file, text);
  if (source.complaints.length > 0) throw new ConfigError(source.complaints);
  const foreign = readForeign(source.value, source.locate);
  const locate = foreign?.locate ?? source.locate;
  const warnings = [...(foreign?.warnings ?? [])];
  const value = foreign?.value ?? source.value ?? {};
  // Without making code for it, which takes longer than to read a configuration once or twice.
  const parsed = configSchema.safeParse(value, { reportInput: true, jitless: true });
  const given = foreign?.given ?? ((path: Path): Path => path);
  const refuse = (complaints: readonly Complaint[]): never => {
    throw new ConfigError(complaints.map((complaint) => ({ ...complaint, path: given(complaint.path) })));
  };
  if (!parsed.success) return refuse(complaintsOf(parsed.error.issues, locate));
  const stray = strayReferences(parsed.data, locate);
  if (stray.length > 0) return refuse(stray);
  if (Object.keys(parsed.data.servers).length === 0) warnings.push(nothingIn(file, source.value === null));
  return {
    config: parsed.data,
    path: file,
    folder: path.dirname(file),
    text,
    hash: createHash('sha256').update(text).digest('base64url'),
    warnings,
    locate,
    foreign: foreign !== undefined,
  };
}

/** Not refused: a configuration may begin empty, and is read again when servers come. */
function nothingIn(file: string, isEmpty: boolean): Complaint {
  const what = `${file}${isEmpty ? ' is empty' : ''}: no server is configured, so clients are shown none of their tools`;
  return { path: [], what, instead: `Add one: ${SERVERS_FORM}; or take over those of your clients: sallyport adopt` };
}

async function readText(file: string): Promise<string> {
  const refuse = (what: string, instead: string): never => {
    throw new ConfigError([{ path: [], what: `${file}: ${what}`, instead }]);
  };
  try {
    const found = await stat(file);
    if (found.isDirectory()) refuse('is a folder', 'Name the file in it.');
    // A device never ends, and a pipe waits for whoever writes to it.
    if (!found.isFile())
      refuse(
        'is not a regular file',
        'A configuration is read more than once, and its lockfile is looked for beside it: write it into a file, and name that.',
      );
    const { size } = found;
    if (size > MOST_BYTES) refuse(`is ${size} bytes`, `At most ${MOST_BYTES} are read: is this the right file?`);
    const bytes = await readFile(file);
    const fault = encodingFault(bytes);
    if (fault !== undefined)
      refuse(fault, 'Save it as UTF-8: a path or rule with letters that are lost means another thing.');
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT') return refuse('there is no such file', 'Name another with --config, or write one.');
    return refuse(messageOf(error), 'Make it readable for this user.');
  }
}
