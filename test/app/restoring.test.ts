import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { adoptAll, planFor, surveyHome } from '../../src/app/adopting.ts';
import { planBack, restoreAll } from '../../src/app/restoring.ts';
import { readRecords } from '../../src/journal/reading.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';

it('puts back, removes the secrets that it kept, and records it', async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'sallyport-restoring-'));
  const file = path.join(home, '.cursor', 'mcp.json');
  mkdirSync(path.dirname(file));
  const text = JSON.stringify({ mcpServers: { a: { command: 'x', env: { TOKEN: 'q7Rk2VbT9xLm' } } } });
  writeFileSync(file, text);
  const state = openStateDir(path.join(home, 'state'));
  const wish = { choice: {}, machine: { platform: 'linux', home, env: {} }, secrets: 'file' } as const;
  await adoptAll(await planFor(await surveyHome(wish), wish, state), state, 1);
  const secrets = path.join(state.adoptions, 'secrets');
  expect(readdirSync(secrets)).toEqual(['a-TOKEN']);
  expect(await restoreAll(await planBack(state, {}), state)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readdirSync(secrets)).toEqual([]);
  const said: string[] = [];
  for await (const { record } of readRecords(state.journal, { kinds: ['note'] })) {
    if (record.entry.kind === 'note') said.push(record.entry.about);
  }
  expect(said).toEqual(expect.arrayContaining(['adopt', 'restore']));
});
