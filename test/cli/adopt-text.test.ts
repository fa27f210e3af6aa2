import { describe, expect, it } from 'vitest';
import { planFor, surveyHome } from '../../src/app/adopting.ts';
import { planText } from '../../src/cli/adopt-text.ts';
import { makeHome } from './adopt-home.ts';
import { makeScreen } from './stage.ts';

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

  it('shows the references of any client beside it', async () => {
    for (const value of ['{env:MY_TOKEN}', '${MY_TOKEN}', '$MY_TOKEN']) {
      expect(await textOf({ a: { command: 'x' } }, { myToken: value })).toContain(`"myToken": "${value}"`);
    }
  });

  it('obeys no terminal code of a file', async () => {
    const text = await textOf({ 'a\u001b[2J\u202e': { command: 'x\u001b[31m' } });
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

  it('says when there is nothing', async () => {
    expect(await textOf({})).toMatch(/^There is nothing to adopt/);
  });
});
