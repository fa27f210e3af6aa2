import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { withAgents, withServers } from '../../../src/discover/adopt/config-text.ts';

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

describe('a configuration with agents', () => {
  const become = (isNew: boolean) => [
    { title: 'Cursor', name: 'cursor', purpose: 'cursor', isNew, servers: ['a', 'b'] },
  ];
  const HEAD = '# mine\nservers:\n  a: { command: x }\n';

  it.each<[string, string, boolean]>([
    ['there are none', HEAD, true],
    ['there are others', `${HEAD}agents:\n  x: {} # x\npurposes:\n  y:\n    allow: [z]\n# end\n`, true],
    ['they are empty', `${HEAD}agents: {}\npurposes: {}\npolicy: {}\n`, true],
    [
      'it is there',
      `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor:\n    allow: [a.*] # a\n`,
      false,
    ],
    [
      'it may nothing yet',
      `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor:\n    allow: []\n`,
      false,
    ],
    [
      'its list is long',
      `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor:\n    allow:\n      - a.* # a\n      - c.read\n    # why\n    about: x\n`,
      false,
    ],
    [
      'it comes from Windows, without a last newline',
      `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor:\n    allow:\n      - a.*`.replaceAll(
        '\n',
        '\r\n',
      ),
      false,
    ],
  ])('grants what it says where %s, and keeps every line', (_, text, isNew) => {
    const after = withAgents(text, become(isNew));
    const { config } = parseConfig('/w/servers.config.yaml', after);
    const before = parseConfig('/w/servers.config.yaml', text).config;
    const had = before.purposes.cursor?.allow ?? [];
    expect(config.agents.cursor?.purpose).toBe('cursor');
    expect(config.purposes.cursor?.allow).toEqual([...had, ...['a.*', 'b.*'].filter((each) => !had.includes(each))]);
    expect(config.servers).toEqual(before.servers);
    for (const [name, agent] of Object.entries(before.agents)) expect(config.agents[name]).toEqual(agent);
    for (const [name, purpose] of Object.entries(before.purposes))
      if (name !== 'cursor') expect(config.purposes[name]).toEqual(purpose);
    for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
    if (text.includes('\r')) expect(after).not.toMatch(/[^\r]\n/);
  });

  it('is the same where nothing is to be granted, or all is', () => {
    expect(withAgents(HEAD, [])).toBe(HEAD);
    const all = `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor: { allow: ['*'] }\n`;
    expect(withAgents(all, become(false))).toBe(all);
  });

  it('cannot be made where the list is written in no way that can be extended', () => {
    const none = `${HEAD}agents:\n  cursor: { purpose: cursor }\npurposes:\n  cursor: {}\n`;
    expect(() => withAgents(none, become(false))).toThrow('purposes.cursor.allow is not a list that can be extended');
  });
});
