import type { Entry } from '../../model/record.ts';
import { type Checkpoint, checkpointKey } from '../chain/checkpoint.ts';
import { firstRecord } from '../chain/cursor.ts';
import { unlessLater } from '../chain/later.ts';
import { hasOwner, openChains } from '../chain/lease.ts';
import { headText, isEnd } from '../chain/marker.ts';
import { listChains, segmentFile } from '../chain/segment.ts';
import { namedDigest } from '../payload/payload.ts';
import { abandonedAt, ChainWalk } from './chain-walk.ts';
import { gatherClaims } from './claims.ts';
import { type NamedPayload, PayloadCheck } from './payload-check.ts';
import { removedUpTo } from './removals.ts';
import type { Claimed, Claims, Findings, Problem, Removed, Report } from './report.ts';

export interface VerifyOptions {
  /** Checkpoints that were kept where the owner of this machine could not reach them. */
  readonly checkpoints?: readonly Checkpoint[];
  /** The public key that checkpoints must be signed with; the state directory's own if left out. */
  readonly key?: string;
}

const MOST_PROBLEMS = 1000;

/** Reads everything and reports what is not as it was written, with its place. Chains may be written meanwhile. */
export async function verifyJournal(dir: string, options: VerifyOptions = {}): Promise<Report> {
  const problems: Problem[] = [];
  const notices: string[] = [];
  const found: Findings = {
    problem: (problem) => void (problems.length < MOST_PROBLEMS && problems.push(problem)),
    notice: (message) => void notices.push(message),
    isTouched: (file) => problems.some((problem) => problem.file === file),
  };
  // In this order a chain that begins or ends meanwhile is never taken for a truncated one.
  const chains = await listChains(dir);
  const open = await openChains(dir);
  for (const writer of open) {
    if (chains.has(writer) && !(await hasOwner(dir, writer, Date.now())))
      found.notice(
        `chain ${writer} was never closed and its process is gone: its end may be missing, until the next start closes it`,
      );
  }
  const { checkpoints = [] } = options;
  const key = options.key ?? (await checkpointKey(dir));
  const later = new Set<string>();
  const tellLater = (writer: string): void => void later.add(writer);
  const claims = await gatherClaims({ dir, chains, elsewhere: checkpoints, key, later: tellLater }, found);
  if (key === undefined && claims.checkpoints > 0)
    found.notice('no key is known: whoever signed the checkpoints is believed');
  if (key === undefined && checkpoints.length === 0) tellRemoved(claims, found);
  const payloads = new PayloadCheck(dir, claims.erased, found);
  const heads: { [writer: string]: string } = {};
  let records = 0;
  for (const [writer, numbers] of chains) {
    const chain = { dir, writer, numbers, claims, found, payloads, isOwned: open.has(writer) };
    const counted = await unlessLater(writer, () => verifyChain(chain), tellLater);
    if (counted === undefined) {
      await verifyBeginning(dir, writer, numbers[0] ?? 0, found);
      continue;
    }
    records += counted.records;
    heads[writer] = counted.head;
  }
  for (const [writer, said] of claims.heads) if (!chains.has(writer)) missingChain(writer, said, claims, found);
  return {
    ok: problems.length === 0 && later.size === 0,
    later: [...later],
    problems,
    notices,
    chains: chains.size,
    records,
    payloads: payloads.counted,
    checkpoints: claims.checkpoints,
    heads,
  };
}

/** A chain is written by one process, and so by one version: one that begins as ours do was changed where it says that it is of a later one. */
async function verifyBeginning(dir: string, writer: string, n: number, found: Findings): Promise<void> {
  const first = await unlessLater(
    writer,
    () => firstRecord(dir, { writer, n }),
    () => undefined,
  );
  if (first === undefined) return;
  const message = `a line says that a later version of Sallyport wrote it, and this one wrote record ${first.seq}: what follows that line was not verified`;
  found.problem({ what: 'edit', file: segmentFile({ writer, n }), line: 0, message });
}

interface ChainToVerify {
  readonly dir: string;
  readonly writer: string;
  readonly numbers: readonly number[];
  readonly claims: Claims;
  readonly found: Findings;
  readonly payloads: PayloadCheck;
  /** Whether it may still grow. */
  readonly isOwned: boolean;
}

