import { redecide } from '../../src/app/replay/records.ts';
import type { Files } from '../../src/journal/disk/files.ts';
import { erase } from '../../src/journal/payload/erasure.ts';
import { readRecords } from '../../src/journal/reading.ts';
import type { Call, Principal } from '../../src/model/call.ts';
import type { Decision } from '../../src/model/decision.ts';
import { NOTHING_SEEN } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Mounted } from '../../src/pipeline/gather.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import type { Compiled } from '../../src/policy/compile.ts';
import { failingFiles } from '../journal/frail-files.ts';
import { complete, sampleCall } from '../pipeline/sample.ts';
import { CONFIG, type Deed, disguise, MAILS, RULES, SHELL } from './deeds.ts';
import { compile, NOBODY, openSpine, type Spine, TICKETS } from './spine.ts';

export interface Past {
  readonly dir: string;
  readonly policies: readonly Compiled[];
  readonly spine: Spine;
  /** The calls whose texts were erased afterwards, with all that were held as the same: those cannot be decided again. */
  readonly gone: ReadonlySet<string>;
}

const FILLER = 'All is as it was. '.repeat(5_000);

/** Waits for others whenever it looks at a command, as a user's own may: what is recorded meanwhile comes before the call. */
const WAITING: Mounted = {
  inspector: {
    name: 'waiting',
    version: 1,
    waits: true,
    onCall: ({ args }) => (args.command === undefined ? NOTHING_SEEN : turns(2).then(() => NOTHING_SEEN)),
  },
  mode: 'enforce',
};

