import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accept } from '../../../src/cli/commands/accept.ts';
import { diff } from '../../../src/cli/commands/diff.ts';
import { lock } from '../../../src/cli/commands/lock.ts';
import { mailTool, searchTool, stageLock } from '../lock-stage.ts';
import { makeScreen } from '../stage.ts';

const changed = { ...mailTool, description: 'Sends an e-mail. At once.' };

describe('accepting', () => {
  it('takes one change after a yes, confirms it, and touches no other line', async () => {
    const { options, offer, locked, lockfile } = await stageLock({ tools: [mailTool, searchTool] });
    await lock(options, makeScreen());
    writeFileSync(lockfile, locked().replace('      search:', '      # by anna\n      search:'));
    offer({ tools: [changed, { ...searchTool, description: 'Looks.' }] });
    const before = locked().split('\n');
    const screen = makeScreen({ answers: ['yes'] });
    expect(await accept(['mail/send_email'], options, screen)).toBe(0);
    expect(screen.printed()).toMatch(/goes on: 'At once\.'[\s\S]*risk high: can write \(.*external/);
    const after = locked().split('\n');
    const differing = after.filter((line, i) => line !== before[i]);
    expect(differing.map((line) => line.trim().split(':')[0])).toEqual(['pin', 'confirmed', 'description']);
    const left = makeScreen();
    await diff(undefined, options, left);
    expect(left.printed()).toMatch(/mail\/search changed[\s\S]*1 difference/);
    expect(left.printed()).not.toContain('send_email');
  });

  it('leaves all as it is without a yes, and for an agent', async () => {
    const { options, offer, locked } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    offer({ tools: [changed] });
    const before = locked();
    expect(await accept(['mail'], options, makeScreen({ answers: ['no'] }))).toBe(1);
    const nobody = makeScreen();
    expect(await accept(['mail'], options, nobody)).toBe(1);
    expect(nobody.complained()).toMatch(/nothing was taken: there is no terminal/);
    const agent = makeScreen({ env: { CLAUDECODE: '1' } });
    expect(await accept(['mail'], { ...options, yes: true }, agent)).toBe(1);
    expect(agent.complained()).toMatch(/shell of an AI client/);
    expect(locked()).toBe(before);
  });

  it('takes a change for a script, and leaves its classification unconfirmed', async () => {
    const { options, offer, locked } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    offer({ tools: [changed] });
    expect(await accept([], { ...options, all: true, yes: true }, makeScreen())).toBe(0);
    expect(locked()).toContain('confirmed: false');
    expect(locked()).toContain('At once.');
  });

  it('keeps what a person confirmed: a server may add powers, and take none away', async () => {
    const { options, offer, lockfile, locked } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    await accept(['mail'], options, makeScreen({ answers: ['yes'] }));
    expect(locked()).toContain('confirmed: true');
    const lowered = locked()
      .replace(/ {10}external: .*\n/, '')
      .replace('"destination"', '"content"');
    writeFileSync(lockfile, lowered);
    offer({ tools: [changed] });
    await accept(['mail'], { ...options, yes: true }, makeScreen());
    expect(locked()).not.toMatch(/^ +external:/m);
    expect(locked()).toContain('confirmed: true');
    expect(locked()).toContain('/to: {"role":"content"');
    offer({
      tools: [{ ...changed, description: 'Deletes an e-mail, or sends it.', annotations: { readOnlyHint: true } }],
    });
    await accept(['mail'], { ...options, yes: true }, makeScreen());
    expect(locked()).toMatch(/^ +destructive:/m);
    expect(locked()).toContain('confirmed: false');
  });

  it('takes what is new, renamed or gone', async () => {
    const { options, offer, locked } = await stageLock({ tools: [mailTool, searchTool] });
    await lock(options, makeScreen());
    offer({ tools: [{ ...mailTool, name: 'post_email' }] });
    expect(await accept(['mail'], options, makeScreen({ answers: ['yes'] }))).toBe(0);
    expect(locked()).toMatch(/^ {6}post_email:/m);
    expect(locked()).not.toMatch(/^ {6}(?:send_email|search):/m);
    expect(await diff(undefined, options, makeScreen())).toBe(0);
  });

  it('says what is not there, and takes nothing then', async () => {
    const { at, options, locked } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    const before = locked();
    for (const [target, why] of [
      ['mail/other', /mail offers no other/],
      ['post', /there is no server post/],
    ] as const) {
      const screen = makeScreen({ answers: ['yes'] });
      expect(await accept([target], options, screen)).toBe(1);
      expect(screen.complained()).toMatch(why);
    }
    writeFileSync(at.config, readFileSync(at.config, 'utf8').replace('definitions.mjs', 'gone.mjs'));
    const silent = makeScreen({ answers: ['yes'] });
    expect(await accept(['mail'], options, silent)).toBe(1);
    expect(silent.complained()).toMatch(/mail could not be asked/);
    expect(locked()).toBe(before);
    await expect(accept([], options, makeScreen())).rejects.toThrow(/name what to take/);
  });
});
