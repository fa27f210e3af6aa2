import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { withServers } from '../../../src/discover/adopt/config-text.ts';

const MAIL = {
  mail: { command: 'npx', args: ['-y', 'mail'], env: { TOKEN: '${keychain:mail-TOKEN}', ODD: 'a: b # c' } },
};

describe('a configuration with more servers', () => {
  it.each<[string, string | undefined]>([
    ['there is none', undefined],
    ['it is empty', ''],
    ['it has some', 'servers:\n  a: { command: x } # a\n\n# rules\npolicy:\n  packs: [strict]\n'],
    ['it has some, deeper', 'policy: {}\nservers:\n      a:\n            command: x\n      # end\n'],
    ['it has none', '# top\npolicy:\n  packs: [strict]\n'],
    ['its servers are empty', 'servers: {}\npolicy: {} # p\n'],
    ['it ends without a newline', 'servers:\n  a:\n    command: x'],
    ['it comes from Windows', '\uFEFF# top\r\nservers:\r\n  a:\r\n    command: x\r\npolicy: {}\r\n'],
  ])('is read where %s, and keeps every line of it', (_, text) => {
    const after = withServers(text, MAIL);
    const { config } = parseConfig('/w/servers.config.yaml', after);
    const before = parseConfig('/w/servers.config.yaml', text ?? '').config;
    expect(config.servers).toMatchObject({ ...before.servers, ...MAIL });
    expect(config.policy).toEqual(before.policy);
    for (const line of (text ?? '').split(/\r?\n/)) expect(after).toContain(line.replace(/ \{\}$/, ''));
    if (text?.includes('\r') === true) expect(after).not.toMatch(/[^\r]\n/);
    else expect(after).not.toContain('\r');
  });

  it('is the same where there are none to add', () => {
    expect(withServers('x: 1', {})).toBe('x: 1');
  });

  it.each(['servers: { a: { command: x } }', 'servers: [', 'servers: 3', 'servers:'])(
    'cannot be made of %s',
    (text) => {
      expect(() => withServers(text, MAIL)).toThrow();
    },
  );
});
