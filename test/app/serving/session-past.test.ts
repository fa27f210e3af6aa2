import { expect, it } from 'vitest';
import { pastIn } from '../../../src/app/serving/session-past.ts';
import { KEEP_MS } from '../../../src/journal/state/session-lease.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, sendMail } from '../../laws/spine.ts';

async function kindsOf(past: ReturnType<typeof pastIn>, session: string, isFirst: boolean): Promise<string[]> {
  const kinds: string[] = [];
  for await (const { entry } of past(session, isFirst)) kinds.push(entry.kind);
  return kinds;
}

it("reads a session's calls and results, and of a session without an owner only what is older than leases", async () => {
  const spine = await openSpine();
  const call = sendMail('x');
  await interpose(call, NOBODY, spine.interposer);
  await spine.close();
  const { key } = call.session;
  expect(await kindsOf(pastIn(spine.dir, Date.now), key, false)).toEqual(['call', 'result']);
  expect(await kindsOf(pastIn(spine.dir, Date.now), 'another', false)).toEqual([]);
  expect(await kindsOf(pastIn(spine.dir, Date.now), key, true)).toEqual([]);
  const later = (): number => Date.now() + KEEP_MS + 1_000;
  expect(await kindsOf(pastIn(spine.dir, later), key, true)).toEqual(['call', 'result']);
  expect(await kindsOf(pastIn(spine.dir, later), 'another', true)).toEqual([]);
});
