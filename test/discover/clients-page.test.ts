import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CLIENTS } from '../../src/discover/clients.ts';
import { clientsPage } from '../../src/discover/clients-page.ts';

it('is current (run `npm run build && node scripts/docs.mjs`)', () => {
  expect(readFileSync('docs/client-files.md', 'utf8')).toBe(clientsPage());
});

it('names every client, with its files on every system', () => {
  const page = clientsPage();
  for (const { id } of CLIENTS) expect(page).toContain(`--client ${id}`);
  expect(page).toContain('`%USERPROFILE%\\AppData\\Roaming\\Claude\\claude_desktop_config.json`');
  expect(page).toContain('`~/Library/Application Support/Claude/claude_desktop_config.json`');
});
