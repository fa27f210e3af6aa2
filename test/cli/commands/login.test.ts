import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { login, logout } from '../../../src/cli/commands/login.ts';
import { servers } from '../../../src/cli/commands/servers.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { NO_CHALLENGE } from '../../../src/upstream/oauth/challenge.ts';
import { leaveWish } from '../../../src/upstream/oauth/wish.ts';
import { browse, closeStand, type Resource, startPair } from '../../upstream/oauth/stand.ts';
import { makeScreen, makeState, scratch } from '../stage.ts';

let resource: Resource;
beforeAll(async () => {
  process.env.SALLYPORT_KEYCHAIN = 'off';
  ({ resource } = await startPair());
});
afterAll(closeStand);

function place(): { config: string; state: string } {
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(
    config,
    `servers:\n  crm: { url: "${resource.url}", era: legacy, auth: { oauth: {} } }\n  web: { url: "${resource.url}" }\n`,
  );
  return { config, state: makeState().root };
}

/** A screen whose reader goes to the address that is printed. */
function reader(): ReturnType<typeof makeScreen> {
  const screen = makeScreen();
  const { out } = screen;
  return Object.assign(screen, {
    out: (text: string) => {
      out(text);
      const address = /^\s*(http\S+response_type=code\S+)\s*$/.exec(text)?.[1];
      if (address !== undefined) void browse(new URL(address));
    },
  });
}

describe('login', () => {
  it('prints where to go, waits, shows what was granted and records it', async () => {
    const { config, state } = place();
    const shelf = openShelf(path.join(state, 'credentials'));
    await leaveWish(shelf, { upstream: 'crm', server: resource.url, challenge: NO_CHALLENGE, at: 0 });
    const before = makeScreen();
    await servers({ state }, before);
    expect(before.printed()).toMatch(/crm .*sallyport login crm/);

    const screen = reader();
    expect(await login('crm', { config, state, browser: false }, screen)).toBe(0);
    expect(screen.printed()).toContain('ssh -L');
    expect(screen.printed()).toMatch(/Signed in to crm[\s\S]*granted.*tools:read/);
    const after = makeScreen();
    await servers({ state, json: true }, after);
    expect(after.printed()).not.toContain('"login":true');

    const notes: string[] = [];
    for await (const { record } of readRecords(path.join(state, 'journal'), { kinds: ['note'] })) {
      if (record.entry.kind === 'note' && record.entry.about === 'login') notes.push(record.entry.message);
    }
    expect(notes).toEqual([expect.stringMatching(/^crm: signed in at http/)]);

    const out = makeScreen();
    expect(await logout('crm', { config, state }, out)).toBe(0);
    expect(out.printed()).toMatch(/Signed out of crm .*taken back/);
    expect((await shelf.list()).filter((name) => name.endsWith('.vault.json'))).toEqual([]);
    const again = makeScreen();
    await logout('crm', { config, state }, again);
    expect(again.printed()).toContain('Nothing was stored');
  });

  it('says what is wrong with the name', async () => {
    const place_ = place();
    await expect(login('cmr', place_, makeScreen())).rejects.toThrow(/no server cmr.*crm/);
    await expect(login('web', place_, makeScreen())).rejects.toThrow(
      /nobody signs in to web: it has no `auth`; where it wants that, write `auth: \{ oauth: \{\} \}` beside its `url` in .*c\.yaml/,
    );
    writeFileSync(place_.config, 'servers: { echo: { command: node } }\n');
    await expect(login('echo', place_, makeScreen())).rejects.toThrow(
      /nobody signs in to echo: it is a program; .*`env`/,
    );
    writeFileSync(place_.config, 'servers: {}\n');
    await expect(login('echo', place_, makeScreen())).rejects.toThrow(/no server echo; .*c\.yaml names none$/);
    await expect(logout(undefined, place_, makeScreen())).rejects.toThrow(/--all/);
  });

  it('says at logout that something is there which it cannot read', async () => {
    const { config, state } = place();
    const shelf = openShelf(path.join(state, 'credentials'));
    await shelf.replace(`${'0'.repeat(32)}.vault.json`, 'spoilt');
    // Without its key nothing can be said of it at all.
    await expect(logout('crm', { config, state }, makeScreen())).rejects.toThrow('logout --all');
    await shelf.replace('key', Buffer.alloc(32).toString('base64url'));
    const screen = makeScreen();
    expect(await logout('crm', { config, state }, screen)).toBe(0);
    expect(screen.printed()).toContain('One stored credential cannot be read');
  });

  it('says where nobody is that it asks, and what may be wrong', async () => {
    const at = place();
    writeFileSync(at.config, 'servers: { down: { url: "http://127.0.0.1:9/mcp", auth: { oauth: {} } } }\n');
    await expect(login('down', at, makeScreen())).rejects.toThrow(
      /^cannot reach 127\.0\.0\.1:9: ECONNREFUSED; is it running, and is `url` right\?$/,
    );
  });

  it('says that nothing was forgotten where a person does not want it', async () => {
    const { state } = place();
    const screen = makeScreen({ answers: ['no'] });
    expect(await logout(undefined, { state, all: true }, screen)).toBe(1);
    expect(screen.printed()).toBe('Nothing was forgotten.');
  });

  it('forgets everything when told to', async () => {
    const { config, state } = place();
    await login('crm', { config, state, browser: false }, reader());
    expect(await logout(undefined, { state, all: true }, makeScreen())).toBe(0);
    expect(await openShelf(path.join(state, 'credentials')).list()).toEqual([]);
  });
});
