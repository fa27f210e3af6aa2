import { expect, test } from 'vitest';
import { namedIn } from '../../../src/inspect/provenance/named.ts';
import { openedTo } from '../../../src/inspect/provenance/opened.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

test.each<[JsonObject, string]>([
  [{ type: 'anyone', role: 'writer' }, 'anyone'],
  [{ visibility: 'PUBLIC' }, 'public'],
  [{ accessLevel: 'public' }, 'public'],
  [{ grants: [{ member: 'allUsers' }] }, 'allusers'],
  [{ share: { with: 'nobody', who: ['ann', 'everyone'] } }, 'everyone'],
  [{ is_public: true }, 'public'],
  [{ private: false }, 'public'],
])('%j opens something to all', (args, word) => {
  const words = openedTo(namedIn(callOf(args)));
  expect(words[0]).toBe(word);
  expect(words).toContain('anyone');
  expect(new Set(words).size).toBe(words.length);
});

test.each<JsonObject>([
  {},
  { type: 'user', role: 'reader' },
  { title: 'public', note: 'anyone' },
  { open: true, hello_world: true, type: 'open' },
  { is_public: false, private: true, count: 3, none: null },
  { visibility: 'public for those who have paid' },
])('%j opens nothing to all', (args) => expect(openedTo(namedIn(callOf(args)))).toEqual([]));
