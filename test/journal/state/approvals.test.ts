import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApprovalsOptions, type OpenApprovals, openApprovals } from '../../../src/journal/state/approvals.ts';
import { type Hold, MOST_WAITING, TooManyHeld } from '../../../src/model/approval.ts';
import { DOORS } from '../../../src/model/decision.ts';
import { makeHold } from '../../samples.ts';
import { makeVerdict, runModule, scratch } from '../scratch.ts';

function open(options: ApprovalsOptions = {}) {
  const dir = scratch();
  const faults: string[] = [];
  let time = 2_000;
  const make = () => openApprovals(dir, { now: () => time, onFault: (fault) => faults.push(fault), ...options });
  return { dir, faults, make, approvals: make(), at: (ms: number) => (time = ms) };
}

const isOpen = async (approvals: OpenApprovals, id: string): Promise<boolean> =>
  (await approvals.pending()).some((hold) => hold.id === id);

describe('holds', () => {
  it('keeps a hold as it was, seen by another store', async () => {
    const { approvals, make } = open();
    const hold = makeHold();
    expect(await approvals.hold(hold)).toEqual(hold);
    expect(await make().get(hold.id)).toEqual(hold);
    expect(await make().pending()).toEqual([hold]);
  });

  it('returns the one that waits for the same binding, also to callers of the same moment', async () => {
    const { approvals } = open();
    const holds = ['aaaa', 'bbbb', 'cccc'].map((id) => makeHold({ id }));
    const filed = await Promise.all(holds.map((hold) => approvals.hold(hold)));
    expect(new Set(filed.map((hold) => hold.id)).size).toBe(1);
    expect(await approvals.pending()).toHaveLength(1);
  });

  it('withdraws one that no call wants answered any more, and counts no answer to it', async () => {
    const { approvals, make, faults } = open();
    const hold = makeHold({ id: 'aaaa' });
    await approvals.hold(hold);
    await approvals.hold(makeHold({ id: 'bbbb' }));
    // Passed again under its own id, a call is no other.
    await approvals.hold(makeHold({ id: 'cccc' }), 'aaaa');
    expect(await approvals.withdraw(hold)).toBe(false);
    expect(await approvals.pending()).toHaveLength(1);
    expect(await approvals.withdraw(hold)).toBe(true);
    expect(await approvals.withdraw(hold)).toBe(false);
    expect(await make().pending()).toEqual([]);
    expect(await isOpen(make(), 'aaaa')).toBe(false);
    expect(await make().answer(makeVerdict(hold))).toBe(false);
    expect(await make().find(hold.binding)).toBeUndefined();
    expect((await make().hold(makeHold({ id: 'dddd' }))).id).toBe('dddd');
    expect(faults).toEqual([]);
  });

  it('withdraws none that was answered, or that a call of another process waits for', async () => {
    const { approvals, make } = open();
    const answered = makeHold({ id: 'aaaa', binding: 'a' });
    await approvals.hold(answered);
    await approvals.answer(makeVerdict(answered));
    expect(await approvals.withdraw(answered)).toBe(false);
    expect(await approvals.find('a')).toEqual(makeVerdict(answered));
    const shared = makeHold({ id: 'bbbb', binding: 'b' });
    await approvals.hold(shared);
    const other = make();
    expect((await other.hold(makeHold({ id: 'cccc', binding: 'b' }))).id).toBe('bbbb');
    expect(await approvals.withdraw(shared)).toBe(false);
    expect(await isOpen(approvals, 'bbbb')).toBe(true);
  });

  it.each(['who filed it', 'who joined'])(
    'withdraws one of several processes with the last of their calls: of %s',
    async (last) => {
      const { approvals, make } = open();
      const [other, third] = [make(), make()];
      const hold = await approvals.hold(makeHold({ id: 'aaaa' }));
      for (const [i, each] of [approvals, other, other, third].entries())
        expect((await each.hold(makeHold({ id: `b${i}` }))).id).toBe('aaaa');
      const joined = [third, other, other];
      const order = last === 'who joined' ? [approvals, approvals, ...joined] : [...joined, approvals, approvals];
      for (const each of order.slice(0, -1)) {
        expect(await each.withdraw(hold)).toBe(false);
        expect(await isOpen(make(), 'aaaa')).toBe(true);
      }
      expect(await order.at(-1)?.withdraw(hold)).toBe(true);
      expect(await approvals.answer(makeVerdict(hold))).toBe(false);
      expect(await make().pending()).toEqual([]);
    },
  );

  it('withdraws one at which one process went when a call of another came back, and leaves it to that one', async () => {
    const { approvals, make } = open();
    const other = make();
    const hold = await approvals.hold(makeHold({ id: 'aaaa' }));
    await other.hold(makeHold({ id: 'bbbb' }));
    expect(await approvals.withdraw(hold)).toBe(false);
    expect((await approvals.hold(makeHold({ id: 'cccc' }))).id).toBe('aaaa');
    expect(await other.withdraw(hold)).toBe(false);
    expect(await isOpen(other, 'aaaa')).toBe(true);
    expect(await approvals.withdraw(hold)).toBe(true);
  });

  it('is withdrawn by exactly one of those that let go of it at once', async () => {
    for (let round = 0; round < 30; round++) {
      const { approvals, make } = open();
      const all = [approvals, make(), make()];
      for (const [i, each] of all.entries()) await each.hold(makeHold({ id: `a${i}` }));
      const withdrawn = await Promise.all(all.map((each) => each.withdraw(makeHold({ id: 'a0' }))));
      expect(withdrawn.filter(Boolean)).toHaveLength(1);
      expect(await make().pending()).toEqual([]);
    }
  });

  it('leaves no call of another process with a hold that nobody can answer', async () => {
    for (let round = 0; round < 30; round++) {
      const { approvals, make } = open();
      const other = make();
      const hold = makeHold({ id: 'aaaa' });
      await approvals.hold(hold);
      const [isWithdrawn, joined] = await Promise.all([approvals.withdraw(hold), other.hold(makeHold({ id: 'bbbb' }))]);
      expect(await isOpen(other, joined.id), `${isWithdrawn} ${joined.id}`).toBe(true);
    }
  });

  it('takes no more of one caller than a person can look through, until some are answered or over', async () => {
    const { approvals, at } = open();
    const named = (i: number, more: Partial<Hold> = {}) => makeHold({ id: `h${i}`, binding: `b${i}`, ...more });
    for (let i = 0; i < MOST_WAITING; i++) await approvals.hold(named(i));
    await expect(approvals.hold(named(900))).rejects.toThrow(TooManyHeld);
    expect((await approvals.hold(named(901, { binding: 'b5' }))).id).toBe('h5');
    const other = { id: 'other', human: 'elicitation' } as const;
    expect((await approvals.hold(named(902, { principal: other }))).id).toBe('h902');
    await approvals.answer(makeVerdict(named(3), { answer: 'deny' }));
    expect((await approvals.hold(named(903))).id).toBe('h903');
    await expect(approvals.hold(named(904))).rejects.toThrow(TooManyHeld);
    at(10_000);
    expect((await approvals.hold(named(905, { expires: 20_000 }))).id).toBe('h905');
  });

  it('takes no more of those that come at once', async () => {
    const { approvals } = open();
    const many = Array.from({ length: MOST_WAITING * 2 }, (_, i) => makeHold({ id: `h${i}`, binding: `b${i}` }));
    const filed = await Promise.allSettled(many.map((hold) => approvals.hold(hold)));
    expect(filed.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_WAITING);
    expect(await approvals.pending()).toHaveLength(MOST_WAITING);
  });

  it('asks anew when the waiting hold would take a weaker door', async () => {
    const { approvals } = open();
    await approvals.hold(makeHold({ id: 'weak', door: 'elicitation' }));
    expect((await approvals.hold(makeHold({ id: 'firm', door: 'console' }))).id).toBe('firm');
  });

  it('asks anew when the waiting hold has expired or was answered', async () => {
    const { approvals, at } = open();
    const first = await approvals.hold(makeHold({ id: 'a1' }));
    await approvals.answer(makeVerdict(first, { answer: 'deny' }));
    expect((await approvals.hold(makeHold({ id: 'a2' }))).id).toBe('a2');
    at(10_000);
    expect((await approvals.hold(makeHold({ id: 'a3', expires: 20_000 }))).id).toBe('a3');
  });

  it('knows that nobody waits for one any more, until its call is made again', async () => {
    const { approvals, make } = open();
    const { id } = await approvals.hold(makeHold());
    expect(await make().isLeft(id)).toBe(false);
    await approvals.leave(id);
    expect(await make().isLeft(id)).toBe(true);
    expect(await isOpen(make(), id)).toBe(true);
    expect((await approvals.hold(makeHold({ id: 'again' }))).id).toBe(id);
    expect(await make().isLeft(id)).toBe(false);
    await approvals.leave('../x');
    expect(await approvals.isLeft('../x')).toBe(false);
  });

  it.each(['../../x', '', 'a/b', 'a.b', 'x'.repeat(65)])('takes no id that is a path: %j', async (id) => {
    const { approvals } = open();
    await expect(approvals.hold(makeHold({ id }))).rejects.toThrow(/"id"/);
    expect(await approvals.get(id)).toBeUndefined();
    expect(await approvals.consume(id)).toBe(false);
  });

  it('never files two holds under one id', async () => {
    const { approvals } = open();
    await approvals.hold(makeHold());
    await expect(approvals.hold(makeHold({ binding: 'other' }))).rejects.toThrow(/exists already/);
    expect((await approvals.get('abcd2345'))?.binding).toBe('binding-1');
  });

  it('lists what waits, oldest first', async () => {
    const { approvals, at } = open();
    await approvals.hold(makeHold({ id: 'new', binding: 'n', at: 1_500 }));
    await approvals.hold(makeHold({ id: 'old', binding: 'o', at: 1_000 }));
    await approvals.hold(makeHold({ id: 'brief', binding: 'b', at: 500, expires: 3_000 }));
    expect((await approvals.pending()).map((hold) => hold.id)).toEqual(['brief', 'old', 'new']);
    at(3_000);
    expect((await approvals.pending()).map((hold) => hold.id)).toEqual(['old', 'new']);
  });
});

