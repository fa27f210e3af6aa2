import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Score } from './score.mjs';

const run = promisify(execFile);

/** What Sallyport may know of a task: nothing, what the user asked for, or the tools that it was declared to need. */
export const KNOWN = [
  { name: 'nothing', options: [] },
  { name: 'task text', options: ['--task-text'] },
  { name: 'declared tools', options: ['--declared-tools'] },
];

/** Replays a folder of traces with each of KNOWN by the built command, as its users would, and scores what it wrote. */
export async function scoreTraces(main, dir, { config, suites = false } = {}) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-accuracy-'));
  try {
    const scores = [];
    for (const [index, { name, options }] of KNOWN.entries()) {
      const out = path.join(scratch, `${index}.jsonl`);
      const policy = config === undefined ? [] : ['--config', config];
      await run(process.execPath, [main, 'replay', '--traces', dir, '--out', out, ...policy, ...options]);
      scores.push({ name, rows: scoreDecisions(dir, linesOf(out), suites) });
    }
    return scores;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function scoreDecisions(dir, decisions, suites) {
  const effects = new Map();
  for (const { trace, call, effect } of decisions) {
    const made = effects.get(trace) ?? [];
    made[call] = effect;
    effects.set(trace, made);
  }
  const score = new Score();
  for (const file of readdirSync(dir).sort()) {
    if (!file.endsWith('.jsonl')) continue;
    const set = file.replace(/\.jsonl$/, '');
    for (const trace of linesOf(path.join(dir, file))) {
      const transform = trace.obfuscation ?? trace.transform;
      const names = [set];
      if (transform) names.push(`${set}/${transform}`);
      if (suites && trace.suite) names.push(`${set}/${trace.suite}`);
      score.add(names, trace, effects.get(trace.id) ?? []);
    }
  }
  return score.rows;
}

/** What a file of JSON lines holds. */
export const linesOf = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
