import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makePlace, spoken } from '../../../scripts/clients/place.mjs';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');

it('reads how a client spoke from the record', () => {
  expect(spoken('initialize: local 3f by process; probe 3 speaks 2025-06-18, can be asked by form and url')).toEqual({
    method: 'initialize',
    session: '3f',
    source: 'process',
    client: 'probe 3',
    revision: '2025-06-18',
    asks: 'form and url',
  });
  expect(spoken('ping: token:a 3f by mcp-session-id; x speaks 1 speaks 2025-06-18, cannot be asked')).toMatchObject({
    client: 'x speaks 1',
    asks: 'no',
  });
  expect(spoken('listing: echo: 4 tools, 0 resources, 0 prompts (2025-11-25)')).toBeUndefined();
});

it('gives a client a home of its own, and nothing of ours but a path', () => {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-place-')), 'place');
  const place = makePlace(folder, ROOT);
  expect(Object.keys(place.env).sort()).toEqual(['HOME', 'LANG', 'NO_COLOR', 'PATH', 'SHELL', 'TERM']);
  expect(place.env.HOME.startsWith(folder) && existsSync(place.config)).toBe(true);
  expect(place.sent()).toBe(0);
});