describe('verdicts', () => {
  it('counts once, and the first counts', async () => {
    const { approvals, make } = open();
    const hold = await approvals.hold(makeHold());
    const given = await Promise.all([
      approvals.answer(makeVerdict(hold, { by: 'ann' })),
      make().answer(makeVerdict(hold, { by: 'bob', answer: 'deny' })),
      make().answer(makeVerdict(hold, { by: 'eve' })),
    ]);
    expect(given.filter(Boolean)).toHaveLength(1);
    expect((await approvals.find(hold.binding))?.by).toBe(['ann', 'bob', 'eve'][given.indexOf(true)]);
    expect(await approvals.pending()).toEqual([]);
  });

  it('are recorded by the one that counts alone, and count only once they are', async () => {
    const { approvals, make } = open();
    const hold = await approvals.hold(makeHold());
    const recorded: string[] = [];
    const say = (by: string, is: boolean) => async () => {
      recorded.push(by);
      return is;
    };
    expect(await approvals.answer(makeVerdict(hold, { by: 'ann' }), say('ann', false))).toBe(false);
    const given = await Promise.all(
      ['bob', 'eve'].map((by) => make().answer(makeVerdict(hold, { by }), say(by, true))),
    );
    expect(given.filter(Boolean)).toHaveLength(1);
    expect(recorded).toEqual(['ann', given[0] ? 'bob' : 'eve']);
  });

  it('are given back by a call that was not sent, and count once more', async () => {
    const { approvals, make } = open();
    const hold = await approvals.hold(makeHold());
    await approvals.answer(makeVerdict(hold));
    expect([await approvals.consume(hold.id), await make().consume(hold.id)]).toEqual([true, false]);
    await approvals.giveBack(hold.id);
    expect((await make().find(hold.binding))?.hold).toBe(hold.id);
    expect([await make().consume(hold.id), await approvals.consume(hold.id)]).toEqual([true, false]);
  });

  it('are for what their person was told of: a call that is asked about by more rules has a hold of its own', async () => {
    const { approvals } = open();
    const hold = await approvals.hold(makeHold({ rules: ['one'] }));
    const more = await approvals.hold(makeHold({ id: 'other123', rules: ['one', 'two'] }));
    expect(more.id).toBe('other123');
    expect((await approvals.hold(makeHold({ id: 'third123', rules: ['two'] }))).id).toBe('other123');
    await approvals.answer(makeVerdict(hold));
    const covers = ({ rules }: Hold) => rules.includes('two');
    expect(await approvals.find(hold.binding, covers)).toBeUndefined();
    await approvals.answer(makeVerdict(more));
    expect((await approvals.find(hold.binding, covers))?.hold).toBe('other123');
    // A no is one whatever it was said to.
    const other = await approvals.hold(makeHold({ id: 'fourth12', binding: 'b2', rules: ['one'] }));
    await approvals.answer(makeVerdict(other, { answer: 'deny' }));
    expect((await approvals.find('b2', covers))?.answer).toBe('deny');
  });

  it('are no, where one person said yes and another, who was told of more, said no', async () => {
    const { approvals, make } = open();
    const hold = await approvals.hold(makeHold({ rules: ['one'] }));
    const more = await make().hold(makeHold({ id: 'other123', rules: ['one', 'two'] }));
    await approvals.answer(makeVerdict(hold));
    expect((await make().find(hold.binding))?.answer).toBe('approve');
    await approvals.answer(makeVerdict(more, { answer: 'deny' }));
    expect((await make().find(hold.binding))?.answer).toBe('deny');
  });

  it('refuses what does not fit the hold', async () => {
    const { approvals, at } = open();
    const hold = await approvals.hold(makeHold());
    expect(await approvals.answer(makeVerdict(hold, { hold: 'unknown2' }))).toBe(false);
    expect(await approvals.answer(makeVerdict(hold, { binding: 'other' }))).toBe(false);
    expect(await approvals.answer(makeVerdict(hold, { answer: 'maybe' as 'approve' }))).toBe(false);
    expect(await approvals.answer(makeVerdict(hold, { at: hold.expires }))).toBe(false);
    at(hold.expires);
    expect(await approvals.answer(makeVerdict(hold))).toBe(false);
    at(2_000);
    expect(await approvals.find(hold.binding)).toBeUndefined();
    expect(await approvals.answer(makeVerdict(hold))).toBe(true);
  });

  it.each(DOORS.flatMap((demanded) => DOORS.map((door) => [demanded, door] as const)))(
    'a hold that demands %s, answered by %s',
    async (demanded, door) => {
      const { approvals } = open();
      const hold = await approvals.hold(makeHold({ door: demanded }));
      const counts = DOORS.indexOf(door) >= DOORS.indexOf(demanded);
      expect(await approvals.answer(makeVerdict(hold, { door }))).toBe(counts);
      expect((await approvals.find(hold.binding)) !== undefined).toBe(counts);
    },
  );

  it('is never found for another binding, and never at or after the expiry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.integer({ min: 0, max: 20_000 }),
        async (one, other, when) => {
          const { approvals, at } = open();
          const hold = await approvals.hold(makeHold({ binding: one }));
          await approvals.answer(makeVerdict(hold));
          at(when);
          const live = when < hold.expires;
          expect((await approvals.find(one)) !== undefined).toBe(live);
          expect((await approvals.find(other)) !== undefined).toBe(live && other === one);
          expect(await approvals.consume(hold.id)).toBe(live);
          approvals.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a hold that the clock was set back behind', () => {
  it('is over, and so is the yes to it: it would last for as much longer', async () => {
    const { approvals, at } = open();
    at(91_000);
    const hold = await approvals.hold(makeHold({ at: 90_000, expires: 99_000 }));
    expect(await approvals.answer(makeVerdict(hold, { at: 91_000 }))).toBe(true);
    at(29_000);
    expect(await approvals.pending()).toEqual([]);
    expect(await approvals.find(hold.binding)).toBeUndefined();
    expect(await approvals.consume(hold.id)).toBe(false);
  });

  it('counts where that was by seconds only', async () => {
    const { approvals, at } = open();
    at(90_000);
    const hold = await approvals.hold(makeHold({ at: 90_000, expires: 99_000 }));
    at(85_000);
    expect(await approvals.answer(makeVerdict(hold, { at: 85_000 }))).toBe(true);
    expect(await approvals.consume(hold.id)).toBe(true);
  });
});

describe('consuming', () => {
  it('succeeds for one of many, and leaves nothing to find', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 4 }), async (callers, stores) => {
        const { approvals, make } = open();
        const hold = await approvals.hold(makeHold());
        await approvals.answer(makeVerdict(hold));
        const all = Array.from({ length: stores }, make);
        const won = await Promise.all(
          Array.from({ length: callers }, (_, i) => (all[i % stores] as typeof approvals).consume(hold.id)),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await approvals.find(hold.binding)).toBeUndefined();
        expect(await approvals.consume(hold.id)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('succeeds for one of many processes', async () => {
    const { dir, approvals } = open();
    const holds = Array.from({ length: 12 }, (_, i) => makeHold({ id: `hold${i}`, binding: `b${i}`, expires: 9e15 }));
    for (const hold of holds) {
      await approvals.hold(hold);
      await approvals.answer(makeVerdict(hold));
    }
    const racer = `
      import { openApprovals } from 'dist:journal/state/approvals.js';
      const approvals = openApprovals(process.argv[1]);
      const won = await Promise.all(Array.from({ length: 12 }, (_, i) => approvals.consume('hold' + i)));
      console.log(JSON.stringify(won));`;
    const answers = await Promise.all(Array.from({ length: 4 }, () => runModule(racer, [dir])));
    const wins = answers.map((text) => JSON.parse(text) as boolean[]);
    for (let i = 0; i < holds.length; i++) expect(wins.filter((won) => won[i])).toHaveLength(1);
  });

  it('takes a verdict first', async () => {
    const { approvals } = open();
    const hold = await approvals.hold(makeHold());
    expect(await approvals.consume(hold.id)).toBe(false);
    expect(await approvals.consume('nothing2')).toBe(false);
    await approvals.answer(makeVerdict(hold));
    expect(await approvals.consume(hold.id)).toBe(true);
  });
});

describe('files are not trusted', () => {
  const forged = (change: object): string => JSON.stringify({ ...makeVerdict(makeHold()), ...change });
  it.each([
    ['no JSON', 'approve'],
    ['half a file', forged({}).slice(0, -5)],
    ['nothing', ''],
    ['another type', '[]'],
    ['a missing door', forged({ door: undefined })],
    ['a weaker door', forged({ door: 'elicitation' })],
    ['another binding', forged({ binding: 'x' })],
    ['another hold', forged({ hold: 'x' })],
    ['an answer of no kind', forged({ answer: true })],
    ['a repeated key', forged({}).replace('{', '{"answer":"deny",')],
    ['too much', forged({ by: 'x'.repeat(16_000_001) })],
  ])('a verdict with %s approves nothing and is told', async (_name, text) => {
    const { dir, approvals, faults } = open();
    const hold = await approvals.hold(makeHold());
    writeFileSync(path.join(dir, `${hold.id}.verdict`), text);
    expect(await approvals.find(hold.binding)).toBeUndefined();
    expect(await approvals.consume(hold.id)).toBe(false);
    expect(await approvals.wait(hold.id, 10)).toBeUndefined();
    expect(faults.join('\n')).toMatch(/abcd2345\.verdict is ignored, nothing is approved by it/);
  });

  it('a verdict that is a folder approves nothing', async () => {
    const { dir, approvals, faults } = open();
    const hold = await approvals.hold(makeHold());
    mkdirSync(path.join(dir, `${hold.id}.verdict`));
    expect(await approvals.find(hold.binding)).toBeUndefined();
    expect(faults).toHaveLength(1);
  });

  it('a hold under the name of another is no hold', async () => {
    const { dir, approvals, faults } = open();
    const hold = await approvals.hold(makeHold());
    await approvals.answer(makeVerdict(hold));
    const name = readdirSync(dir).find((file) => file.endsWith('.hold')) as string;
    const stolen = name.replace(/\.\w{32}\./, `.${'0'.repeat(32)}.`);
    renameSync(path.join(dir, name), path.join(dir, stolen));
    expect(await approvals.get(hold.id)).toBeUndefined();
    expect(await approvals.consume(hold.id)).toBe(false);
    expect(faults.join()).toMatch(/another hold than its name says/);
  });

  it('a damaged hold does not hide the others', async () => {
    const { dir, approvals } = open();
    await approvals.hold(makeHold());
    writeFileSync(path.join(dir, `zzzz.${'1'.repeat(32)}.hold`), '{');
    expect(await approvals.pending()).toHaveLength(1);
  });
});

describe('waiting', () => {
  it('ends with the verdict of another process', async () => {
    const { dir, approvals } = open();
    const hold = await approvals.hold(makeHold({ expires: 9e15 }));
    const waiting = approvals.wait(hold.id, 20_000);
    const answerer = `
      import { openApprovals } from 'dist:journal/state/approvals.js';
      console.log(await openApprovals(process.argv[1]).answer(JSON.parse(process.argv[2])));`;
    expect(await runModule(answerer, [dir, JSON.stringify(makeVerdict(hold))])).toBe('true\n');
    expect(await waiting).toEqual(makeVerdict(hold));
  });

  it('ends for all who wait, each with its own', async () => {
    const { approvals } = open();
    const holds = await Promise.all(
      Array.from({ length: 8 }, (_, i) => approvals.hold(makeHold({ id: `h${i}`, binding: `b${i}` }))),
    );
    const waiting = holds.map((hold) => approvals.wait(hold.id, 20_000));
    for (const hold of [...holds].reverse()) await approvals.answer(makeVerdict(hold));
    expect((await Promise.all(waiting)).map((verdict) => verdict?.hold)).toEqual(holds.map((hold) => hold.id));
  });

  it('ends without one when time is up, on abort, on close, and at once for what is not held', async () => {
    const { approvals, at } = open({ now: Date.now });
    const hold = await approvals.hold(makeHold({ expires: 9e15 }));
    expect(await approvals.wait('nothing2', 20_000)).toBeUndefined();
    expect(await approvals.wait(hold.id, 0)).toBeUndefined();
    expect(await approvals.wait(hold.id, 20)).toBeUndefined();
    expect(await approvals.wait(hold.id, 20_000, AbortSignal.timeout(20))).toBeUndefined();
    const closing = approvals.wait(hold.id, 20_000);
    setTimeout(() => approvals.close(), 20);
    expect(await closing).toBeUndefined();
    at(0);
  });

  it('does not outlast the hold', async () => {
    const { approvals, at } = open();
    const hold = await approvals.hold(makeHold());
    at(hold.expires);
    expect(await approvals.wait(hold.id, 20_000)).toBeUndefined();
  });
});

describe('sweeping', () => {
  it('removes what expired more than a day ago, with its verdict, and nothing else', async () => {
    const { dir, approvals, at } = open();
    const old = await approvals.hold(makeHold({ id: 'old1', binding: 'o' }));
    await approvals.answer(makeVerdict(old));
    await approvals.consume(old.id);
    const day = 86_400_000;
    await approvals.hold(makeHold({ id: 'new1', binding: 'n', expires: day }));
    for (const name of readdirSync(dir)) utimesSync(path.join(dir, name), 0, 0);
    at(old.expires + day);
    await approvals.sweep();
    expect(readdirSync(dir)).toHaveLength(5);
    at(old.expires + day + 1);
    await approvals.sweep();
    expect(readdirSync(dir).map((name) => name.split('.')[0])).toEqual(['locks', 'new1']);
  });

  it('keeps nothing in mind of a hold that is over: there is nothing to withdraw', async () => {
    const { approvals, at } = open();
    const [over, waiting] = [
      makeHold({ id: 'old1', binding: 'o' }),
      makeHold({ id: 'new1', binding: 'n', expires: 90_000 }),
    ];
    await approvals.hold(over);
    await approvals.hold(waiting);
    at(over.expires);
    await approvals.sweep();
    expect(await approvals.withdraw(over)).toBe(false);
    expect(await approvals.withdraw(waiting)).toBe(true);
  });
});
