import { expect, test } from 'vitest';
import { namedIn } from '../../../src/inspect/provenance/named.ts';
import { turnedBy } from '../../../src/inspect/provenance/turned.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

test.each<[JsonObject, string[], string[]]>([
  [{ on: false }, ['disable'], ['on=false']],
  [{ on: true }, ['on'], ['on=true']],
  [{ unlock: true, doors: ['left'] }, ['unlock'], ['unlock=true']],
  [{ doors: [{ locked: false }] }, ['unlock'], ['locked=false']],
  [{ is_paused: false }, ['enable'], ['is_paused=false']],
  [{ archived: true }, ['archived'], ['archived=true']],
  [{ page: { is_deleted: true } }, ['deleted'], ['is_deleted=true']],
  [{ archived: false }, [], ['archived=false']],
  // What goes with the act is not the act.
  [{ include_deleted: true }, [], ['include_deleted=true']],
  [{ notify: true, delete_branch: true }, [], ['notify=true', 'delete_branch=true']],
  [{ on: 'off', count: 2, none: null }, [], []],
])('%j turns something', (args, acts, values) => {
  expect(turnedBy(namedIn(callOf(args)))).toEqual({ acts, values });
});
