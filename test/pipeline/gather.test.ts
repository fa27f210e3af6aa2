import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectors } from '../../src/inspect/index.ts';
import { type Evidence, NOTHING_SEEN, type Sighting } from '../../src/model/evidence.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import type { Leaf } from '../../src/model/json.ts';
import { TRAIT } from '../../src/model/text/traits.ts';
import { gatherOnCall, gatherOnResult, type Mounted, PROTOCOL } from '../../src/pipeline/gather.ts';
import { MOST, SHORT, STALE, Stopwatch } from '../../src/pipeline/stopwatch.ts';
import { complete, EMPTY_VIEW, finding, sampleCall } from './sample.ts';

const sees = (name: string, sighting: unknown): Mounted => ({
  inspector: { name, version: 1, onCall: () => sighting as Sighting },
  mode: 'enforce',
});
const gatherWithin = (limit: number, ...mounted: Mounted[]) =>
  gatherOnCall(mounted, sampleCall({ to: 'x' }), EMPTY_VIEW, limit);
const gatherAll = (...mounted: Mounted[]) => gatherWithin(60_000, ...mounted);
/**
 * Works until so many milliseconds of processor time were used and as many have passed: on a busy machine more pass, and fewer
 * would where other threads of this process work meanwhile.
 */
const busy = (ms: number): void => {
  const worked = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  const passed = performance.now() + ms;
  for (const end = worked() + ms; worked() < end || performance.now() < passed; );
};

const INSPECTORS = inspectors({
  home: '/home/ann',
  platform: 'linux',
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
});

/** A card's number as JSON numbers that JSON.parse makes one of. */
const CARDS = '{"plain":4111111111111111,"dotted":4111111111111111.0,"raised":4.111111111111111e15}';

it('looks at a number that may be a card as if it stood in a text, on both ways', async () => {
  const mounted = INSPECTORS.map((inspector) => ({ inspector, mode: 'enforce' as const }));
  const cards = JSON.parse(CARDS);
  const others = { time: 1_732_612_345_000, id: 7, far: 1e300, big: 41111111111111110000, part: 4111111111111111.5 };
  const found = (places: readonly string[], root: string) => places.map((name) => `pii.card ${root}/${name}`);
  const seenIn = ({ findings }: Evidence) => findings.map(({ kind, at }) => `${kind} ${at}`);
  const onCall = await gatherOnCall(mounted, sampleCall({ ...cards, ...others }), EMPTY_VIEW, 60_000);
  expect(seenIn(onCall)).toEqual(found(Object.keys(cards), '/arguments'));
  const result = complete({ content: [], structuredContent: { ...cards, ...others } });
  const onResult = await gatherOnResult(mounted, sampleCall({}), result, EMPTY_VIEW, 60_000);
  expect(seenIn(onResult)).toEqual(found(Object.keys(cards), '/structuredContent'));
});

