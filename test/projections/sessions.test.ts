import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResultEntry } from '../../src/model/record/judged.ts';
import type { Entry } from '../../src/model/record.ts';
import { Sessions } from '../../src/projections/sessions.ts';
import { decision, NOTHING, sampleEntry, sampleResult } from '../pipeline/sample.ts';

const result = (session: string, i: number, labels: readonly string[] = []): ResultEntry =>
  sampleResult({ call: `c${i}`, session, evidence: { ...NOTHING, labels } });
const lost = (session: string): Entry => ({ kind: 'lost', call: 'x', session, labels: ['pii'] });
const entry = fc
  .tuple(fc.constantFrom('a', 'b'), fc.nat(50), fc.constantFrom([], ['untrusted'], ['pii']))
  .map(([key, i, labels]) => result(key, i, labels));
const seen = (sessions: Sessions) =>
  ['a', 'b'].map((key) => {
    const { labels, recent, calls, incomplete } = sessions.of(key);
    return { labels, recent, calls, incomplete };
  });

describe('sessions', () => {
  it('fold all at once as they fold in two parts', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(), (entries, cut) => {
        const [whole, parts] = [new Sessions(10), new Sessions(10)];
        for (const one of entries) whole.apply(one, 1, '{}');
        const at = cut % (entries.length + 1);
        for (const one of [...entries.slice(0, at), ...entries.slice(at)]) parts.apply(one, 1, '{}');
        expect(seen(parts)).toEqual(seen(whole));
      }),
    );
  });

  it('keep the last 50 steps and count all', () => {
    const sessions = new Sessions(10);
    for (let i = 0; i < 60; i++) sessions.apply(result('a', i), 1);
    expect(sessions.of('a').calls).toBe(60);
    expect(sessions.of('a').recent.map((step) => step.call)).toEqual(
      Array.from({ length: 50 }, (_, i) => `c${i + 10}`),
    );
  });

  it('take a lost result for untrusted: nobody knows what came back', () => {
    const sessions = new Sessions(10);
    sessions.apply(lost('a'), 1);
    expect(sessions.of('a').labels).toEqual(['pii', 'untrusted']);
    expect(sessions.of('a').memory).toMatchObject({ forgotten: 1, unsearchable: 0 });
  });

  it('know that they no longer know what was read where its text is gone from the record', () => {
    const said = { kind: 'saying', call: 'c', upstream: 'mail', payload: { digest: 'd', size: 1 } } as const;
    const asked = { origin: 'upstream', method: 'elicitation/create', labels: ['untrusted'] } as const;
    const entries: readonly Entry[] = [
      result('a', 1, ['untrusted']),
      { ...said, session: 'a', labels: ['untrusted'] },
      sampleEntry({ ...asked, session: { key: 'a', source: 'client-key' } }),
    ];
    for (const one of entries) {
      const sessions = new Sessions(10);
      sessions.recall(one, 1);
      expect(sessions.of('a').memory).toMatchObject({ forgotten: 1, unsearchable: 1 });
      sessions.forget('a');
      sessions.recall({ ...one, ...(one.kind === 'saying' ? {} : { decision: decision('deny') }) } as Entry, 1, '[]');
      expect(sessions.of('a').memory).toMatchObject({ forgotten: 0, unsearchable: 0 });
    }
    const trusted = new Sessions(10);
    trusted.recall(result('a', 1, ['internal']), 1);
    expect(trusted.of('a').memory).toMatchObject({ forgotten: 1, unsearchable: 0 });
  });

  it('learn nothing from what was withheld', () => {
    const sessions = new Sessions(10);
    sessions.apply(
      { ...result('a', 1), decision: decision('deny') },
      1,
      '{"content":[{"type":"text","text":"canary-value"}]}',
    );
    expect(sessions.of('a').memory.find('canary-value')).toEqual([]);
    expect(sessions.of('a').calls).toBe(1);
  });

  it('forget one that was left, which begins anew when its records are folded again', () => {
    const sessions = new Sessions(2);
    sessions.apply(result('a', 1, ['pii']), 1);
    sessions.forget('a');
    expect(sessions.of('a')).toMatchObject({ incomplete: false, labels: [], calls: 0 });
  });

  it('never let a session that was dropped for space come back as innocent', () => {
    const sessions = new Sessions(2);
    sessions.apply(result('a', 1, ['pii']), 1);
    sessions.apply(result('b', 2), 2);
    sessions.apply(result('c', 3), 3);
    expect(sessions.of('a')).toMatchObject({ incomplete: true, labels: ['untrusted'] });
    expect(sessions.of('c')).toMatchObject({ incomplete: false });
  });

  it('make room at the cost of whoever has most: nobody makes another’s be forgotten', () => {
    const sessions = new Sessions(3);
    const settle = (key: string, id: string, at: number): void => {
      sessions.around({ session: { key }, principal: { id } });
      sessions.apply(result(key, at), at);
    };
    settle('own', 'ann', 1);
    for (let i = 0; i < 20; i++) settle(`made-up ${i}`, 'eve', i + 2);
    expect(sessions.of('own')).toMatchObject({ incomplete: false, calls: 1 });
    expect(sessions.of('made-up 0')).toMatchObject({ incomplete: true });
  });

  it('nor however many were dropped after it', () => {
    const sessions = new Sessions(1);
    for (let i = 0; i < 10_100; i++) sessions.apply(result(`s${i}`, i), i);
    expect(sessions.of('s0')).toMatchObject({ incomplete: true, labels: ['untrusted'] });
    expect(sessions.of('s10099')).toMatchObject({ incomplete: true });
    expect(sessions.of('never')).toMatchObject({ incomplete: false });
  });
});

