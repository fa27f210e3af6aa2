import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/cli/commands/answer.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { openApprovals } from '../../../src/journal/state/approvals.ts';
import type { StateDir } from '../../../src/journal/state/state-dir.ts';
import { alone, fileHold, heldAndOver, mailHold, makeScreen, makeState } from '../stage.ts';

const entriesOf = async (state: StateDir) => {
  const entries = [];
  for await (const { record } of readRecords(state.journal)) entries.push(record.entry);
  return entries;
};

describe('approving and denying', () => {
  it.each(['approve', 'deny'] as const)('%s: shows the call, asks, records, then files the answer', async (kind) => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const screen = makeScreen({ answers: ['what?', ' YES '] });
    expect(await answer('abcd2345', kind, { state: state.root, guard: alone }, screen)).toBe(0);
    for (const part of ['mail.send', 'driver 1', 'Mail leaves the house.', '"to": "eve@evil.example"', '"n": 1.0']) {
      expect(screen.printed()).toContain(part);
    }
    expect(screen.asked).toHaveLength(2);
    // What a yes is bound to may have changed meanwhile, and this command cannot know.
    expect(screen.printed().endsWith('and you may be asked again.')).toBe(kind === 'approve');
    const verdict = await openApprovals(state.approvals).find(hold.binding);
    expect(verdict).toMatchObject({ hold: hold.id, answer: kind, door: 'terminal' });
    expect(await entriesOf(state)).toContainEqual({ kind: 'approval', verdict });
  });

  it('shows a list whole, and files a yes to all of it only where that was typed', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({
      key: `email:p${i}@ours.example`,
      value: `p${i}@ours.example`,
    }));
    const list = { at: '/arguments/to', from: { call: 'c', upstream: 'files', tool: 'read' }, rows, more: 2 };
    for (const all of [undefined, true] as const) {
      const state = makeState();
      const hold = await fileHold(state, mailHold({ list }));
      const screen = makeScreen({ answers: ['yes'] });
      const options = { state: state.root, guard: alone, ...(all === undefined ? {} : { list: all }) };
      expect(await answer(hold.id, 'approve', options, screen)).toBe(0);
      for (const { value } of rows) expect(screen.printed()).toContain(`- ${value}\n`);
      expect(screen.printed()).toContain('2 more stand there, and are asked about');
      // The question stands beside what is asked about, however long the list is.
      expect(screen.printed().lastIndexOf('Held')).toBeGreaterThan(screen.printed().indexOf('p49@ours.example'));
      expect((await openApprovals(state.approvals).find(hold.binding))?.list).toBe(all);
    }
  });

  it('says that there is no list, where a yes to one is typed', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const screen = makeScreen({ answers: ['yes'] });
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone, list: true }, screen)).toBe(1);
    expect(screen.complained()).toContain('lists no values: leave --list out');
    expect(await openApprovals(state.approvals).pending()).toHaveLength(1);
  });

  it('takes the beginning of an id, in any case, if it is one hold', async () => {
    const state = makeState();
    await fileHold(state, mailHold());
    await fileHold(state, mailHold({ id: 'abzz2345', binding: 'binding-2' }));
    const options = { state: state.root, guard: alone };
    const unsure = makeScreen({ answers: ['yes'] });
    expect(await answer('ab', 'approve', options, unsure)).toBe(1);
    expect(unsure.complained()).toContain('begins 2 ids: abcd2345, abzz2345');
    expect(await answer('ABZ', 'approve', options, makeScreen({ answers: ['y'] }))).toBe(0);
    const approvals = openApprovals(state.approvals);
    expect((await approvals.pending()).map(({ id }) => id)).toEqual(['abcd2345']);
  });

  it.each([[['no']], [[]], [['perhaps', 'later', 'hm']]])('changes nothing when the answer is %j', async (answers) => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone }, makeScreen({ answers }))).toBe(1);
    expect(await openApprovals(state.approvals).pending()).toHaveLength(1);
    expect(await entriesOf(state)).toEqual([]);
  });

  it('asks nobody where no person can be', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const screen = makeScreen({ answers: ['yes'], env: { SALLYPORT_DOWNSTREAM: '1' } });
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone }, screen)).toBe(1);
    expect(screen.asked).toEqual([]);
    expect(screen.complained()).toMatch(/^sallyport: not approved: /);
    expect(await openApprovals(state.approvals).pending()).toHaveLength(1);
  });

  it('says of a call whose session has ended that nobody is there to be told', async () => {
    const { state } = await heldAndOver();
    const screen = makeScreen({ answers: ['yes'] });
    expect(await answer('abcd', 'deny', { state: state.root, guard: alone }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/Denied\. Its session has ended, so no agent is there to be told\.$/);
    expect(screen.printed()).toContain('its session has ended');
    expect(screen.printed()).not.toContain('expires in');
  });

  it('says that there is no console yet, and which door to write instead', async () => {
    const state = makeState();
    await fileHold(state, mailHold({ door: 'console' }));
    const screen = makeScreen({ answers: ['yes'] });
    expect(await answer('abcd2345', 'approve', { state: state.root, guard: alone }, screen)).toBe(1);
    expect(screen.complained()).toMatch(
      /rule \S+ wants an answer in the console, which this version does not have; give it `door: terminal`/,
    );
  });

  it('says what became of a hold that waits no more, and what waits instead of one that never was', async () => {
    const state = makeState();
    const options = { state: state.root, guard: alone };
    await fileHold(state, mailHold());
    await answer('abcd2345', 'deny', options, makeScreen({ answers: ['yes'] }));
    const again = makeScreen({ answers: ['yes'] });
    expect(await answer('abcd2345', 'approve', options, again)).toBe(1);
    expect(again.complained()).toMatch(/abcd2345 does not wait any more: \S+ has denied it already/);
    const none = makeScreen({ answers: ['yes'] });
    expect(await answer('zzzz', 'approve', options, none)).toBe(1);
    expect(none.complained()).toMatch(/no held call has the id zzzz. No call waits/);
  });

  it('says that the client took its call back, where it did while somebody read', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const screen = makeScreen({ answers: [] });
    const ask = async () => {
      await openApprovals(state.approvals).leave(hold.id);
      return 'yes';
    };
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone }, { ...screen, ask })).toBe(0);
    expect(screen.printed()).toMatch(
      /took its call back while you read: nothing runs unless it makes the identical call/,
    );
  });

  it('does not count after the expiry, however long somebody reads', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    let time = Date.now();
    const slow = makeScreen({ answers: [], now: () => time });
    const ask = async () => {
      time = hold.expires;
      return 'yes';
    };
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone }, { ...slow, ask })).toBe(1);
    expect(slow.complained()).toMatch(/expired while you read/);
    expect(await entriesOf(state)).toEqual([]);
  });

  it('says so, and records it, when somebody else was faster', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const approvals = openApprovals(state.approvals);
    const screen = makeScreen({ answers: [] });
    const ask = async () => {
      const { id, binding } = hold;
      await approvals.answer({ hold: id, binding, answer: 'deny', door: 'console', by: 'bob', at: Date.now() });
      return 'yes';
    };
    expect(await answer(hold.id, 'approve', { state: state.root, guard: alone }, { ...screen, ask })).toBe(1);
    expect(screen.complained()).toMatch(/did not count: bob has denied it already/);
    expect((await approvals.find(hold.binding))?.answer).toBe('deny');
    const answers = (await entriesOf(state)).filter(({ kind }) => kind === 'approval' || kind === 'late');
    expect(answers).toMatchObject([{ kind: 'late', verdict: { answer: 'approve' } }]);
  });

  it('takes one answer of two that are given at once, and tells the other who was first', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    // Both are asked before either has answered.
    const asked: (() => void)[] = [];
    const ask = async () => {
      await new Promise<void>((resolve) => {
        asked.push(resolve);
        if (asked.length === 2) for (const goOn of asked) goOn();
      });
      return 'yes';
    };
    const screens = [makeScreen({ answers: [] }), makeScreen({ answers: [] })];
    const codes = await Promise.all(
      screens.map((screen) => answer(hold.id, 'approve', { state: state.root, guard: alone }, { ...screen, ask })),
    );
    expect(codes.toSorted()).toEqual([0, 1]);
    expect(screens[codes.indexOf(1)]?.complained()).toMatch(/did not count: \S+ has approved it already/);
    const answers = (await entriesOf(state)).map(({ kind }) => kind).filter((kind) => /^(approval|late)$/.test(kind));
    expect(answers.toSorted()).toEqual(['approval', 'late']);
  });
});
