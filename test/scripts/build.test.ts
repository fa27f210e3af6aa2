import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PACKS, readPacks } from '../../src/policy/pack.ts';

const packs = readPacks();
const BUILT = path.join(import.meta.dirname, '..', '..', 'dist', 'policy', 'packs');

it.each(PACKS)('pack %s is built as its source says it', (name) => {
  expect(JSON.parse(readFileSync(path.join(BUILT, `${name}.json`), 'utf8'))).toEqual(packs[name]);
  // A source beside it would be edited in vain.
  expect(readdirSync(BUILT)).not.toContain(`${name}.yaml`);
});
