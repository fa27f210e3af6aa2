import { appendFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeFolder } from '../../../src/journal/disk/files.ts';
import { encodePayload, makePayload } from '../../../src/journal/payload/payload.ts';
import { PayloadStore } from '../../../src/journal/payload/store.ts';
import { journalDir } from '../passing.ts';

it('finds payloads by digest, also those that come later, and tells of repetitions', async () => {
  const dir = await journalDir();
  await makeFolder(dir);
  const store = new PayloadStore(dir, { writer: 'w', n: 0 });
  const [one, two] = [makePayload('eins ä'), makePayload('zwei')];
  const lineOf = ({ ref, salt, text }: typeof one): string => encodePayload(ref.digest, salt, text);
  expect(await store.read(one.ref.digest)).toEqual({ state: 'missing' });
  await appendFile(store.path, lineOf(one));
  expect(await store.read(one.ref.digest)).toEqual({ state: 'whole', text: 'eins ä' });
  await appendFile(store.path, lineOf(two) + lineOf(one));
  expect(await store.read(two.ref.digest)).toEqual({ state: 'whole', text: 'zwei' });
  expect(await store.place(two.ref.digest)).toEqual({
    at: Buffer.byteLength(lineOf(one)),
    length: Buffer.byteLength(lineOf(two)) - 1,
    line: 2,
  });
  expect([...(await store.all()).keys()]).toEqual([one.ref.digest, two.ref.digest]);
  expect(store.repeated).toEqual([3]);
});
