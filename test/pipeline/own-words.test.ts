import { expect, it } from 'vitest';
import { maskOwnWords } from '../../src/pipeline/own-words.ts';
import { openSpine } from '../laws/spine.ts';
import { sampleCall } from './sample.ts';

const { session } = sampleCall();
const secret = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');

it('keeps what a user said, but for secrets', async () => {
  const spine = await openSpine();
  expect(await maskOwnWords('Mail ann@ours.example: "hi"', session, spine.interposer)).toBe(
    'Mail ann@ours.example: "hi"',
  );
  const masked = await maskOwnWords(`Use ${secret} for it`, session, spine.interposer);
  expect(masked).toMatch(/^Use \S+ for it$/);
  expect(masked).not.toContain(secret);
  await spine.close();
});

it('is nothing where a part of ours failed while it looked', async () => {
  const fails = { name: 'fails', version: 1, onCall: () => Promise.reject(new Error('broken')) };
  const spine = await openSpine({ more: [{ inspector: fails, mode: 'enforce' }] });
  expect(await maskOwnWords('Mail ann@ours.example', session, spine.interposer)).toBeUndefined();
  await spine.close();
});
