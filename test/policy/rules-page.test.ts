import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PACKS, readPacks } from '../../src/policy/pack.ts';
import { rulesPage } from '../../src/policy/rules-page.ts';

const page = rulesPage(readPacks());

it('is current (run `npm run build && node scripts/docs.mjs`)', () => {
  expect(readFileSync('docs/rules.md', 'utf8')).toBe(page);
});

it('names every rule of every pack, one row each', () => {
  const packs = readPacks();
  for (const name of PACKS) for (const { id } of packs[name].rules) expect(page).toContain(`\n| \`${id}\` | `);
  for (const line of page.split('\n').filter((one) => one.startsWith('| `'))) {
    expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
  }
});
