import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Deferred } from '../../src/app/serving/deferred.ts';
import { readRecords } from '../../src/journal/reading.ts';
import { OpenApprovals } from '../../src/journal/state/approvals.ts';
import { type Hold, MOST_WAITING } from '../../src/model/approval.ts';
import { NOTHING_SEEN } from '../../src/model/evidence.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import type { Journal } from '../../src/model/journal.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Entry } from '../../src/model/record.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { MAIL, NOBODY, openSpine, readTicket, sendMail } from '../laws/spine.ts';
import { complete, sampleCall } from './sample.ts';

async function entries(dir: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const { record } of readRecords(dir)) found.push(record.entry);
  return found;
}
const SECRET = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

describe('interpose', () => {
  it('answers what the upstream answered, and records call and result', async () => {
    const spine = await openSpine();
    const outcome = await interpose(sampleCall({ to: 'x' }), NOBODY, spine.interposer);
    expect(outcome.kind).toBe('answered');
    await spine.close();
    expect((await entries(spine.dir)).map((one) => one.kind).slice(0, 4)).toEqual(['start', 'tool', 'call', 'result']);
  });

  it('tells an upstream that asks for input from one that answers', async () => {
    const value = { resultType: 'input_required', inputRequests: {} };
    const spine = await openSpine({ answer: () => ({ kind: 'input_required', value, text: JSON.stringify(value) }) });
    expect((await interpose(sampleCall(), NOBODY, spine.interposer)).kind).toBe('input_required');
    await spine.close();
  });

  it('refuses without relaying, and records the refusal with its evidence', async () => {
    const spine = await openSpine();
    const outcome = await interpose(sampleCall({ path: '../../../../etc/shadow' }), NOBODY, spine.interposer);
    expect(outcome.kind).toBe('refused');
    expect(spine.relayed).toEqual([]);
    await spine.close();
    const call = (await entries(spine.dir)).find((one) => one.kind === 'call');
    expect(call).toMatchObject({ decision: { effect: 'deny' } });
    expect(JSON.stringify(call)).toContain('path.traversal');
  });

  it('holds, and files one hold for the same call made twice', async () => {
    const spine = await openSpine({ policy: { rules: [{ id: 'asks', effect: 'ask', reason: 'r' }] } });
    const outcomes = await Promise.all(
      [sendMail('x'), sendMail('x')].map((call) => interpose(call, NOBODY, spine.interposer)),
    );
    const ids = outcomes.map((one) => one.kind === 'held' && one.hold.id);
    expect(ids[0]).toBeTruthy();
    expect(ids[0]).toBe(ids[1]);
    expect(await spine.approvals.pending()).toHaveLength(1);
    await spine.close();
  });

  it('refuses, and records why, where it cannot be known whether a person said yes', async () => {
    const spine = await openSpine({ policy: { rules: [{ id: 'asks', effect: 'ask', reason: 'r' }] } });
    const folder = readdirSync(spine.root).find((name) => name.startsWith('approvals-')) ?? '';
    rmSync(path.join(spine.root, folder), { recursive: true });
    const outcome = await interpose(sendMail('x'), NOBODY, spine.interposer);
    expect(outcome.kind).toBe('refused');
    expect(outcome.kind === 'refused' && outcome.decision.matched[0]).toMatchObject({ rule: 'fault', effect: 'deny' });
    expect(spine.relayed).toEqual([]);
    await spine.close();
    const call = (await entries(spine.dir)).find((one) => one.kind === 'call');
    expect(call).toMatchObject({ decision: { effect: 'deny' }, evidence: { faults: [{ inspector: 'approvals' }] } });
  });

  it('excepts from a rule no call that brings an argument of which the tool says nothing', async () => {
    const exception = {
      rule: 'asks',
      when: 'destinations(call).size() > 0 && destinations(call).all(d, d.domain == "ours.example")',
    };
    const spine = await openSpine({
      policy: {
        rules: [{ id: 'asks', effect: 'ask', reason: 'r' }],
        exceptions: [{ ...exception, until: '2099-01-01', by: 'ann', why: 'own domain' }],
      },
    });
    const inputSchema = { type: 'object', properties: { to: { type: 'string' }, body: { type: 'string' } } };
    const send = async (args: Record<string, string>): Promise<string> =>
      (await interpose(sampleCall(args, {}, { ...MAIL, inputSchema }), NOBODY, spine.interposer)).kind;
    const to = 'ann@ours.example';
    expect(await send({ to, body: 'b' })).toBe('answered');
    expect(await send({ to, body: 'b', bcc: 'eve@evil.example' })).toBe('held');
    expect(await send({ to, body: 'b', channel: 'C0412' })).toBe('held');
    await spine.close();
  });

  it('refuses a call that would be one question too many, and says so', async () => {
    const rules = [{ id: 'asks', effect: 'ask', reason: 'r' }];
    const spine = await openSpine({ policy: { rules } });
    const outcomes = [];
    for (let i = 0; i <= MOST_WAITING; i++) outcomes.push(await interpose(sendMail(`${i}`), NOBODY, spine.interposer));
    expect(outcomes.slice(0, MOST_WAITING).every(({ kind }) => kind === 'held')).toBe(true);
    const last = outcomes.at(-1);
    expect(last?.kind).toBe('refused');
    const matched = last?.kind === 'refused' ? last.decision.matched : [];
    expect(matched.find(({ effect }) => effect === 'deny')).toMatchObject({
      rule: 'too-many-held',
      reason: expect.stringContaining(`${MOST_WAITING} calls of this caller wait`),
    });
    await spine.close();
  });

  it('decides again what waited while its session learned more (ADR 12)', async () => {
    const mail = { tools: ['mail.send'], reason: 'r' };
    const rules = [
      { ...mail, id: 'asks', effect: 'ask' },
      { ...mail, id: 'after-untrusted', effect: 'deny', labels: ['untrusted'] },
    ];
    const spine = await openSpine({ policy: { rules } });
    class SlowApprovals extends OpenApprovals {
      override async hold(made: Hold): Promise<Hold> {
        await interpose(readTicket(), NOBODY, spine.interposer);
        return super.hold(made);
      }
    }
    const approvals = new SlowApprovals(mkdtempSync(path.join(spine.root, 'approvals-')));
    const outcome = await interpose(sendMail('x'), NOBODY, { ...spine.interposer, approvals });
    approvals.close();
    await spine.close();
    expect(outcome).toMatchObject({ kind: 'refused', decision: { effect: 'deny' } });
    expect((await entries(spine.dir)).filter(({ kind }) => kind === 'hold')).toEqual([]);
  });

  describe('a question about what the second look decides by itself', () => {
    const mail = { tools: ['mail.send'], reason: 'r' };
    const asks = { ...mail, id: 'asks', effect: 'ask' };
    const rules = { refused: [asks, { ...mail, id: 'after', effect: 'deny', labels: ['untrusted'] }] };
    const allows = [{ ...asks, when: 'session.calls == 0.0' }];

    async function passLate(policy: object[], same: number) {
      const spine = await openSpine({ policy: { rules: policy as never } });
      let filed = 0;
      const told = new Deferred<void>();
      class SlowApprovals extends OpenApprovals {
        override async hold(made: Hold): Promise<Hold> {
          const hold = await super.hold(made);
          // All are filed, and their session has read the ticket, before any is looked at again.
          if (++filed === same) void interpose(readTicket(), NOBODY, spine.interposer).then(() => told.resolve());
          await told.promise;
          return hold;
        }
      }
      const approvals = new SlowApprovals(mkdtempSync(path.join(spine.root, 'approvals-')));
      const interposer = { ...spine.interposer, approvals };
      const outcomes = await Promise.all(
        Array.from({ length: same }, () => interpose(sendMail('x'), NOBODY, interposer)),
      );
      const pending = await approvals.pending();
      approvals.close();
      await spine.close();
      const notes = (await entries(spine.dir)).filter((one) => one.kind === 'note' && one.about === 'hold');
      return { kinds: outcomes.map(({ kind }) => kind), pending, notes };
    }

    it.each([
      ['refused', rules.refused, 1],
      ['refused', rules.refused, 2],
      ['answered', allows, 1],
    ] as const)('is withdrawn where it is %s, which the record says', async (kind, policy, same) => {
      const { kinds, pending, notes } = await passLate([...policy], same);
      expect(kinds).toEqual(Array.from({ length: same }, () => kind));
      expect(pending).toEqual([]);
      const what = kind === 'refused' ? 'refused' : 'allowed';
      expect(notes).toEqual([expect.objectContaining({ message: expect.stringContaining(`was ${what} without`) })]);
    });
  });

  it('looks twice at a call that is held, or was and is answered: before it waits, and when it is recorded', async () => {
    let looks = 0;
    const onCall = (): typeof NOTHING_SEEN => {
      looks++;
      return NOTHING_SEEN;
    };
    const inspector: Inspector = { name: 'counting', version: 1, onCall };
    const rules = [{ id: 'asks', tools: ['mail.send'], effect: 'ask', reason: 'r' }];
    const spine = await openSpine({ policy: { rules }, more: [{ inspector, mode: 'enforce' }] });
    const outcome = await interpose(sendMail('x'), NOBODY, spine.interposer);
    expect([outcome.kind, looks]).toEqual(['held', 2]);
    const { id, binding } = (outcome as Extract<Outcome, { kind: 'held' }>).hold;
    await spine.approvals.answer({ hold: id, binding, answer: 'approve', door: 'terminal', by: 'ada', at: Date.now() });
    looks = 0;
    expect([(await interpose(sendMail('x'), NOBODY, spine.interposer)).kind, looks]).toEqual(['answered', 2]);
    await spine.close();
  });

  it.each(['looked up', 'filed'])('looks again at what was %s while its session was told more', async (when) => {
    const rules = [{ id: 'asks', tools: ['mail.send'], effect: 'ask', reason: 'r' }];
    const spine = await openSpine({ policy: { rules } });
    const call = sendMail('eve@there.example');
    const said = [{ said: 'log', of: 'lookup', at: '/message', text: 'The list goes to eve@there.example.' }] as const;
    const say = (): Promise<boolean> => {
      const about = { call: 'said', session: call.session.key, upstream: 'crm', labels: ['untrusted'] } as const;
      return spine.journal.saying(about, said);
    };
    class SlowApprovals extends OpenApprovals {
      override async find(...given: Parameters<OpenApprovals['find']>): ReturnType<OpenApprovals['find']> {
        if (when === 'looked up') await say();
        return super.find(...given);
      }
      override async hold(made: Hold): Promise<Hold> {
        if (when === 'filed') await say();
        return super.hold(made);
      }
    }
    const approvals = new SlowApprovals(mkdtempSync(path.join(spine.root, 'approvals-')));
    await interpose(call, NOBODY, { ...spine.interposer, approvals });
    approvals.close();
    await spine.close();
    const kept = (await entries(spine.dir)).find(({ kind }) => kind === 'hold' || kind === 'call');
    const flows = kept?.kind === 'hold' || kept?.kind === 'call' ? kept.evidence.flows : [];
    expect(flows.map(({ to }) => to.at)).toContain('/arguments/to');
  });

  it.each(['admitted', 'held'])('looks again at what could not be recorded as %s, and was told more', async (how) => {
    const asks = [{ id: 'asks', tools: ['mail.send'], effect: 'ask', reason: 'r' }];
    const spine = await openSpine({ policy: { rules: how === 'held' ? asks : [] } });
    const call = sendMail('eve@there.example');
    const said = [{ said: 'log', of: 'lookup', at: '/message', text: 'The list goes to eve@there.example.' }] as const;
    const say = (): Promise<boolean> => {
      const about = { call: 'said', session: call.session.key, upstream: 'crm', labels: ['untrusted'] } as const;
      return spine.journal.saying(about, said);
    };
    const journal: Journal = {
      ...spine.journal,
      async admit() {
        await say();
        return { ok: false, fault: { inspector: 'journal', message: 'the disk is full' } };
      },
      hold: () => say().then(() => false),
    };
    const outcome = await interpose(call, NOBODY, { ...spine.interposer, journal });
    await spine.close();
    expect(outcome).toMatchObject({ kind: 'refused', decision: { effect: 'deny' } });
    const kept = (await entries(spine.dir)).find(({ kind }) => kind === 'call');
    const flows = kept?.kind === 'call' ? kept.evidence.flows : [];
    expect(flows.map(({ to }) => to.at)).toContain('/arguments/to');
    expect(kept).toMatchObject({ evidence: { faults: [{ inspector: 'journal' }] } });
  });

  it('shows no secret to the record, the hold or the policy', async () => {
    const rules = [{ id: 'asks', when: `call.args.body.contains("${SECRET}")`, effect: 'deny', reason: 'r' }];
    const spine = await openSpine({ policy: { rules } });
    const outcome = await interpose(
      sampleCall({ to: 'a@b.example', body: SECRET }, {}, MAIL),
      NOBODY,
      spine.interposer,
    );
    expect(outcome.kind).toBe('held');
    expect(JSON.stringify(outcome.kind === 'held' && outcome.hold)).not.toContain(SECRET);
    await spine.close();
    const text = [];
    for await (const { record, payload } of readRecords(spine.dir)) text.push(JSON.stringify(record), await payload());
    expect(text.join('\n')).not.toContain(SECRET);
    expect(text.join('\n')).toContain('sp_');
  });

  it('withholds a result that the policy denies; the record keeps what came', async () => {
    const rules = [{ id: 'no-keys', on: 'result', findings: ['secret.*'], effect: 'deny', reason: 'Keys stay.' }];
    const spine = await openSpine({
      policy: { rules },
      answer: () => complete({ content: [{ type: 'text', text: SECRET }] }),
    });
    const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
    const text = JSON.stringify(outcome.kind === 'answered' && outcome.settled.result);
    expect(text).toContain('Keys stay.');
    expect(text).not.toContain(SECRET);
    await spine.close();
    expect((await entries(spine.dir)).find((one) => one.kind === 'result')).toMatchObject({
      decision: { effect: 'deny' },
    });
  });

  it('settles a call whose upstream failed', async () => {
    const spine = await openSpine({
      answer: () => ({ kind: 'failed', reason: 'crashed', message: 'gone', acted: 'unknown' }),
    });
    const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
    expect(outcome).toMatchObject({ kind: 'answered', settled: { result: { reason: 'crashed' } } });
    await spine.close();
    expect((await entries(spine.dir)).filter((one) => one.kind === 'lost')).toEqual([]);
  });

  it.each([
    ['call', 'refused', 'resources/read', { uri: `https://ann:${SECRET}@a.example/x`, [SECRET]: 1 }],
    ['result', 'answered', 'tools/call', { name: 'send', arguments: {} }],
  ] as const)(
    'records nothing that could not be masked where a %s cannot be judged',
    async (phase, kind, method, params) => {
      const spine = await openSpine({ answer: () => complete({ [SECRET]: 'x' }) });
      const { interposer } = spine;
      const broken: typeof interposer = {
        ...interposer,
        decide: (call, evidence, view, asOf, facts) => {
          if ((facts === undefined ? 'call' : 'result') === phase) throw new Error('broken');
          return interposer.decide(call, evidence, view, asOf, facts);
        },
      };
      const name = method === 'tools/call' ? 'send' : `https://ann:${SECRET}@a.example/x`;
      const target = { upstream: 'mail', name };
      const call = sampleCall({}, { method, params, text: JSON.stringify(params), target });
      expect((await interpose(call, NOBODY, broken)).kind).toBe(kind);
      await spine.close();
      const text = [];
      for await (const { record, payload } of readRecords(spine.dir))
        text.push(JSON.stringify(record), await payload());
      expect(text.join('\n')).toContain('broken');
      expect(text.join('\n')).not.toContain(SECRET);
    },
  );
});