describe('what is said of a session', () => {
  const purpose = (purposes: string[], tools?: string[]): Entry => ({
    kind: 'purpose',
    session: 'a',
    source: 'header',
    purposes,
    ...(tools === undefined ? {} : { tools }),
  });

  it('is remembered: texts by their id, and that anything was said', () => {
    const sessions = new Sessions(10);
    expect(sessions.of('a').isTold).toBe(false);
    const payload = { digest: 'd', size: 1 };
    sessions.apply({ kind: 'task', session: 'a', source: 'hook', id: 'one', payload }, 1, 'Mail ann@ours.example');
    expect(sessions.of('a').isTold).toBe(true);
    expect(sessions.of('a').hasHeard('one')).toBe(true);
    expect(sessions.of('a').hasHeard('two')).toBe(false);
    expect(sessions.of('a').memory.find('email:ann@ours.example')).toMatchObject([{ upstream: 'user', labels: [] }]);
    // An erased text says nothing, and was said.
    sessions.apply({ kind: 'task', session: 'b', source: 'hook', id: 'one', payload }, 1);
    expect(sessions.of('b').hasHeard('one')).toBe(true);
  });

  it('only narrows, whatever is said in whatever order', () => {
    const names = fc.array(fc.subarray(['x', 'y', 'z']), { maxLength: 4 });
    fc.assert(
      fc.property(names, names, (purposes, tools) => {
        const sessions = new Sessions(10);
        for (const one of purposes) sessions.apply(purpose(one), 1);
        for (const one of tools) sessions.apply(purpose([], one), 1);
        const said = new Set(purposes.flat());
        expect(new Set(sessions.of('a').purposes ?? [])).toEqual(said);
        const declared =
          tools.length === 0 ? undefined : tools.reduce((left, one) => left.filter((name) => one.includes(name)));
        expect(sessions.of('a').declared).toEqual(declared === undefined ? undefined : new Set(declared));
      }),
    );
  });

  it('and would have widened it, is told until the next call has ended', () => {
    const sessions = new Sessions(10);
    sessions.apply(purpose(['x'], ['m.a', 'm.b']), 1);
    expect(sessions.of('a').overruled).toBeUndefined();
    sessions.apply(purpose(['x'], ['m.b']), 1);
    expect(sessions.of('a').overruled).toBeUndefined();
    sessions.apply(purpose(['x', 'y']), 1);
    expect(sessions.of('a').overruled).toBe('y');
    sessions.apply(purpose([], ['m.c']), 1);
    expect(sessions.of('a').overruled).toBe('m.c');
    sessions.apply(result('a', 1), 1);
    expect(sessions.of('a').overruled).toBeUndefined();
  });
});

const whole = { purposes: ['p'], source: 'header' } as const;
const about = { payload: { digest: 'd', size: 1 } } as const;
const said = { kind: 'saying', call: 'c', upstream: 'mail', labels: ['untrusted'], ...about } as const;

it.each<readonly [string, Entry]>([
  ['a result', result('a', 1)],
  ['a loss', lost('a')],
  ['a call', sampleEntry({ session: { key: 'a', source: 'client-key' } })],
  ['a purpose', { kind: 'purpose', session: 'a', ...whole }],
  ['a task', { kind: 'task', session: 'a', source: 'hook', ...about }],
  ['what a server said to it', { ...said, session: 'a' }],
  ['what a server said to all', said],
])('tells by a number that %s was recorded, of the sessions that it is about', (_, one) => {
  const sessions = new Sessions(10);
  const numbers = () => [sessions.of('a').changes, sessions.of('b').changes];
  const before = numbers();
  sessions.apply(one, 1, '[]');
  const after = numbers();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1] === before[1]).toBe(one !== said);
});

it('tells by another number of a state that begins anew', () => {
  const sessions = new Sessions(10);
  const before = sessions.of('a').changes;
  sessions.forget('a');
  expect(sessions.of('a').changes).not.toBe(before);
});

// V8 keeps an object that a property was deleted from in a table, and all that inspectors and rules ask of it becomes a search.
it('keeps the state of a session an object of one shape', () => {
  const code = `import(process.argv[1]).then(({ Sessions }) => {
    const sessions = new Sessions(10);
    sessions.declare('a', ['s.t']);
    sessions.declare('a', ['s.t', 's.u']);
    sessions.apply(JSON.parse(process.argv[2]), 1, '{}');
    console.log(%HasFastProperties(sessions.of('a')), sessions.of('a').overruled);
  })`;
  const args = [pathToFileURL('dist/projections/sessions.js').href, JSON.stringify(result('a', 1))];
  const { stdout } = spawnSync(process.execPath, ['--allow-natives-syntax', '-e', code, ...args], { encoding: 'utf8' });
  expect(stdout).toBe('true undefined\n');
});
