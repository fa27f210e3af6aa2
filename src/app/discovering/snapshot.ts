import path from 'node:path';
import { z } from 'zod';
import type { Discovery } from '../../discover/discovery.ts';
import { CERTAINTIES, type Seen, SOURCES } from '../../discover/find.ts';
import { readWhole, replaceWhole } from '../../journal/disk/whole-file.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';

const text = z.string();
const seen = z.object({
  source: z.enum([...SOURCES, 'sallyport']),
  kind: z.enum(['server', 'agent', 'sallyport']),
  name: text,
  by: text.exactOptional(),
  at: z.object({
    file: text.exactOptional(),
    line: z.number().exactOptional(),
    pid: z.number().exactOptional(),
    port: z.number().exactOptional(),
    container: text.exactOptional(),
  }),
  certainty: z.enum(CERTAINTIES),
  reason: text,
  way: z.enum(['behind', 'past', 'unsure']),
  launch: z.object({ command: text.exactOptional(), args: z.array(text).exactOptional(), url: text.exactOptional() }),
  held: z.array(z.object({ at: text, name: text, masked: text })),
  keys: z.array(text),
  marks: z.array(text).exactOptional(),
  near: z.array(text).exactOptional(),
});
const snapshot = z.object({
  version: z.literal(1),
  /** What each source saw when it was looked at last. */
  sources: z.record(text, z.object({ at: z.number(), seen: z.array(seen), troubles: z.array(text) })),
});

/** What was discovered last, by source, as it is kept in the state directory. Secrets are hidden in it. */
export type Snapshot = z.infer<typeof snapshot>;

const MOST_BYTES = 64_000_000;

const fileOf = ({ root }: Pick<StateDir, 'root'>): string => path.join(root, 'discovery.json');

/** The last snapshot; undefined where nothing was discovered yet. Throws where the file is not what we write. */
export async function readSnapshot(state: Pick<StateDir, 'root'>): Promise<Snapshot | undefined> {
  const file = fileOf(state);
  const found = await readWhole(file, MOST_BYTES);
  if (found === undefined) return undefined;
  try {
    return snapshot.parse(JSON.parse(found));
  } catch {
    throw new Error(
      `${file} cannot be read as what \`sallyport discover\` writes; run it again, and it is written anew`,
    );
  }
}

/** Keeps what was seen. Sources that were not looked at this time stay as they are. */
export async function keepSnapshot(state: StateDir, { sources }: Discovery, at: number): Promise<void> {
  const before = await readSnapshot(state).catch(() => undefined);
  const fresh = [...sources].map(([source, found]) => [
    source,
    { at, seen: found.seen as Seen[], troubles: found.troubles },
  ]);
  const kept = { version: 1, sources: { ...before?.sources, ...Object.fromEntries(fresh) } };
  await replaceWhole(fileOf(state), `${JSON.stringify(kept)}\n`);
}
