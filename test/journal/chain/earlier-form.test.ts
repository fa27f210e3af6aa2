import { expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../../src/journal/chain/compact.ts';
import type { Entry, NoteEntry } from '../../../src/model/record.ts';

const note = (about: string, message: string): NoteEntry => ({ kind: 'note', about, message });
const read = (entry: Entry): Entry => decodeEntry(JSON.parse(encodeEntry(entry)));
const WHY = 'it lets more pass: a';
const waits = (file: string): string =>
  `the changed configuration waits for \`sallyport trust --config ${file}\` in a terminal: ${WHY}`;

it.each<[NoteEntry, Partial<NoteEntry>]>([
  [note('listing', 'mail: 3 tools, 0 prompts'), { server: 'mail', message: '3 tools, 0 prompts' }],
  [note('listing', 'mail offers nothing any more'), { server: 'mail', message: 'offers nothing any more' }],
  [note('server', 'my-mail: failed, it said:\nno'), { server: 'my-mail', message: 'failed, it said:\nno' }],
  [note('lockfile', 'mail: as accepted'), { server: 'mail', message: 'as accepted' }],
  [note('reload', waits('/c.yaml')), { file: '/c.yaml', waits: WHY }],
  [note('reload', waits(String.raw`'/it'\''s mine/c.yaml'`)), { file: "/it's mine/c.yaml", waits: WHY }],
  [note('reload', waits(String.raw`"C:\its mine\c.yaml"`)), { file: String.raw`C:\its mine\c.yaml`, waits: WHY }],
  [note('reload', '/a b.yaml is again what is in force'), { file: '/a b.yaml' }],
])('finds in the words of %j the fields that notes have now', (earlier, fields) => {
  expect(read(earlier)).toStrictEqual({ ...earlier, ...fields });
});

it.each<NoteEntry>([
  note('reload', 'refused: line 3'),
  note('reload', '/c.yaml is gone; what was read from it stays in force'),
  note('listing', 'nonsense'),
  note('definition', 'mail: send was mended'),
  { ...note('listing', 'crm: 3 tools'), server: 'mail' },
  { ...note('reload', waits('/c.yaml')), file: '/d.yaml' },
])('leaves others as they are: %j', (one) => {
  expect(read(one)).toStrictEqual(one);
});
