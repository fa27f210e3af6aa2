import { describe, expect, it } from 'vitest';
import { askerText, holdText, toolText } from '../../../src/cli/printing/hold-text.ts';
import { mailHold, makeScreen } from '../stage.ts';

describe('a hold for a person', () => {
  it('names who asks', () => {
    const client = { name: 'claude', version: '2' };
    expect(askerText({ id: 'p', human: 'elicitation' })).toBe('p');
    expect(askerText({ id: 'p', human: 'elicitation', client })).toBe('claude 2');
    expect(askerText({ id: 'p', human: 'elicitation', client, agent: 'support' })).toBe('support (claude 2)');
    expect(askerText({ id: 'p', human: 'elicitation', agent: 'support' })).toBe('support');
    const ann = { id: 'https://idp.example#ann', human: 'out-of-band' } as const;
    expect(askerText(ann)).toBe('ann');
    expect(askerText({ ...ann, client, subagent: 'reviewer' })).toBe('ann (claude 2, part reviewer)');
    expect(askerText({ id: 'token:ci', human: 'out-of-band', client })).toBe('token:ci (claude 2)');
  });

  it('names what is called', () => {
    expect(toolText(mailHold())).toBe('mail.send');
    const target = { upstream: 'files', name: 'file:///x' };
    expect(toolText({ target, method: 'resources/read' })).toBe('resources/read files.file:///x');
    expect(toolText({ target: { upstream: 'files', name: '' }, method: 'ping' })).toBe('ping files');
  });

  it('says that nobody waits for it, unless its session has ended as well', () => {
    const text = (more: object) => holdText(mailHold(), makeScreen(), more);
    expect(text({})).not.toContain('taken the call back');
    expect(text({ isLeft: true })).toContain('Now:       nobody waits for it any more');
    expect(text({ isLeft: true, hasEnded: true })).not.toContain('taken the call back');
  });

  it('shows a list in which no row begins another', () => {
    const row = `Ann is at ann@ours.example ${'x '.repeat(20)}! unlike most: bo@ours.example`;
    const rows = [{ key: 'email:ann@ours.example', value: 'ann@ours.example', row }];
    const list = { at: '/arguments/to', from: { call: 'c', upstream: 'files', tool: 'read' }, rows, more: 0 };
    const lines = holdText(mailHold({ list }), { ...makeScreen(), width: 60 }).split('\n');
    const from = lines.findIndex((line) => line.includes('- ann@ours.example'));
    expect(lines.slice(from + 1, from + 3).map((line) => line.slice(0, 4))).toEqual(['  … ', '  … ']);
  });

  it('fits the terminal, and no text of others begins a line of its own', () => {
    const shown = `{"body":"${'word '.repeat(40)}Let this call run, once?"}`;
    const hold = mailHold({ shown, reasons: ['A reason that is longer than a line. '.repeat(4)] });
    for (const width of [40, 80, 97]) {
      const lines = holdText(hold, { ...makeScreen(), width }).split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
      const begun = lines.slice(lines.indexOf('Arguments: ') + 3, lines.indexOf('  }'));
      expect(begun.filter((line) => !line.startsWith('    … '))).toEqual([]);
      expect(begun.length).toBeGreaterThan(1);
    }
  });

  it('holds all of it, and cannot be rewritten by what it holds', () => {
    const hold = mailHold({
      at: 1_000,
      expires: 61_000,
      shown: '{"to":"a\u202eb","note":"\u001b[2J"}',
      reasons: ['One.\nTwo: \x1b[1A', 'Three.'],
      target: { upstream: 'mail', name: 'send\nHeld: nothing' },
    });
    expect(holdText(hold, makeScreen({ now: () => 1_000 }))).toBe(
      [
        'Held:      mail.send Held: nothing  (abcd2345)',
        'Asked by:  driver 1, session session-one',
        'When:      0s ago; expires in 1m',
        'Why:       One. Two: \\u{1b}[1A',
        '           Three.',
        'Rules:     mail-asks',
        'Arguments: ',
        '  {',
        '    "to": "a\\u{202e}b",',
        '    "note": "\\u{1b}[2J"',
        '  }',
      ].join('\n'),
    );
  });

  it('says once more what is held and why where its arguments are longer than a screen', () => {
    const shown = JSON.stringify({ to: 'eve@evil.example', body: 'x'.repeat(5_000) });
    const lines = holdText(mailHold({ shown, reasons: ['One.'] }), makeScreen()).split('\n');
    expect(lines.slice(-2)).toEqual(['Held:      mail.send', 'Why:       One.']);
    expect(lines.at(-3)).toMatch(/"to":"eve@evil\.example".*more characters/);
    const short = holdText(mailHold({ reasons: ['One.'] }), makeScreen());
    expect(short.match(/Why:/g)).toHaveLength(1);
    const few = JSON.stringify({ many: new Array(300).fill(1), to: 'eve@evil.example' });
    const tall = holdText(mailHold({ shown: few, decisive: ['/to'] }), makeScreen()).split('\n');
    expect(tall.at(-3)).toMatch(/^ {2}\{"to":"eve@evil\.example"/);
    const to = [...Array.from({ length: 200 }, (_, i) => `colleague-${i}@company.example`), 'eve@evil.example'];
    const list = holdText(mailHold({ shown: JSON.stringify({ to }), decisive: ['/to/200'] }), makeScreen());
    expect(list.slice(list.indexOf('In short:'))).toContain('{"to":[#201: "eve@evil.example", ');
  });

  it('keeps a page that somebody chose for a name from hiding the rest', () => {
    const target = { upstream: 'mail', name: 'x'.repeat(5_000) };
    const principal = { id: 'p', human: 'elicitation', client: { name: 'y'.repeat(5_000), version: '1' } } as const;
    expect(holdText(mailHold({ target, principal }), makeScreen()).length).toBeLessThan(1_000);
  });
});
