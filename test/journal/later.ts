import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Makes the chains of a journal, all or one, what a later version of Sallyport would have written. Returns which these are. */
export function makeLater(dir: string, only = ''): string[] {
  const segments = readdirSync(dir).filter((name) => name.startsWith(only) && /-\d+\.jsonl$/.test(name));
  for (const name of segments) {
    const file = path.join(dir, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\{"v":1,/gm, '{"v":2,'));
  }
  return [...new Set(segments.map((name) => name.replace(/-\d+\.jsonl$/, '')))];
}
