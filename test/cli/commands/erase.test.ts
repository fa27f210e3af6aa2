import { describe, expect, it } from 'vitest';
import { erase } from '../../../src/cli/commands/erase.ts';
import { findCall } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { alone, fillRecord, makeScreen, makeState } from '../stage.ts';

const payloads = async (dir: string, id: string) =>
  Promise.all(
    (await findCall(dir, id)).filter(({ record }) => 'payload' in record.entry).map((stored) => stored.payload()),
  );

describe('erasing', () => {
  it('asks, blanks the payloads of one call, and leaves the chain whole', async () => {
    const state = makeState();
    await fillRecord(state);
    const options = { state: state.root, guard: alone };
    const screen = makeScreen({ answers: ['yes'] });
    expect(await erase(['call0000'], options, screen)).toBe(0);
    expect(screen.asked[0]).toMatch(/call0000 \(tickets\.read_ticket\) for good/);
    expect(screen.printed()).toMatch(/Erased: 2 payloads/);
    expect(await payloads(state.journal, 'call0000')).toEqual([undefined, undefined]);
    expect(await payloads(state.journal, 'call0001')).toEqual([expect.stringContaining('eve@evil.example')]);
    expect(await verifyJournal(state.journal)).toMatchObject({ ok: true, payloads: { erased: 2 } });
  });

  it('asks once for several calls, each of which must be there before any is erased', async () => {
    const state = makeState();
    await fillRecord(state);
    const options = { state: state.root, guard: alone };
    const screen = makeScreen({ answers: ['yes'] });
    await expect(erase(['call0000', 'nothing'], options, screen)).rejects.toThrow(/no call has the id nothing/);
    expect(await payloads(state.journal, 'call0000')).not.toContain(undefined);
    expect(await erase(['call0000', 'call0002', 'call0000'], options, screen)).toBe(0);
    expect(screen.asked).toEqual([expect.stringMatching(/of these 2 calls for good/)]);
    expect(screen.printed()).toMatch(/call0000 \(tickets\.read_ticket\)\ncall0002 \(mail\.send\)\nErased: 3 payloads/);
    expect(await payloads(state.journal, 'call0001')).not.toContain(undefined);
    expect(await verifyJournal(state.journal)).toMatchObject({ ok: true, payloads: { erased: 3 } });
  });

  it('is heard to its end, whoever interrupts it: what is recorded as erased must be gone', async () => {
    const state = makeState();
    await fillRecord(state);
    const heard = () => process.listenerCount('SIGINT');
    const before = heard();
    let meanwhile = before;
    const ask = async (): Promise<string> => {
      setImmediate(() => {
        meanwhile = heard();
      });
      return 'yes';
    };
    const screen = makeScreen({ isAttended: true, ask });
    expect(await erase(['call0000'], { state: state.root, guard: alone }, screen)).toBe(0);
    expect([meanwhile, heard()]).toEqual([before + 1, before]);
  });

  it('leaves everything without a yes, and where no person is', async () => {
    const state = makeState();
    await fillRecord(state);
    expect(await erase(['call0000'], { state: state.root, guard: alone }, makeScreen({ answers: ['no'] }))).toBe(1);
    const nobody = makeScreen();
    expect(await erase(['call0000'], { state: state.root, guard: alone }, nobody)).toBe(1);
    expect(nobody.complained()).toMatch(/nothing was erased: there is no terminal/);
    expect((await payloads(state.journal, 'call0000')).every((text) => text !== undefined)).toBe(true);
  });
});
