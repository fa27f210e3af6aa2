import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MAIN, type Place } from './gateway.ts';

/** Types a yes into a command in a terminal that is no descendant of ours, as a person would. Resolves with what stood on the screen. */
export async function typeInTerminal(at: Place, words: string): Promise<string> {
  const line = `${process.execPath} ${MAIN} ${words}`;
  const log = path.join(at.dir, `${words.split(' ').slice(0, 2).join('-')}.txt`);
  const inner = `(sleep 1; echo y; sleep 2) | script -qefc '${line}' ${log} >/dev/null; echo done >> ${log}`;
  const env = { ...process.env, NO_COLOR: '1' };
  spawn('setsid', ['--fork', 'sh', '-c', inner], { env, stdio: 'ignore' });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    try {
      const text = readFileSync(log, 'utf8');
      if (text.trimEnd().endsWith('done')) return text;
    } catch {
      // The terminal is still starting.
    }
  }
}
