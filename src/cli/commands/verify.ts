import { readFile, stat } from 'node:fs/promises';
import { asCheckpoint, type Checkpoint } from '../../journal/chain/checkpoint.ts';
import { verifyJournal } from '../../journal/verify/verify.ts';
import { codeOf, messageOf } from '../../model/caught.ts';
import { countOf } from '../../model/count.ts';
import { fold } from '../printing/fold.ts';
import { plain } from '../printing/plain.ts';
import { whileReading } from '../printing/progress.ts';
import { laterText, PARTLY } from '../record/later-chains.ts';
import type { Screen } from '../screen.ts';
import { findState, whyNoRecord } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface VerifyOptions {
  readonly checkpoint?: string;
  readonly json?: boolean;
  readonly state?: string;
}

/** Verifies every chain, also against checkpoints that were kept elsewhere. Exits 1 if anything was altered, 3 if some could not be read. */
export async function verify(options: VerifyOptions, screen: Screen): Promise<number> {
  const checkpoints = options.checkpoint === undefined ? [] : await readCheckpoints(options.checkpoint);
  const state = findState(options.state);
  const nothing = whyNoRecord(state);
  if (nothing !== undefined) throw new Error(nothing);
  const report = await whileReading(() => verifyJournal(state.journal, { checkpoints }));
  const isFine = report.problems.length === 0;
  const unread = laterText(report.later);
  const code = !isFine ? 1 : unread === undefined ? 0 : PARTLY;
  if (options.json === true) {
    screen.out(JSON.stringify(report));
    return code;
  }
  const { paint } = screen;
  const say = (text: string): void => screen.out(fold(text, screen));
  for (const { what, file, line, message } of report.problems) {
    const place = line === 0 ? file : `${file}:${line}`;
    say(`${paint.red(what)} ${plain(place)}: ${plain(message)}`);
  }
  for (const notice of report.notices) say(`${paint.yellow('notice')} ${plain(notice)}`);
  const { records, payloads } = report;
  const chains = report.chains - report.later.length;
  const erased = payloads.erased === 0 ? '' : `, ${payloads.erased} erased`;
  const counted = `${countOf(chains, 'chain')}, ${countOf(records, 'record')}, ${countOf(payloads.whole, 'payload')}${erased}, ${countOf(report.checkpoints, 'checkpoint')}`;
  if (report.ok && report.chains === 0) {
    say(
      `${paint.yellow('Empty')}: there is no chain, and so nothing to prove. If calls were recorded here, all was removed; only a checkpoint that was kept elsewhere shows that (--checkpoint FILE).`,
    );
    return 0;
  }
  if (unread !== undefined) say(`${paint.yellow('Not all was verified')}, ${unread}.`);
  if (!isFine) say(`${paint.red(countOf(report.problems.length, 'problem'))}: ${counted}.`);
  else if (chains > 0) say(`${paint.green(unread === undefined ? 'Whole' : 'The rest is whole')}: ${counted}.`);
  if (!isFine && unread !== undefined)
    say(
      'Where a chain has no end, or a file or payload is missing, what was not read may say why: a later version may have closed, removed or erased it.',
    );
  if (!isFine) {
    say(
      paint.dim(
        `Copy ${state.root} as it is, before more is written there, and look into the copy: sallyport log --all --state COPY.`,
      ),
    );
  }
  if (isFine && checkpoints.length === 0) {
    say(
      paint.dim(
        `Whoever owns this machine could have written all of it anew. To prove more, keep what sallyport checkpoint prints${options.state === undefined ? '' : ' where this is recorded (a copy is changed by it)'} where they cannot change it, and give it to --checkpoint FILE.`,
      ),
    );
  }
  if (isFine && checkpoints.length > 0) {
    const many = checkpoints.length > 1;
    say(
      `The ${countOf(checkpoints.length, 'checkpoint')} of ${plain(options.checkpoint ?? '')} ${many ? 'fit' : 'fits'}: what was recorded before ${many ? 'them' : 'it'} is as it was then.`,
    );
  }
  return code;
}

/** A checkpoint has a few hundred bytes for each chain. */
const MOST_BYTES = 100_000_000;

async function readCheckpoints(file: string): Promise<Checkpoint[]> {
  const text = await textOf(file).catch((error: unknown) => refuse(file, error));
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const found = lines.flatMap((text, i) => {
    if (text.trim() === '') return [];
    const checkpoint = asCheckpoint(parse(text));
    if (checkpoint !== undefined) return [checkpoint];
    throw new UsageError(`${file}:${i + 1} is no checkpoint; each line is one, as \`sallyport checkpoint\` prints it`);
  });
  // A copy that failed leaves an empty file, and whoever asks for a proof shall not take that for one.
  if (found.length === 0)
    throw new UsageError(
      `${file} holds no checkpoint, so nothing could be held against it; name a file that \`sallyport checkpoint\` was written to`,
    );
  return found;
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file);
  // A device never ends, and a pipe waits for whoever writes to it.
  if (!found.isFile()) throw new Error('it is not a regular file');
  if (found.size > MOST_BYTES) throw new Error(`it has ${found.size} bytes, and at most ${MOST_BYTES} are read`);
  return readFile(file, 'utf8');
}

function refuse(file: string, error: unknown): never {
  const isMissing = codeOf(error) === 'ENOENT';
  const why = isMissing ? 'there is no such file' : messageOf(error);
  throw new UsageError(
    `--checkpoint ${file} cannot be read: ${why}; name a file that \`sallyport checkpoint\` was written to`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
