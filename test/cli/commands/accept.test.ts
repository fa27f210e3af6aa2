import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { accept } from '../../../src/cli/commands/accept.ts';
import { diff } from '../../../src/cli/commands/diff.ts';
import { lock } from '../../../src/cli/commands/lock.ts';
import { mailTool, searchTool, stageLock, trustEverything } from '../lock-stage.ts';
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

  it('asks nothing where all is as it was accepted and confirmed', async () => {
    const { options, locked } = await stageLock({ tools: [mailTool], prompts: [{ name: 'greet' }] });
    await lock(options, makeScreen());
    // Unconfirmed as yet: there is something to say yes to.
    const first = makeScreen({ answers: ['yes'] });
    expect(await accept(['mail/send_email'], options, first)).toBe(0);
    expect(first.asked).toHaveLength(1);
    const before = locked();
    for (const given of [['mail/send_email'], ['mail']]) {
      const screen = makeScreen({ answers: ['yes', 'yes'] });
      expect(await accept(given, options, screen)).toBe(0);
      if (given[0] === 'mail') expect(screen.asked).toHaveLength(1);
      else expect([screen.asked, screen.printed()]).toEqual([[], expect.stringMatching(/lock\.yaml has it already/)]);
      if (given[0] !== 'mail') expect(locked()).toBe(before);
    }
    const last = makeScreen({ answers: ['yes'] });
    expect(await accept([], { ...options, all: true }, last)).toBe(0);
    expect([last.asked, last.printed()]).toEqual([[], expect.stringMatching(/^\S+lock\.yaml has it already\.$/)]);
  });

  it('takes with --all what could be asked, and says what could not, or that nothing could', async () => {
    const { at, options, locked } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    const { servers } = JSON.parse(readFileSync(at.config, 'utf8'));
    const more = { ...servers, late: servers.mail };
    writeFileSync(at.config, JSON.stringify({ servers: more }));
    await trustEverything(at, ['mail', 'late']);
    await lock(options, makeScreen());
    writeFileSync(at.config, JSON.stringify({ servers: { ...more, late: { ...servers.mail, args: ['gone.mjs'] } } }));
    const screen = makeScreen({ answers: ['yes'] });
    expect(await accept([], { ...options, all: true }, screen)).toBe(3);
    expect(screen.asked).toEqual([expect.stringMatching(/^Take mail into/)]);
    expect(screen.complained()).toMatch(/not asked late/);
    expect(locked()).toContain('confirmed: true');
    writeFileSync(at.config, '{"servers":{}}');
    const nothing = makeScreen({ answers: ['yes'] });
    expect(await accept([], { ...options, lockfile: path.join(at.dir, 'other.yaml'), all: true }, nothing)).toBe(1);
    expect([nothing.asked, nothing.complained()]).toEqual([
      [],
      expect.stringContaining('no server is configured; nothing was taken'),
    ]);
  });

  it('says of a name that is not there what may be meant', async () => {
    const { options } = await stageLock({ tools: [mailTool] });
    const said = async (target: string) => {
      const screen = makeScreen({ answers: ['yes'] });
      expect(await accept([target], options, screen)).toBe(2);
      return screen.complained();
    };
    expect(await said('mial')).toMatch(
      /^sallyport: there is no server mial \(did you mean "mail"\?\); there are: mail; nothing was taken$/m,
    );
    expect(await said('mail/send_emial')).toMatch(
      /^sallyport: mail offers no send_emial \(did you mean "send_email"\?\); /m,
    );
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
      expect(await accept([target], options, screen)).toBe(2);
      expect(screen.complained()).toMatch(why);
    }
    writeFileSync(at.config, readFileSync(at.config, 'utf8').replace('definitions.mjs', 'gone.mjs'));
    const silent = makeScreen({ answers: ['yes'] });
    expect(await accept(['mail'], options, silent)).toBe(1);
    expect(silent.complained()).toMatch(/mail could not be asked/);
    expect(locked()).toBe(before);
    await expect(accept([], options, makeScreen())).rejects.toThrow(/name what to take/);
    await expect(accept(['mail'], { ...options, all: true }, makeScreen())).rejects.toThrow(
      /^--all takes everything: name nothing beside it, or leave it out$/,
    );
  });
});