describe('gather', () => {
  it('runs every inspector, whatever the others see or do', async () => {
    const throws: Mounted = {
      mode: 'enforce',
      inspector: {
        name: 'throws',
        version: 1,
        onCall: () => {
          throw new Error('broken');
        },
      },
    };
    const evidence = await gatherAll(
      sees('a', { findings: [finding('/x')] }),
      throws,
      sees('b', { labels: ['pii', 'pii'] }),
    );
    expect(evidence.findings).toHaveLength(1);
    expect(evidence.labels).toEqual(['pii']);
    expect(evidence.faults).toEqual([{ inspector: 'throws', message: 'broken' }]);
    expect(evidence.ran.map(({ name, ran }) => [name, ran])).toEqual([
      ['a', true],
      ['throws', false],
      ['b', true],
    ]);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['findings that are no list', { findings: {} }],
    ['a finding without a place', { findings: [{ kind: 'x', severity: 'high', message: 'm' }] }],
    ['a finding of no severity', { findings: [{ ...finding('/x'), severity: 'huge' }] }],
    ['a flow from nowhere', { flows: [{ to: { at: '/x' }, labels: [] }] }],
    ['a label that is no string', { labels: [1] }],
  ])('takes %s for a fault: silence and nonsense are not innocence', async (_, sighting) => {
    const evidence = await gatherAll(sees('odd', sighting));
    expect(evidence.faults).toMatchObject([{ inspector: 'odd' }]);
    expect(evidence.findings).toEqual([]);
  });

  it('shows all names of members but those that the protocol gives, of which nothing is ever seen', async () => {
    const seen: string[] = [];
    const looks: Mounted = {
      mode: 'enforce',
      inspector: {
        name: 'looks',
        version: 1,
        onCall(_call, texts) {
          for (const { text, key } of texts) if (key) seen.push(text);
          return NOTHING_SEEN;
        },
      },
    };
    await gatherAll(looks);
    expect(seen).toEqual(['to']);
    for (const word of PROTOCOL) {
      const leaf: Leaf = { at: `/${word}`, text: word, key: true };
      const result = complete({});
      for (const { name, onCall, onResult } of INSPECTORS) {
        for (const sighting of [
          await onCall?.(sampleCall(), [leaf], EMPTY_VIEW),
          await onResult?.(sampleCall(), result, [leaf], EMPTY_VIEW),
        ])
          expect([name, sighting ?? NOTHING_SEEN]).toEqual([name, NOTHING_SEEN]);
      }
    }
  });

  it('asks nobody who can see nothing in the texts, and records that nothing was seen', async () => {
    const needs = (name: string, traits: number): Mounted => ({
      mode: 'enforce',
      inspector: { name, version: 1, needs: traits, onCall: () => ({ labels: [name] }) },
    });
    const mounted = [needs('at', TRAIT.at), needs('colon', TRAIT.colon), needs('either', TRAIT.at | TRAIT.colon)];
    const gatherOn = (text: string) => gatherOnCall(mounted, sampleCall({ to: text }), EMPTY_VIEW, 60_000);
    for (const [text, labels] of [
      ['ann', []],
      ['ann@ours', ['at', 'either']],
      ['änn', ['at', 'colon', 'either']],
    ] as const) {
      const evidence = await gatherOn(text);
      expect(evidence.labels).toEqual(labels);
      expect(evidence.ran.map(({ name, ran }) => [name, ran])).toEqual([
        ['at', true],
        ['colon', true],
        ['either', true],
      ]);
    }
  });

  it('names what does not look at a phase', async () => {
    const onlyCalls = sees('calls', {});
    const evidence = await gatherOnResult([onlyCalls], sampleCall(), complete({}), EMPTY_VIEW, 60_000);
    expect(evidence.ran).toMatchObject([{ name: 'calls', ran: false }]);
    expect(evidence.faults).toEqual([]);
  });

  it('waits for what has something to load; what may wait for others has its limit on the wall', async () => {
    const slow = (ms: number): Inspector => ({
      name: `slow-${ms}`,
      version: 1,
      waits: ms > 1,
      onCall: () => new Promise((resolve) => setTimeout(() => resolve({ labels: ['seen'] }), ms).unref()),
    });
    const waited = await gatherAll({ inspector: slow(1), mode: 'enforce' });
    expect([waited.labels, waited.faults]).toEqual([['seen'], []]);
    const late = await gatherWithin(
      500,
      { inspector: slow(60_000), mode: 'enforce' },
      sees('other', { labels: ['x'] }),
    );
    expect(late.faults).toMatchObject([{ inspector: 'slow-60000', message: 'took longer than 500 ms' }]);
    expect(late.labels).toEqual(['x']);
  });

  it('records what one in audit mode sees and how it fails, and counts neither', async () => {
    const audit = (one: Mounted): Mounted => ({ ...one, mode: 'audit' });
    const evidence = await gatherAll(
      audit(sees('a', { findings: [finding('/x')], labels: ['pii'] })),
      audit(sees('b', 7)),
    );
    expect(evidence).toMatchObject({ findings: [], labels: [], faults: [], flows: [] });
    expect(evidence.audited.map((one) => one.kind)).toEqual(['secret.test', 'fault']);
    expect(evidence.ran.every((run) => run.mode === 'audit')).toBe(true);
  });

  it('contributes the same in any order of inspectors', async () => {
    const pool = [
      sees('a', { findings: [finding('/a')] }),
      sees('b', { labels: ['x'] }),
      sees('c', 1),
      sees('d', { findings: [finding('/d')] }),
    ];
    const bag = (list: readonly unknown[]): string[] => list.map((item) => JSON.stringify(item)).sort();
    const expected = await gatherAll(...pool);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(pool, { minLength: 4 }), async (order) => {
        const evidence = await gatherAll(...order);
        for (const part of ['findings', 'flows', 'labels', 'faults', 'audited'] as const) {
          expect(bag(evidence[part])).toEqual(bag(expected[part]));
        }
      }),
    );
  });

  it('takes one that was late without a promise for a fault as well', async () => {
    const onCall = () => {
      busy(80);
      return { labels: ['seen'] };
    };
    const evidence = await gatherWithin(50, { inspector: { name: 'busy', version: 1, onCall }, mode: 'enforce' });
    expect(evidence.labels).toEqual([]);
    expect(evidence.faults).toEqual([{ inspector: 'busy', message: expect.stringMatching(/^took longer than 50 ms/) }]);
  });
});

