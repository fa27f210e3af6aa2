import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { candidateText, commandLine, configurationText } from '../../../src/cli/printing/trust-text.ts';
import { configSchema } from '../../../src/config/schema.ts';

const read = (written: object) => ({ config: configSchema.parse(written) });
const screen = { paint: pc.createColors(false) };

describe('what is asked about before it is trusted', () => {
  it('is a command with its words, its folder and its variables, without the values of secrets', () => {
    const env = { API_TOKEN: 'abc', LEVEL: 'two words', OTHER_TOKEN: '${env:OTHER}' };
    const loaded = read({ servers: { a: { command: 'node', args: ['x y', '-v'], cwd: '/w', env } } });
    expect(commandLine(loaded, 'a')).toBe(
      'node "x y" -v\n  in /w\n  with API_TOKEN, LEVEL="two words", OTHER_TOKEN=${env:OTHER} set',
    );
  });

  it('is of a configuration what runs, who may call, and what of the policy is its own', () => {
    expect(configurationText(read({}))).toBe(
      'servers: none\nagents: none, so every client may call every server\npolicy: recommended',
    );
    const rule = { id: 'r', when: 'true', effect: 'ask', reason: 'So.' };
    const exception = { rule: 'r', when: 'true', until: '2030-01-01', by: 'ann', why: 'own' };
    const written = {
      servers: { a: { command: 'node' }, b: { url: 'https://b.example/mcp' } },
      policy: { packs: [], rules: [rule, { ...rule, id: 's' }], exceptions: [exception] },
    };
    expect(configurationText(read(written)).split('\n')).toEqual([
      'server a: node',
      'server b: https://b.example/mcp',
      'agents: none, so every client may call every server',
      'policy: no pack but the floor, with 2 rules and 1 exception of its own',
    ]);
  });

  it('has no line that only looks like one of ours, and none that a terminal takes away', () => {
    const sly = 'x\n  agents: desk\u001b[1A\u001b[2K';
    const written = { servers: { a: { command: 'node', args: [sly] } }, policy: { off: [sly] } };
    const text = configurationText(read(written));
    const shown = candidateText({ what: 'configuration', name: '/c.yaml', hash: 'h', shown: '/c.yaml', text }, screen);
    expect(shown.split('\n').map((line) => line.split(':', 1)[0])).toEqual([
      'Configuration /c.yaml',
      '  server a',
      '  agents',
      '  policy',
      '  rules turned off',
    ]);
    expect(shown).not.toContain('\u001b');
  });
});
