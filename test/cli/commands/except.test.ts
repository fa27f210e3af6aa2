import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { except } from '../../../src/cli/commands/except.ts';
import { fillRecord, makeScreen, makeState } from '../stage.ts';

describe('proposing an exception', () => {
  const state = makeState();
  beforeAll(() => fillRecord(state));
  const options = { days: '30', state: state.root };

  it('prints YAML for the configuration', async () => {
    const screen = makeScreen({ now: () => Date.UTC(2026, 10, 23) });
    expect(await except('call0001', { ...options, why: 'weekly "report"' }, screen)).toBe(0);
    expect(parse(screen.printed())).toEqual({
      policy: {
        exceptions: [
          {
            rule: 'mail-asks',
            when: 'call.tool == "mail.send" && destinations(call).size() > 0 && destinations(call).all(d, d.value in ["eve@evil.example"])',
            until: '2026-12-23',
            by: expect.any(String),
            why: 'weekly "report"',
          },
        ],
      },
    });
  });

  it('is for every address at the domain where that is asked for, and says that it can be', async () => {
    const narrow = makeScreen();
    await except('call0001', options, narrow);
    expect(narrow.printed()).toContain('# With --domain it holds for every address at evil.example.');
    const wide = makeScreen();
    expect(await except('call0001', { ...options, domain: true }, wide)).toBe(0);
    expect(wide.printed()).not.toContain('--domain');
    expect(parse(wide.printed()).policy.exceptions[0].when).toBe(
      'call.tool == "mail.send" && destinations(call).size() > 0 && destinations(call).all(d, d.domain in ["evil.example"])',
    );
  });

  it('proposes none from the floor, none where nothing was held, and for no nonsense of days', async () => {
    const floor = makeScreen();
    expect(await except('call0002', options, floor)).toBe(1);
    expect(floor.complained()).toMatch(/never is part of the floor/);
    const clean = makeScreen();
    expect(await except('call0000', options, clean)).toBe(1);
    expect(clean.complained()).toMatch(/nothing to except/);
    for (const days of ['0', '-1', '1.5', 'x', '400']) {
      await expect(except('call0001', { ...options, days }, makeScreen())).rejects.toThrow(/--days/);
    }
  });
});