describe('gather on a large result', () => {
  /** Looks at a result in so many parts; `act` is done in each. */
  const inParts = (name: string, parts: number, act: (part: number) => void = () => undefined): Mounted => ({
    mode: 'enforce',
    inspector: {
      name,
      version: 1,
      *onResult() {
        for (let part = 0; part < parts; part++) {
          act(part);
          yield;
        }
        return { findings: [finding(`/${name}`)] };
      },
    },
  });
  const gatherOn = (mounted: Mounted[], limit = 10_000) =>
    gatherOnResult(mounted, sampleCall(), complete({}), EMPTY_VIEW, limit);

  it('lets others have their turn, and sees the same in the same order', async () => {
    let turns = 0;
    const turn = (): NodeJS.Immediate => setImmediate(() => turns++ < 1_000 && turn());
    turn();
    const seen: number[] = [];
    const slow = inParts('slow', 5, () => {
      seen.push(turns);
      busy(6);
    });
    const evidence = await gatherOn([inParts('first', 1), slow, inParts('last', 2)]);
    turns = 1_000;
    // The first part is looked at at once; whether others come before the second is a matter of who asked first.
    expect(new Set(seen.slice(1)).size).toBe(4);
    expect(evidence.findings.map(({ at }) => at)).toEqual(['/first', '/slow', '/last']);
    expect(evidence.ran.map(({ name, ran }) => [name, ran])).toEqual([
      ['first', true],
      ['slow', true],
      ['last', true],
    ]);
  });

  it('waits for nothing where all is done at once', () => {
    expect(gatherOn([inParts('quick', 3)])).not.toBeInstanceOf(Promise);
  });

  it('takes work that fails or is late in a later part for a fault', async () => {
    const throws = inParts('throws', 3, (part) => {
      busy(6);
      if (part === 1) throw new Error('broken');
    });
    const late = inParts('late', 1_000, () => busy(6));
    const evidence = await gatherOn([throws, late, inParts('last', 1)], 300);
    expect(evidence.faults).toEqual([
      { inspector: 'throws', message: 'broken' },
      // Where others have the processors it may come to the bound first.
      { inspector: 'late', message: expect.stringMatching(/^(?:took longer than 300 ms|was not done after)/) },
    ]);
    expect(evidence.findings.map(({ at }) => at)).toEqual(['/last']);
  });
});

describe('the limit of what works in parts', () => {
  const LIMIT = 500;
  /** What passes on the wall in each, and how much of that the machine left us. */
  const part = fc.integer({ min: 0, max: 1_000 }).chain((wall) => {
    const starved = fc.integer({ min: 0, max: Math.min(wall, 20) });
    return fc.tuple(fc.constant(wall), fc.oneof(starved, fc.integer({ min: 0, max: wall })));
  });

  it('never ends what was starved within the bound, and always what used its limit, whatever others do meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 30 }), fc.array(part, { maxLength: 30 }), async (own, others) => {
        const at = { wall: 0, worked: 0 };
        const stopwatch = new Stopwatch({ wall: () => at.wall, worked: () => at.worked });
        const inParts = (name: string, parts: typeof own): Mounted => ({
          mode: 'enforce',
          inspector: {
            name,
            version: 1,
            *onResult() {
              for (const [wall, worked] of parts) {
                at.wall += wall;
                at.worked += worked;
                yield;
              }
              return {};
            },
          },
        });
        const look = (mounted: Mounted, limit: number) =>
          gatherOnResult([mounted], sampleCall(), complete({}), EMPTY_VIEW, limit, stopwatch);
        const [evidence] = await Promise.all([
          look(inParts('own', own), LIMIT),
          look(inParts('others', others), Number.POSITIVE_INFINITY),
        ]);
        const passed = own.reduce((sum, [wall]) => sum + wall, 0);
        const used = own.reduce((sum, [, worked]) => sum + worked, 0);
        if (used >= LIMIT || passed >= LIMIT * MOST) expect(evidence.faults).toHaveLength(1);
        else if (used + SHORT + STALE < LIMIT) expect(evidence.faults).toEqual([]);
      }),
    );
  });
});
