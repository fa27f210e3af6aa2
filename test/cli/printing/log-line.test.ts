import { describe, expect, it } from 'vitest';
import { logLine } from '../../../src/cli/printing/log-line.ts';
import { newsOf } from '../../../src/model/record/note.ts';
import type { Entry, Record } from '../../../src/model/record.ts';
import { makeDecision } from '../../samples.ts';
import { askRule, lookedAt, mailHold, makeCall } from '../stage.ts';

const recordOf = (entry: Entry, at = 0): Record => ({ v: 1, writer: 'w', seq: 3, at, prev: '', hash: 'h', entry });
const { id: call, args: _args, params: _params, text: _text, tool: _tool, at: _at, ...judged } = makeCall('call0001');
const payload = { digest: 'd', size: 9 };
const common = { ...judged, call, facts: 'f', evidence: lookedAt(), asOf: 0, payload };
const where = { at: '1970-01-01T00:00:00.000Z', writer: 'w', seq: 3 };

describe('a record in one line', () => {
  it('of a call has who, what, why', () => {
    const audit = { ...askRule, rule: 'quiet', mode: 'audit' } as const;
    const decision = makeDecision({ effect: 'allow', matched: [audit, askRule], approval: 'abcd2345' });
    expect(logLine(recordOf({ kind: 'call', ...common, decision }))).toEqual({
      ...where,
      kind: 'call',
      effect: 'allow',
      call: 'call0001',
      session: 'session-one',
      who: 'driver 1',
      principal: 'local',
      server: 'mail',
      tool: 'mail.send',
      rules: ['mail-asks'],
      policy: 'policy-hash',
      approval: 'abcd2345',
      message: 'Mail leaves the house. · approved as abcd2345',
    });
  });

  it('of a call that an exception let pass says so', () => {
    const decision = makeDecision({ excepted: [{ rule: 'mail-asks', why: 'ours (ann)' }] });
    expect(logLine(recordOf({ kind: 'call', ...common, decision }))).toMatchObject({
      excepted: ['mail-asks'],
      message: 'excepted from mail-asks: ours (ann)',
    });
    expect(logLine(recordOf({ kind: 'call', ...common, decision: makeDecision() }))).not.toHaveProperty('excepted');
  });

  it('of a call by an access token says by which client, for whom, and what the client says', () => {
    const principal = {
      id: 'https://idp.example#ann',
      human: 'out-of-band',
      clientId: 'desk',
      actors: ['bot'],
      subagent: 'reviewer',
    } as const;
    expect(logLine(recordOf({ kind: 'call', ...common, principal, decision: makeDecision() }))).toMatchObject({
      who: 'ann (part reviewer)',
      principal: 'https://idp.example#ann',
      clientId: 'desk',
      actors: ['bot'],
      subagent: 'reviewer',
    });
  });

  it('of a purpose says to what, and by whom, or that it could not be recorded', () => {
    const about = { kind: 'purpose', session: 's', purposes: ['triage'], tools: ['mail.read'] } as const;
    expect(logLine(recordOf({ ...about, source: 'header' })).message).toBe(
      'narrowed to triage, mail.read, by a header',
    );
    expect(logLine(recordOf({ ...about, source: 'outage', purposes: [], tools: [] })).message).toBe(
      'narrowed to nothing: what was said of it could not be recorded in time',
    );
    const { tools: _, ...purposed } = about;
    expect(logLine(recordOf({ ...purposed, source: 'outage' })).message).toMatch(/^narrowed to triage: /);
  });

  it('of a hold names it, and its agent', () => {
    const principal = { id: 'p', agent: 'support', human: 'out-of-band' } as const;
    const hold = mailHold();
    const line = logLine(
      recordOf({ kind: 'hold', ...common, principal, hold, decision: makeDecision({ effect: 'ask' }) }),
    );
    expect(line).toMatchObject({ effect: 'ask', agent: 'support', message: 'waits as abcd2345' });
  });

  it.each<[Partial<Extract<Entry, { kind: 'result' }>>, string]>([
    [{}, 'complete, 9 characters'],
    [{ failed: true }, 'failed, 9 characters'],
    [{ outcome: 'timeout', failed: true }, 'timeout, 9 characters'],
  ])('of a result %j: %s', (change, message) => {
    const entry: Entry = {
      kind: 'result',
      call,
      session: 's',
      target: { upstream: 'mail', name: 'send' },
      powers: [],
      outcome: 'complete',
      failed: false,
      size: 9,
      evidence: lookedAt(),
      decision: makeDecision({ phase: 'result' }),
      asOf: 0,
      payload,
      ...change,
    };
    expect(logLine(recordOf(entry))).toMatchObject({ kind: 'result', call, session: 's', tool: 'mail.send', message });
    const own = { ...entry, origin: 'upstream', target: { upstream: 'mail', name: '' } } as const;
    expect(logLine(recordOf(own)).tool).toBe('mail');
  });

  it('of a note has whose news it is, who greets, and which revision they speak', () => {
    const fields = (entry: Entry) => {
      const { at: _, kind: __, writer: ___, seq: ____, message: _____, ...rest } = logLine(recordOf(entry));
      return rest;
    };
    expect(fields(newsOf('listing', 'mail', '2 tools', '2025-11-25'))).toEqual({
      about: 'listing',
      server: 'mail',
      protocol: '2025-11-25',
    });
    const session = { key: 's', source: 'process' } as const;
    const greeting = { principal: 'p', session, client: 'probe 3', protocol: '2025-06-18', asks: ['form'] } as const;
    expect(fields({ kind: 'note', about: 'initialize', message: 'm', greeting })).toEqual({
      about: 'initialize',
      principal: 'p',
      session: 's',
      source: 'process',
      client: 'probe 3',
      protocol: '2025-06-18',
      asks: ['form'],
    });
  });

  it('has for programs what was seen, where values came from, by which policy, and who answered', () => {
    const from = { call: 'c0', upstream: 'tickets', tool: 'read', at: '/content/0/text', ago: 1 };
    const flow = { to: { at: '/arguments/to', role: 'destination' }, from, via: 'entity', shape: 'prose' } as const;
    const finding = { kind: 'pii.email', severity: 'info', at: '/arguments/to', message: 'm' } as const;
    const evidence = lookedAt({
      findings: [finding, { ...finding, at: '/b' }],
      flows: [
        { ...flow, labels: ['untrusted'] },
        { ...flow, labels: ['untrusted'], from: { ...from, at: '/structuredContent' } },
        { ...flow, labels: [], to: { at: '/name' } },
      ],
      labels: ['pii'],
    });
    const decision = makeDecision({ approval: 'h1' });
    const entry: Entry = { kind: 'call', ...common, evidence, decision };
    expect(logLine(recordOf(entry))).toMatchObject({
      findings: ['pii.email'],
      from: [
        {
          call: 'c0',
          tool: 'tickets.read',
          to: '/arguments/to',
          role: 'destination',
          shape: 'prose',
          marks: ['untrusted'],
        },
      ],
      marks: ['pii'],
      policy: 'policy-hash',
      approval: 'h1',
    });
    const heard = { ...flow, labels: [], from: { ...from, said: 'log' } } as const;
    const other = logLine(recordOf({ ...entry, evidence: lookedAt({ flows: [heard] }) }));
    expect(other.from?.map(({ said }) => said)).toEqual(['log']);
    const plain = logLine(recordOf({ kind: 'call', ...common, decision: makeDecision() }));
    for (const key of ['findings', 'from', 'marks', 'approval']) expect(plain).not.toHaveProperty(key);
  });

  it('of a kind that a later version wrote is one all the same', () => {
    // A record is read from a file: what stands there is not known to the compiler.
    const entry: Entry = JSON.parse('{"kind":"prophecy","about":"x"}');
    expect(logLine(recordOf(entry))).toMatchObject({
      kind: 'prophecy',
      message: expect.stringContaining('later version'),
    });
  });

  it('of an impossible time still is one', () => {
    expect(logLine(recordOf({ kind: 'note', about: 'x', message: 'y' }, 1e300)).at).toBe('');
    expect(logLine(recordOf({ kind: 'note', about: 'x', message: 'y' }, Number.NaN)).at).toBe('');
  });
});
