import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adoptAll, planFor, surveyHome } from '../../../src/app/adopting.ts';
import { shellWord } from '../../../src/app/places/config-place.ts';
import { planText } from '../../../src/cli/printing/adopt-text.ts';
import { makeHome } from '../adopt-home.ts';
import { makeScreen } from '../stage.ts';

async function textOf(servers: object, more: object = {}, isOneLine = false): Promise<string> {
  const { files, options, state, write } = makeHome();
  const content = { a: more, mcpServers: servers, ...more };
  write(files.desktop, isOneLine ? JSON.stringify(content) : content);
  write(files.cursor, {});
  const wish = { ...options.around, choice: {}, secrets: 'file' } as const;
  return planText(await planFor(await surveyHome(wish), wish, state), makeScreen());
}

describe('what adoption would do', () => {
  it('is shown without any secret, in whatever line it stands, and with every reference', async () => {
    const secret = 'q7Rk2VbT9xLm';
    const text = await textOf(
      {
        a: {
          command: 'x',
          args: ['--token', secret, `postgres://ann:${secret}@h/x`],
          env: { API_KEY: `a"${secret}`, Q: '${MINE}' },
        },
        b: { url: `https://a.example/?key=${secret}`, headers: { Authorization: `Bearer ${secret}` } },
      },
      { apiKey: secret, other: { authToken: secret } },
    );
    expect(text).not.toContain(secret);
    for (const part of ['${file:', 'a-token', 'b-Authorization', 'Q: ${env:MINE}', '"apiKey": "[hidden]"'])
      expect(text).toContain(part);
    expect(text).toMatch(/Authorization: Bearer \$\{file:[^}]+b-Authorization\}/);
  });

  it('is shown without what else in the file has the name of a secret', async () => {
    for (const name of ['passphrase', 'DB_PWD', 'SMTP_PASS']) {
      const text = await textOf({ a: { command: 'x' } }, { [name]: 'w3Zt8LkQ1pRx' });
      expect(text).toContain(`"${name}": [hidden]`);
    }
  });

  it('is shown as it could be typed, and without a secret where a word needs quotes', async () => {
    const secret = "q7Rk2'Vb T9xLm";
    const text = await textOf({ a: { command: 'x', args: ['/my docs', '--token', secret, `--token=${secret}`] } });
    expect(text).toMatch(/^ {2}a {2}x '\/my docs' --token \[hidden\] --token=\[hidden\]$/m);
    expect(text).not.toContain('T9xLm');
  });

  it('says once which servers take the newest version of their package, and what helps', async () => {
    const text = await textOf({
      a: { command: 'npx', args: ['-y', 'p'] },
      b: { command: 'uvx', args: ['q'] },
      c: { command: 'npx', args: ['r@1.2.3'] },
    });
    expect(text).toMatch(
      /^! Each time it starts, the newest version of its package is taken: a, b\n {2}A version in `args`/m,
    );
    expect(text.match(/newest version/g)).toHaveLength(1);
  });

  it('shows the references of any client beside it', async () => {
    for (const value of ['{env:MY_TOKEN}', '${MY_TOKEN}', '$MY_TOKEN']) {
      expect(await textOf({ a: { command: 'x' } }, { myToken: value })).toContain(`"myToken": "${value}"`);
    }
  });

  it('hides a secret once, and nothing that is none', async () => {
    const secret = 'ctx7sk-2345-abcd-efgh-9876';
    const text = await textOf(
      { a: { command: 'x', args: ['--api-key', secret], env: { U: `postgres://ann:${secret}@h/x` } } },
      { password: true, bearer_token_env_var: 'FIGMA_TOKEN' },
      true,
    );
    expect(text).toContain('"args":["--api-key","[hidden]"]');
    expect(text).toContain('postgres://[hidden]@h/x');
    expect(text).toContain('"password":true');
    expect(text).toContain('"bearer_token_env_var":"FIGMA_TOKEN"');
  });

  it('obeys no terminal code of a file', async () => {
    const text = await textOf({ 'a\u001b[2J\u202e': { command: 'x', args: ['\u001b[31m'] } });
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain('(called a-2J from now on)');
  });

  it('says what deserves a second look, what stays and why', async () => {
    const text = await textOf({ a: { command: 'sudo', args: ['x'] }, b: { command: 'x', envFile: '.env' } });
    expect(text).toMatch(/! runs with another user’s rights/);
    expect(text).toMatch(/These stay where they are\n {2}b of Claude Desktop: it reads variables from \.env/);
  });

  it('shows of one long line what changes in it', async () => {
    const more = { history: 'y'.repeat(100_000), apiKey: 'q7Rk2VbT9xLm', n: 1, last: 'z'.repeat(100_000) };
    const text = await textOf({ a: { command: 'x' } }, more, true);
    expect(text.length).toBeLessThan(3_000);
    expect(text).not.toContain('q7Rk2');
    expect(text).toMatch(/^- … \S*"mcpServers":\{"a":\{"command":"x"\}\}, …$/m);
    expect(text).toMatch(/^\+ … \S*"mcpServers":\{"sallyport": \{ "command"/m);
  });

  it('says of a server of two clients that it is taken once, by a name where it has another', async () => {
    const { options, state, files, write } = makeHome();
    const wish = { ...options.around, choice: {}, secrets: 'file' } as const;
    const one = { command: 'one' };
    write(files.desktop, { mcpServers: { one } });
    write(files.cursor, { mcpServers: { one, uno: one } });
    const text = planText(await planFor(await surveyHome(wish), wish, state), makeScreen());
    expect(text).toMatch(/one \(the same server, taken once\) {2}one/);
    expect(text).toMatch(/uno \(the same server as one, taken once\) {2}one/);
  });

  it('says which client gets what it did not have, before anything is written', async () => {
    const { options, state, files, write } = makeHome();
    const wish = { ...options.around, choice: {}, secrets: 'file' } as const;
    const text = async () => planText(await planFor(await surveyHome(wish), wish, state), makeScreen());
    const shared = await text();
    expect(shared).toContain('Clients of one configuration get all of its servers');
    expect(shared).toContain('! Claude Desktop gets besides: echo-cursor');
    expect(shared).toContain('! Cursor gets besides: echo, notes');
    expect(shared).toContain('With --apart each gets its own alone');
    write(files.cursor, {});
    expect(await text()).not.toContain('gets besides');
    // One that is there already gets what comes later.
    await adoptAll(await planFor(await surveyHome(wish), wish, state), state, 1);
    write(files.cursor, { mcpServers: { late: { command: 'late' } } });
    const later = await text();
    expect(later).toContain('! Claude Desktop gets besides: late');
    expect(later).toContain('! Cursor gets besides: echo, notes');
  });

  it('says which agent each client becomes where it gets its own alone', async () => {
    const { options, state, config, write } = makeHome();
    const wish = { ...options.around, choice: { apart: true }, secrets: 'file' } as const;
    const text = async () => planText(await planFor(await surveyHome(wish), wish, state), makeScreen());
    const asked = await text();
    // Where agents are named, it goes without saying.
    write(config, 'servers: {}\nagents:\n  support: {}\n');
    for (const shown of [asked, await text()]) {
      expect(shown).toContain('Each client becomes an agent of its own');
      expect(shown).toContain('  Claude Desktop is agent claude-desktop: echo, notes');
      expect(shown).toContain('  Cursor is agent cursor: echo-cursor');
      expect(shown).not.toContain('gets besides');
    }
  });

  it('names the servers of projects, which stay', async () => {
    const { options, state, home, write } = makeHome();
    const project = path.join(home, 'my app');
    write(path.join(home, '.claude.json'), { projects: { [project]: { mcpServers: { inner: { command: 'x' } } } } });
    write(path.join(project, '.mcp.json'), { mcpServers: { outer: { command: 'y' } } });
    const wish = { ...options.around, choice: {}, secrets: 'file' } as const;
    const text = planText(await planFor(await surveyHome(wish), wish, state), makeScreen());
    expect(text).toContain(`sallyport adopt --project ${shellWord(project)}   (inner, outer)`);
    const own = { ...wish, choice: { project } };
    const there = planText(await planFor(await surveyHome(own), own, state), makeScreen());
    expect(there).toContain('  inner  x');
    expect(there).not.toContain('adopt --project');
  });

  it('says when there is nothing', async () => {
    expect(await textOf({})).toMatch(/^There is nothing to adopt/);
  });
});
