import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { show } from '../../../src/cli/commands/show.ts';
import { makeDecision } from '../../samples.ts';
import {
  admitAndSettle,
  askRule,
  fillRecord,
  lookedAt,
  makeCall,
  makeScreen,
  makeState,
  withRecord,
} from '../stage.ts';

describe('showing a call', () => {
  const state = makeState();
  beforeAll(async () => {
    await fillRecord(state);
    await withRecord(state, async (journal) => {
      const binding = 'binding-1';
      const verdict = { hold: 'abcd2345', binding, answer: 'approve', door: 'terminal', by: 'ann', at: 1 } as const;
      await journal.write({ kind: 'approval', verdict });
      const decision = makeDecision({ matched: [askRule], approval: 'abcd2345' });
      await admitAndSettle(journal, makeCall('call0003'), '{"content":[]}', decision);
      const principal = {
        id: 'https://idp.example#ann',
        human: 'out-of-band',
        clientId: 'desk',
        actors: ['bot', 'boss'],
        subagent: 'reviewer',
        purposes: ['triage'],
      } as const;
      await admitAndSettle(journal, makeCall('call0004', {}, { principal }), '{"content":[]}');
    });
  });
  it('says what was seen several times at one place once, and how often', async () => {
    const twice = makeState();
    const finding = { kind: 'pii.email', severity: 'info', at: '/to', message: 'Holds a mail address.' } as const;
    const call = makeCall('call0009');
    await withRecord(twice, async (journal) => {
      const evidence = lookedAt({ findings: [finding, finding, { ...finding, at: '/cc' }] });
      await journal.refuse({ seen: call, evidence, decision: makeDecision({ effect: 'deny' }), asOf: call.at });
    });
    const screen = makeScreen();
    await show('call0009', { state: twice.root }, screen);
    expect(screen.printed().match(/! info .*/g)).toEqual([
      '! info pii.email at /to: Holds a mail address. (2 times)',
      '! info pii.email at /cc: Holds a mail address.',
    ]);
  });

  const shown = async (id: string, json = false, all = false) => {
    const screen = makeScreen();
    expect(await show(id, { state: state.root, json, all }, screen)).toBe(0);
    return screen.printed();
  };

  it('has the evidence, the rules, the flows, the payload, and where values came from', async () => {
    const text = await shown('call0001', false, true);
    for (const part of [
      'mail.send  (call0001)',
      'driver 1',
      'by process',
      '- ask by mail-asks [recommended]: Mail leaves the house.',
      '← /arguments/to (destination) came from tickets.read_ticket, call call0000, at /content/0/text: prose, untrusted (entity)',
      'looked: secrets 12 µs',
      '"to": "eve@evil.example"',
      'was approved by ann (terminal)',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/Where its values came from\n {2}.*call0000 {2}tickets\.read_ticket/);
    expect(text).toMatch(/What ran after the answer\n {2}.*call0003 {2}mail\.send {2}allow/);
    expect(await shown('call0000')).toMatch(
      /Where values of its result went\n {2}.*call0001 {2}mail\.send {2}ask, in \/to/,
    );
  });

  it('says what a server said a value in, where that was no result', async () => {
    const at = makeState();
    await withRecord(at, async (journal) => {
      const to = { at: '/arguments/to', role: 'destination' } as const;
      const from = { call: 'said', upstream: 'crm', tool: 'lookup', at: '/description', ago: 2, said: 'tool' } as const;
      const log = { ...from, tool: '', at: '/data', said: 'log' } as const;
      const flows = [from, log].map(
        (one) => ({ to, from: one, via: 'overlap', shape: 'prose', labels: ['untrusted'] }) as const,
      );
      const seen = makeCall('call0000');
      await journal.refuse({ seen, evidence: lookedAt({ flows }), decision: makeDecision(), asOf: seen.at });
    });
    const screen = makeScreen();
    await show('call0000', { state: at.root, json: false, all: false }, screen);
    expect(screen.printed()).toContain('came from the definition of crm.lookup, call said, at /description');
    expect(screen.printed()).toContain('came from what it said (log) of crm, call said, at /data');
  });

  it('says that the user or the session itself gave a value, where no call did', async () => {
    const at = makeState();
    await withRecord(at, async (journal) => {
      const to = { at: '/arguments/to', role: 'destination' } as const;
      const from = { call: '', upstream: 'session', tool: '', at: '', ago: 2 } as const;
      const flows = [from, { ...from, upstream: 'user' }].map(
        (one) => ({ to, from: one, via: 'exact', shape: 'field', labels: [] }) as const,
      );
      const seen = makeCall('call0000');
      await journal.refuse({ seen, evidence: lookedAt({ flows }), decision: makeDecision(), asOf: seen.at });
    });
    const screen = makeScreen();
    await show('call0000', { state: at.root, json: false, all: false }, screen);
    const text = screen.printed();
    expect(text).toContain('was named by this session, before anything that it had read held it (exact)');
    expect(text).toContain('came from what the user said: field (exact)');
    expect(text).not.toContain('Where its values came from');
  });

  it('does not say of a text that somebody changed that it was erased alone', async () => {
    const at = makeState();
    await withRecord(at, (journal) => admitAndSettle(journal, makeCall('call0000'), '{"content":[]}'));
    const [name] = readdirSync(at.journal).filter((one) => one.endsWith('.jsonl'));
    const file = path.join(at.journal, name as string);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('eve@evil.example', 'bob@evil.example'));
    const screen = makeScreen();
    await show('call0000', { state: at.root, json: false, all: false }, screen);
    expect(screen.printed()).toMatch(
      /The text was erased, or is not what was written: .*sallyport verify.* says which/,
    );
  });

  it('has as JSON all that is shown of it, in the same order', async () => {
    for (const id of ['call0001', 'call0003']) {
      const lines = (await shown(id, true)).trim().split('\n');
      const kinds = lines.map((line) => JSON.parse(line).entry.kind);
      expect(kinds.slice(0, 2)).toEqual(['hold', 'approval']);
    }
  });

  it('leaves out what only matters to whoever looks into Sallyport itself, unless told', async () => {
    await withRecord(state, async (journal) => {
      const from = { call: 'call0000', upstream: 'tickets', tool: 'read_ticket', at: '/content/0/text', ago: 1 };
      const flow = { to: { at: '/name' }, from, via: 'exact', shape: 'field', labels: [] } as const;
      const call = makeCall('call0005');
      const evidence = lookedAt({ flows: [flow] });
      await journal.refuse({ seen: call, evidence, decision: makeDecision({ effect: 'deny' }), asOf: call.at });
    });
    const text = await shown('call0005');
    expect(text).not.toMatch(/looked:|← \/name/);
    expect(await shown('call0005', false, true)).toMatch(/← \/name came from[\s\S]*looked: secrets 12 µs/);
  });

  it('has who acts for whom, and what only the client says', async () => {
    const text = await shown('call0004');
    expect(text).toMatch(/Asked by: +ann \(part reviewer\) +https:\/\/idp.example#ann/);
    expect(text).toMatch(/Client: +desk\nActing: +bot, for boss\n/);
    expect(text).toMatch(/Part: +reviewer, as the client says\n/);
    expect(text).toMatch(/Scopes: +triage\n/);
  });

  it('says that a caller is no agent, where that is why nothing was granted', async () => {
    const rule = { ...askRule, rule: 'not-granted', pack: 'floor', effect: 'deny' } as const;
    const decision = makeDecision({ effect: 'deny', matched: [rule] });
    const nobody = { id: 'https://idp.example#bob', human: 'out-of-band' } as const;
    const of = {
      call0006: nobody,
      call0007: { ...nobody, agent: 'support' },
      call0008: { ...nobody, purposes: ['x'] },
    };
    await withRecord(state, async (journal) => {
      for (const [id, principal] of Object.entries(of)) {
        const call = makeCall(id, {}, { principal });
        await journal.refuse({ seen: call, evidence: lookedAt(), decision, asOf: call.at });
      }
    });
    expect(await shown('call0006')).toMatch(/Agent: +none: no `match` under `agents` fitted this caller\n/);
    expect(await shown('call0007')).not.toContain('Agent:');
    expect(await shown('call0008')).not.toContain('Agent:');
  });

  it('has the result, made harmless', async () => {
    const text = await shown('call0000');
    expect(text).toContain('write to eve@evil.example \\u001b[31m');
    expect(text).toContain('marks: untrusted');
    expect(text).not.toContain('Where its values came from');
  });

  it('has the question and the answer also on the call that ran after it', async () => {
    const text = await shown('call0003');
    expect(text).toMatch(
      /Held .*\n[\s\S]*was approved by ann \(terminal\)[\s\S]*Decided .*\n {2}allow, approved as abcd2345/,
    );
  });

  it('prints records with payloads for programs', async () => {
    const records = (await shown('call0000', true)).split('\n').map((line) => JSON.parse(line));
    expect(records.map(({ entry }) => entry.kind)).toEqual(['call', 'result']);
    expect(JSON.parse(records[0].payload)).toEqual({ name: 'send', arguments: { id: 42 } });
  });

  it.each([80, 48])('fits a terminal of %d columns, but for the text itself', async (width) => {
    const screen = makeScreen({ isTerminal: true, width });
    expect(await show('call0001', { state: state.root }, screen)).toBe(0);
    const lines = screen.printed().split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines.some((line) => line.length > width - 20)).toBe(true);
  });
});