async function verifyChain(chain: ChainToVerify): Promise<{ records: number; head: string }> {
  const { dir, writer, numbers, claims, found, payloads, isOwned } = chain;
  let records = 0;
  let last: Entry | undefined;
  const claimed = new Map((claims.heads.get(writer) ?? []).map((head) => [head.seq, head]));
  const named: NamedPayload[] = [];
  const walk = new ChainWalk(dir, writer, found, (record, n, line, intact) => {
    const digest = namedDigest(record.entry);
    if (digest !== undefined) named.push({ seq: record.seq, digest, line });
    if (!intact) return;
    records++;
    last = record.entry;
    const head = claimed.get(record.seq);
    if (head !== undefined && head.hash !== record.hash) {
      const message = `${head.by} names another hash for record ${record.seq}: everything up to it was written anew`;
      found.problem({ what: 'edit', file: segmentFile({ writer, n }), line, seq: record.seq, message });
    }
  });
  const first = numbers[0] ?? 0;
  const removed = first === 0 ? undefined : claims.removed.get(`${writer}-${first - 1}`);
  if (removed !== undefined) walk.beginAt(removed);
  let previous = removed === undefined ? -1 : first - 1;
  for (const n of numbers) {
    if (n > previous + 1) missingSegments(writer, previous + 1, n - 1, walk.head.seq + 1, found);
    previous = n;
    const cut = numbers.includes(n + 1) ? await abandonedAt(dir, writer, n + 1) : Number.POSITIVE_INFINITY;
    const rest = await walk.segment(n, cut);
    const isLast = n === numbers.at(-1);
    const isGrowing = isLast && isOwned;
    // A chain that wrote its end was whole then; only a crash or a failing disk leaves bytes after the last record.
    const isTorn = cut < Number.POSITIVE_INFINITY || (isLast && last !== undefined && !isEnd(last));
    await payloads.segment({ writer, n }, named.splice(0), { isGrowing, isTorn });
    if (rest.length === 0 || isGrowing) continue;
    const file = segmentFile({ writer, n });
    if (isTorn) found.notice(`${file} ends in ${rest.length} bytes that were never a record`);
    else found.problem({ what: 'insertion', file, line: 0, message: `${rest.length} bytes were put in at the end` });
  }
  walk.end();
  verifyEnd(chain, walk.head.seq);
  return { records, head: headText(walk.head) };
}

/** Checks that the chain reaches as far as it must. */
function verifyEnd({ writer, numbers, claims, found, isOwned }: ChainToVerify, seq: number): void {
  const file = segmentFile({ writer, n: numbers.at(-1) ?? 0 });
  const beyond = (claims.heads.get(writer) ?? []).filter((head) => head.seq > seq).sort((a, b) => b.seq - a.seq)[0];
  if (beyond !== undefined) {
    const message = `the chain ends at record ${seq}, but ${beyond.by} names record ${beyond.seq}`;
    found.problem({ what: 'truncation', file, line: 0, seq: seq + 1, message });
  } else if (!isOwned && !claims.ended.has(writer)) {
    const message = `the chain ends at record ${seq} without an end of its own, and no other chain closes it`;
    found.problem({ what: 'truncation', file, line: 0, seq: seq + 1, message });
  }
}

function missingSegments(writer: string, from: number, to: number, seq: number, found: Findings): void {
  for (let n = from; n <= to; n++) {
    const file = segmentFile({ writer, n });
    found.problem({ what: 'deletion', file, line: 0, seq, message: 'the file is missing, and no retention names it' });
  }
}

function missingChain(writer: string, said: readonly Claimed[], claims: Claims, found: Findings): void {
  const removed = removedUpTo(writer, claims);
  const beyond = said.find(({ seq }) => seq > removed);
  if (beyond === undefined) return;
  const message = `the whole chain is missing, but ${beyond.by} names its record ${beyond.seq}`;
  found.problem({ what: 'deletion', file: segmentFile({ writer, n: 0 }), line: 0, message });
}

/** Where nothing says whose key is the journal's, anybody may have signed a removal: of each chain the last is told. */
function tellRemoved({ removed }: Claims, found: Findings): void {
  const last = new Map<string, Removed>();
  for (const one of removed.values()) if (one.n >= (last.get(one.writer)?.n ?? 0)) last.set(one.writer, one);
  for (const one of last.values())
    found.notice(
      `chain ${one.writer} was removed up to ${segmentFile(one)} (record ${one.seq}); no key is known, so whoever signed that is believed: give a checkpoint that is kept elsewhere to --checkpoint`,
    );
}