/** Does it all, in one process after another, and ends. */
export async function live(all: readonly Deed[]): Promise<Past> {
  let isFull = false;
  let clock = Date.now();
  const files: Files = failingFiles((operation, file) => {
    if (operation === 'remove' && file.endsWith('.reserve')) return undefined;
    return isFull && operation === 'write' ? 'ENOSPC' : undefined;
  });
  const policies: Compiled[] = [];
  let said = '';
  let ending = 'answered';
  let hung: (() => void)[] = [];
  let unanswered: Promise<unknown>[] = [];
  let rules = 0;
  let reached = (): void => undefined;
  const open = async (root?: string): Promise<Spine> => {
    const spine = await openSpine({
      ...(root === undefined ? {} : { root }),
      policy: RULES[rules] as JsonObject,
      config: CONFIG,
      files,
      more: [WAITING],
      now: () => clock,
      answer: () => {
        const result = complete({ content: [{ type: 'text', text: said }] });
        if (ending === 'timeout' || ending === 'crashed' || ending === 'cancelled')
          return { kind: 'failed', reason: ending, message: said, acted: 'unknown' };
        if (ending === 'hangs') reached();
        return ending === 'hangs' ? new Promise((resolve) => hung.push(() => resolve(result))) : result;
      },
    });
    policies.push(spine.policy);
    for await (const { record, payload } of readRecords(spine.dir)) {
      // What a server said to all sessions of its process is no session's past.
      if (record.entry.kind === 'saying' && record.entry.session === undefined) continue;
      spine.sessions.recall(record.entry, record.at, await payload());
    }
    return spine;
  };
  const close = async (): Promise<void> => {
    isFull = false;
    await spine.close();
    for (const one of hung) one();
    await Promise.all(unanswered);
    hung = [];
    unanswered = [];
  };
  let spine = await open();
  const calls: string[] = [];
  const erased: number[] = [];
  let { decide } = spine.policy;
  const pass = (call: Call) => {
    calls.push(call.id);
    return interpose(call, NOBODY, { ...spine.interposer, decide });
  };
  const run = async (call: Call, verdict: string): Promise<void> => {
    const outcome = await pass(call);
    if (outcome.kind !== 'held' || verdict === 'parked') return;
    if (verdict === 'expired') clock += 100_000;
    else {
      const { id: hold, binding } = outcome.hold;
      const given = verdict === 'approve' ? 'approve' : 'deny';
      await spine.approvals.answer({ hold, binding, answer: given, door: 'terminal', by: 'ada', at: clock });
    }
    await pass({ ...call, id: `${call.id}r` });
  };
  for (const one of all) {
    clock += 10;
    // A call whose record a full disk refuses is known to its session all the same, and to its principal: each has its own then.
    const alone = isFull && 'end' in one ? `alone-${clock}` : undefined;
    const session =
      'who' in one && one.who !== undefined
        ? ({ key: alone ?? one.who.key, source: 'client-key' } as const)
        : undefined;
    const agent = 'who' in one ? one.who?.agent : undefined;
    const principal: Principal = {
      id: alone ?? agent ?? 'local',
      human: 'elicitation',
      ...(agent === undefined ? {} : { agent }),
    };
    const over = { ...(session === undefined ? {} : { session }), principal };
    if ('end' in one) ending = one.end;
    const isBeside = !isFull && 'isBeside' in one && one.isBeside;
    // And nothing is under way when it fills.
    if (one.do === 'fill') await turns(500);
    const start = async (call: Call, verdict: string): Promise<void> => {
      const running = run(call, verdict);
      if (isBeside || ending === 'hangs') unanswered.push(running);
      if (!isBeside) await Promise.race([running, new Promise<void>((resolve) => (reached = resolve))]);
    };
    switch (one.do) {
      case 'read':
        said = one.isLong ? `${FILLER}${one.text}` : one.text;
        await start(
          sampleCall({ id: '42' }, { ...over, target: { upstream: 'files', name: 'read_ticket' } }, TICKETS),
          'parked',
        );
        break;
      case 'send':
        await start(sampleCall(disguise[one.how]?.(one.value) ?? {}, over, MAILS[one.version]), one.answer);
        break;
      case 'run':
        await start(
          sampleCall({ command: one.command }, { ...over, target: { upstream: 'files', name: 'run' } }, SHELL),
          one.answer,
        );
        break;
      case 'task':
        void spine.journal.task({ session: one.who.key, source: 'header' }, one.text);
        break;
      case 'narrow':
        void spine.journal.write({ kind: 'purpose', session: one.who.key, source: 'header', purposes: one.purposes });
        break;
      case 'needs':
        void spine.journal.write({
          kind: 'purpose',
          session: one.who.key,
          source: 'header',
          purposes: [],
          tools: one.tools,
        });
        break;
      case 'say': {
        const about = session === undefined ? {} : { session: session.key };
        void spine.journal.saying({ call: 'said', upstream: 'crm', labels: ['untrusted'], ...about }, [
          { said: session === undefined ? 'tool' : 'log', of: 'lookup', at: '/description', text: one.text },
        ]);
        break;
      }
      case 'reload': {
        rules = one.rules;
        const policy = compile(RULES[rules], CONFIG);
        policies.push(policy);
        decide = policy.decide;
        void spine.journal.write({ kind: 'reload', policy: policy.hash, file: '/c.yaml', loosened: [] });
        break;
      }
      case 'restart':
        await close();
        clock += 10;
        spine = await open(spine.root);
        decide = spine.policy.decide;
        break;
      case 'erase':
        erased.push(one.call);
        break;
      case 'fill':
        isFull = one.isFull;
        break;
    }
    // The next comes while this is looked up, filed or recorded.
    if (isBeside) continue;
    // What hangs is on its way before the next begins, but on a full disk, where it waits for nothing.
    await turns();
  }
  await close();
  const gone = new Set(erased.map((n) => calls[n]).filter((id) => id !== undefined));
  for (const id of gone) await erase(spine.dir, id, 'ada', { write: async () => true });
  return { dir: spine.dir, policies, spine, gone };
}

/** What comes out otherwise, from the record alone or gathered anew. What follows a gap may, gathered anew. */
export async function differing({ dir, policies, spine, gone }: Past, isAnew: boolean): Promise<unknown[]> {
  const decideBy = (hash: string) => policies.find((one) => one.hash === hash)?.decide;
  const { inspectors } = spine.interposer;
  const token = (word: string): string => spine.journal.token('', word);
  const found: unknown[] = [];
  for await (const made of redecide(dir, isAnew ? { decideBy, inspectors, token } : { decideBy })) {
    const { after, differs, gathered, isAfterGap } = made;
    if (isAnew && (isAfterGap || gathered?.lacks !== undefined)) continue;
    if (after === undefined && gone.size > 0) continue;
    if (after === undefined || differs || (gathered?.changes.length ?? 0) > 0)
      found.push([made.call, made.phase, gathered?.changes, outcomeOf(made.before), outcomeOf(after)]);
  }
  return found;
}

const outcomeOf = (made: Decision | undefined): unknown => made && [made.effect, made.matched.map(({ rule }) => rule)];

async function turns(most = 20): Promise<void> {
  for (let turn = 0; turn < most; turn++) await new Promise((resolve) => setImmediate(resolve));
}
