import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGrants, compileReach } from '../../src/policy/grants.ts';
import { compilePurposes } from '../../src/policy/purposes.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, NOW, policyOf } from './samples.ts';

const principal = (agent?: string) => ({
  id: 'p',
  human: 'out-of-band' as const,
  ...(agent === undefined ? {} : { agent }),
});
const servers = { bank: {}, mail: {} };

it('say of a whole server whether anything of it may be granted', () => {
  const purposes = { read: { allow: ['bank.get_*', '*.list'], deny: [] }, none: { allow: ['bank.get_*'], deny: [] } };
  const compiled = compilePurposes(purposes);
  const agents = { reader: { purpose: 'read' }, banker: { purpose: 'none' }, idle: {} };
  const reaches = compileReach({ servers, agents }, compiled);
  expect(reaches(principal('reader'), 'mail')).toBe(true);
  expect(reaches(principal('reader'), 'crm')).toBe(false);
  expect(reaches(principal('banker'), 'bank')).toBe(true);
  for (const agent of ['banker', 'idle', 'other', 'constructor', undefined])
    expect(reaches(principal(agent), 'mail'), String(agent)).toBe(false);
  // Scopes count in place of an agent's purpose.
  expect(reaches({ ...principal('idle'), purposes: ['read'] }, 'mail')).toBe(true);
  const single = compileReach({ servers, agents: {} }, compiled);
  expect(single(principal(), 'mail')).toBe(true);
  expect(single(principal(), 'toString')).toBe(false);
  expect(single({ ...principal(), purposes: ['none'] }, 'mail')).toBe(false);
});

describe('grants', () => {
  it('give a single user what is configured, and nothing else', () => {
    const granted = compileGrants({ servers, agents: {}, purposes: {} });
    expect(granted(principal(), 'bank', 'send')).toBe(true);
    expect(granted(principal(), 'crm', 'send')).toBe(false);
    expect(granted(principal(), 'toString', 'x')).toBe(false);
  });

  it('give an agent what its purpose allows and does not deny, once one is named', () => {
    const granted = compileGrants({
      servers,
      agents: { reader: { purpose: 'read' }, idle: {} },
      purposes: { read: { allow: ['bank.get_*', 'mail.*'], deny: ['*.delete_*'] } },
    });
    const asks = [
      ['reader', 'bank', 'get_x', true],
      ['reader', 'bank', 'send', false],
      ['reader', 'mail', 'send', true],
      ['reader', 'mail', 'delete_all', false],
      ['idle', 'mail', 'send', false],
      ['other', 'mail', 'send', false],
      [undefined, 'mail', 'send', false],
      ['constructor', 'mail', 'send', false],
    ] as const;
    for (const [agent, upstream, name, expected] of [...asks, ...asks]) {
      expect(granted(principal(agent), upstream, name), `${agent} ${upstream}.${name}`).toBe(expected);
    }
  });

  it('are never widened by one more deny, nor narrowed by one more allow', () => {
    const pattern = fc.constantFrom('*', 'bank.*', 'mail.send', '*.send', 'bank.get_*', 'mail.*');
    const patterns = fc.array(pattern, { maxLength: 4 });
    const name = fc.constantFrom('send', 'get_x', 'delete');
    fc.assert(
      fc.property(
        patterns,
        patterns,
        pattern,
        fc.constantFrom('bank', 'mail'),
        name,
        (allow, deny, more, upstream, tool) => {
          const ask = (purpose: { allow: string[]; deny: string[] }) =>
            compileGrants({ servers, agents: { a: { purpose: 'p' } }, purposes: { p: purpose } })(
              principal('a'),
              upstream,
              tool,
            );
          const base = ask({ allow, deny });
          if (!base) expect(ask({ allow, deny: [...deny, more] })).toBe(false);
          if (base) expect(ask({ allow: [...allow, more], deny })).toBe(true);
        },
      ),
    );
  });

  it('become a readable denial', () => {
    const policy = policyOf({ agents: { a: { purpose: 'p' } }, purposes: { p: { allow: ['mail.*'] } } });
    const decide = (tool: string) =>
      policy.decide({ ...callOf(tool), principal: principal('a') }, makeEvidence(), BLANK_VIEW, NOW);
    expect(decide('mail.send').effect).toBe('allow');
    expect(decide('bank.send')).toMatchObject({ effect: 'deny', matched: [{ rule: 'not-granted', pack: 'floor' }] });
  });
});

describe('scopes', () => {
  const purposes = { read: { allow: ['bank.get_*'], deny: [] }, write: { allow: ['*.set_*'], deny: ['mail.*'] } };
  const scoped = (names: readonly string[], agent?: string) => ({ ...principal(agent), purposes: names });

  it('grant what their purposes allow together, whether agents are named or not', () => {
    for (const agents of [{}, { reader: { purpose: 'read' } }]) {
      const granted = compileGrants({ servers, agents, purposes });
      const may = (names: readonly string[]) =>
        [
          ['bank', 'get_x'],
          ['bank', 'set_x'],
          ['mail', 'set_x'],
          ['crm', 'get_x'],
        ].filter(([upstream = '', name = '']) => granted(scoped(names), upstream, name)).length;
      expect([may([]), may(['read']), may(['write']), may(['read', 'write']), may(['nothing'])]).toEqual([
        0, 1, 1, 2, 0,
      ]);
    }
  });

  it('leave an agent nothing of its purpose without them', () => {
    const granted = compileGrants({ servers, agents: { reader: { purpose: 'read' } }, purposes });
    expect(granted(principal('reader'), 'bank', 'get_x')).toBe(true);
    expect(granted(scoped([], 'reader'), 'bank', 'get_x')).toBe(false);
    expect(granted(scoped(['read'], 'reader'), 'bank', 'get_x')).toBe(true);
  });
});
