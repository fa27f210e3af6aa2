import { join } from 'node:path';
import type { Record } from '../../model/record.ts';
import { type Checkpoint, isSigned } from '../chain/checkpoint.ts';
import type { Head } from '../chain/group.ts';
import { type TellLater, unlessLater } from '../chain/later.ts';
import { decodeLine } from '../chain/line.ts';
import { LineReader } from '../chain/line-reader.ts';
import { isEnd, parseClosed, parseHead } from '../chain/marker.ts';
import { segmentFile } from '../chain/segment.ts';
import { isRemovalForged, removalOf } from './removals.ts';
import type { Claimed, Claims, Findings, Removed } from './report.ts';

/** The kinds that say something about other records; all others are skipped without being parsed. */
const TELLING = /"entry":\{"kind":"(?:checkpoint|retention|erase|note)"/;

/** What may say something about the chains of a journal. */
interface Sayings {
  readonly dir: string;
  readonly chains: ReadonlyMap<string, readonly number[]>;
  /** Checkpoints that were kept elsewhere. */
  readonly elsewhere: readonly Checkpoint[];
  /** That checkpoints must be signed with. */
  readonly key: string | undefined;
  readonly later: TellLater;
}

/** Gathers what the journal, and checkpoints kept elsewhere, say about its chains. */
export async function gatherClaims({ dir, chains, elsewhere, key, later }: Sayings, found: Findings): Promise<Claims> {
  const heads = new Map<string, Claimed[]>();
  const removed = new Map<string, Removed>();
  const erased = new Set<string>();
  const ended = new Set<string>();
  const trusted = trustedKeys(elsewhere, key);
  let checkpoints = 0;
  const claim = (writer: string, head: Head | undefined, by: string): void => {
    if (head === undefined) return;
    const said = heads.get(writer);
    if (said === undefined) heads.set(writer, [{ ...head, by }]);
    else said.push({ ...head, by });
  };
  const check = (checkpoint: Checkpoint, file: string, line: number, by: string): void => {
    checkpoints++;
    const isForged = !isSigned(checkpoint) || (key !== undefined && checkpoint.key !== key);
    if (isForged) {
      const message = `${by} is not signed by this journal's key`;
      found.problem({ what: 'checkpoint', file, line, message });
    } else {
      for (const [writer, text] of Object.entries(checkpoint.heads)) claim(writer, parseHead(text), by);
    }
  };
  const take = ({ entry, writer, seq }: Record, file: string, line: number): void => {
    const at = `record ${seq} of ${writer}`;
    if (entry.kind === 'checkpoint') check(entry, file, line, `the checkpoint in ${at}`);
    else if (entry.kind === 'retention' && isRemovalForged(entry, trusted)) {
      const message = `the removal of ${entry.removed} in ${at} is not signed by this journal's key`;
      found.problem({ what: 'insertion', file, line, seq, message });
    } else if (entry.kind === 'retention') {
      const one = removalOf(entry);
      if (one !== undefined && one.seq > (removed.get(entry.removed)?.seq ?? -1)) removed.set(entry.removed, one);
    } else if (entry.kind === 'erase') for (const digest of entry.digests) erased.add(digest);
    else if (isEnd(entry)) ended.add(writer);
    const closed = parseClosed(entry);
    if (closed === undefined) return;
    ended.add(closed.writer);
    claim(closed.writer, closed.head, at);
  };
  const takeAll = async (writer: string, numbers: readonly number[]): Promise<void> => {
    for await (const { record, file, line } of tellingRecords(dir, writer, numbers)) {
      try {
        take(record, file, line);
      } catch {
        const message = `record ${record.seq} has a form that was never written`;
        found.problem({ what: 'edit', file, line, seq: record.seq, message });
      }
    }
  };
  for (const [writer, numbers] of chains) await unlessLater(writer, () => takeAll(writer, numbers), later);
  for (const [i, checkpoint] of elsewhere.entries()) check(checkpoint, '', 0, `checkpoint ${i + 1} kept elsewhere`);
  return { heads, removed, erased, ended, checkpoints };
}

async function* tellingRecords(dir: string, writer: string, numbers: readonly number[]) {
  for (const n of numbers) {
    const file = segmentFile({ writer, n });
    const reader = new LineReader(join(dir, file), 'record');
    for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
      const text = bytes.toString('utf8');
      const record = TELLING.test(text) ? decodeLine(text) : undefined;
      if (record !== undefined) yield { record, file, line: reader.number };
    }
  }
}

/** Where no key is known, those who signed what was kept elsewhere are believed, and nobody else; undefined where there is none of it. */
function trustedKeys(elsewhere: readonly Checkpoint[], key: string | undefined): ReadonlySet<string> | undefined {
  if (key !== undefined) return new Set([key]);
  return elsewhere.length === 0 ? undefined : new Set(elsewhere.filter(isSigned).map((checkpoint) => checkpoint.key));
}
