import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makePlace, spoken } from '../../../scripts/clients/place.mjs';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');

it('reads how a client spoke from the record', () => {
  const greeting = {
    kind: 'note',
    about: 'initialize',
    session: '3f',
    source: 'process',
    client: 'probe 3',
    protocol: '2025-06-18',
    asks: ['form', 'url'],
  };
  expect(spoken(greeting)).toEqual({
    method: 'initialize',
    session: '3f',
    source: 'process',
    client: 'probe 3',
    revision: '2025-06-18',
    asks: 'form and url',
  });
  expect(spoken({ ...greeting, client: undefined, asks: [] })).toMatchObject({ client: 'nameless', asks: 'no' });
  expect(spoken({ ...greeting, protocol: undefined })).toBeUndefined();
  expect(spoken({ kind: 'note', about: 'listing', server: 'echo', protocol: '2025-11-25' })).toBeUndefined();
  expect(spoken({ kind: 'call', session: '3f' })).toBeUndefined();
});

it('gives a client a home of its own, and nothing of ours but a path', () => {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-place-')), 'place');
  const place = makePlace(folder, ROOT);
  expect(Object.keys(place.env).sort()).toEqual(['HOME', 'LANG', 'NO_COLOR', 'PATH', 'SHELL', 'TERM']);
  expect(place.env.HOME.startsWith(folder) && existsSync(place.config)).toBe(true);
  expect(place.sent()).toBe(0);
});
