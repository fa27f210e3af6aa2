import { failingFiles } from './frail-files.ts';
import { admission, open, pass } from './passing.ts';

/** A journal, closed, of which one segment was given up with whole lines in it: the disk said no after it had written them. */
export async function withAbandoned(dir: string): ReturnType<typeof open> {
  let code: string | undefined;
  const files = failingFiles((operation) => (operation === 'sync' || operation === 'truncate' ? code : undefined));
  const journal = await open(dir, { files });
  await pass(journal);
  code = 'EIO';
  if ((await journal.admit(admission())).ok) throw new Error('this disk was to say no');
  code = undefined;
  await pass(journal);
  await journal.close();
  return journal;
}
