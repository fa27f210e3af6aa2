import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STANDINGS } from '../../../src/cli/printing/standing.ts';

it('is said in the words that are explained', () => {
  const page = readFileSync('docs/discovery.md', 'utf8');
  for (const word of Object.values(STANDINGS)) expect(page).toContain(`- **${word}**`);
});
