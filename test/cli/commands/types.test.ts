import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lock } from '../../../src/cli/commands/lock.ts';
import { types } from '../../../src/cli/commands/types.ts';
import { mailTool, searchTool, stageLock } from '../lock-stage.ts';
import { makeScreen } from '../stage.ts';

const wide = { name: 'wide', inputSchema: { enum: Array.from({ length: 3_000 }, (_, index) => index) } };

describe('types', () => {
  it('are written beside the configuration, and again only where something else is locked', async () => {
    const { options, at } = await stageLock({ tools: [mailTool, searchTool] });
    await expect(types(options, makeScreen())).rejects.toThrow(
      /there is no lockfile; write it with `sallyport lock --config /,
    );
    await lock(options, makeScreen());
    const screen = makeScreen();
    expect(await types({ ...options, check: true }, makeScreen())).toBe(1);
    expect(await types(options, screen)).toBe(0);
    const file = path.join(at.dir, 'sallyport.d.ts');
    expect(screen.printed()).toBe(`${file} is written: types of 2 tools.`);
    expect(readFileSync(file, 'utf8')).toContain('export interface MailSendEmailArgs {\n  to: string;\n}');
    const again = makeScreen();
    expect(await types({ ...options, check: true }, again)).toBe(0);
    expect(again.printed()).toBe(`${file} has the types of 2 tools as they are.`);
  });

  it('say what nothing is known of, and why', async () => {
    const { options, lockfile, at } = await stageLock({ tools: [mailTool, wide] });
    await lock(options, makeScreen());
    const screen = makeScreen();
    const out = path.join(at.dir, 'other.d.ts');
    expect(await types({ lockfile, out }, screen)).toBe(0);
    expect(screen.printed()).toContain('unknown arguments of mail.wide: its schema has more than 2000 parts');
    const json = makeScreen();
    await types({ lockfile, out, json: true }, json);
    expect(JSON.parse(json.printed())).toMatchObject({
      path: out,
      tools: 2,
      same: true,
      unknown: [{ tool: 'mail.wide' }],
    });
  });

  it("leave somebody's own file as it is, and say where a lockfile is wrong", async () => {
    const { options, lockfile, at } = await stageLock({ tools: [mailTool] });
    await lock(options, makeScreen());
    const file = path.join(at.dir, 'sallyport.d.ts');
    writeFileSync(file, 'export type Mine = 1;\n');
    await expect(types(options, makeScreen())).rejects.toThrow(/was not written by `sallyport types`.*--out/);
    expect(readFileSync(file, 'utf8')).toBe('export type Mine = 1;\n');
    writeFileSync(lockfile, `${readFileSync(lockfile, 'utf8')}<<<<<<< HEAD\n`);
    await expect(types({ ...options, out: `${file}2` }, makeScreen())).rejects.toThrow(/sallyport\.lock\.yaml/);
  });
});
