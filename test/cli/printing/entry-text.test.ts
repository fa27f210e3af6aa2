import { describe, expect, it } from 'vitest';
import { entryText } from '../../../src/cli/printing/entry-text.ts';
import { newsOf } from '../../../src/model/record/note.ts';
import type { Entry } from '../../../src/model/record.ts';

const call = 'call0001';

describe('the sentence of a record', () => {
  const verdict = { hold: 'h', binding: 'b', answer: 'deny', door: 'terminal', by: 'ann', at: 0 } as const;
  it.each<[Entry, string]>([
    [{ kind: 'approval', verdict }, 'h was denied by ann (terminal)'],
    [{ kind: 'late', verdict }, 'h was denied by ann (terminal); too late, it did not count'],
    [{ kind: 'approval', verdict: { ...verdict, took: 42 } }, 'h was denied by ann (terminal) in 42 ms'],
    [{ kind: 'approval', verdict: { ...verdict, took: 0 } }, 'h was denied by ann (terminal) in 0 ms'],
    [{ kind: 'approval', verdict: { ...verdict, took: 61_000 } }, 'h was denied by ann (terminal) in 1m'],
    [{ kind: 'open', calls: [{ call, session: 's', labels: [] }] }, 'without a result so far: 1 call'],
    [{ kind: 'lost', call, session: 's', labels: [] }, 'whether it acted is not known'],
    [
      { kind: 'freeze', subject: 'server', name: 'x', on: false, by: 'ann', reason: 'r' },
      'server x was unfrozen by ann: r',
    ],
    [
      { kind: 'freeze', subject: 'server', name: 'x', on: false, by: 'ann', reason: '' },
      'server x was unfrozen by ann',
    ],
    [{ kind: 'token', name: 'ci', on: true, agent: 'build', by: 'ann' }, 'token ci for agent build was added by ann'],
    [{ kind: 'token', name: 'ci', on: false, by: 'ann' }, 'token ci was revoked by ann'],
    [{ kind: 'trust', what: 'command', name: 'x', hash: 'h', by: 'ann' }, 'server x was trusted by ann'],
    [
      { kind: 'trust', what: 'command', name: 'approvals.notify', hash: 'h', by: 'ann' },
      'command approvals.notify was trusted by ann',
    ],
    [
      { kind: 'start', pid: 5, version: '1', policy: 'p', unattended: true },
      'process 5, version 1, everything trusted (--trust)',
    ],
    [
      { kind: 'start', pid: 5, version: '1', policy: 'p', unattended: false, file: '/c.yaml' },
      'process 5, version 1, for /c.yaml',
    ],
    [
      { kind: 'reload', policy: 'p', file: '/c.yaml', loosened: ['a', 'b'] },
      'the configuration /c.yaml changed; loosened: a; b',
    ],
    [
      { kind: 'reload', policy: 'p', loosened: [], file: '/c.yaml' },
      'the configuration /c.yaml changed; nothing loosened',
    ],
    [{ kind: 'retention', signature: 's', key: 'k', removed: 'w-1', head: 'h', reason: 'age' }, 'w-1 was removed: age'],
    [{ kind: 'erase', call, digests: ['a', 'b'], by: 'ann' }, '2 payloads of the call erased by ann'],
    [{ kind: 'checkpoint', heads: { a: '1:h' }, signature: 's', key: 'k' }, '1 chain signed'],
    [{ kind: 'note', about: 'x', message: 'y' }, 'x: y'],
    [newsOf('server', 'mail', 'ready'), 'server: mail: ready'],
    [
      { kind: 'saying', call, upstream: 'crm', labels: [], payload: { digest: 'd', size: 9 } },
      'what crm said in what it offers, as far as a call could take something from it: 9 characters',
    ],
    [
      { kind: 'saying', call, session: 's', upstream: 'crm', labels: [], payload: { digest: 'd', size: 9 } },
      'what crm said on the way',
    ],
    [{ kind: 'tool', facts: 'f', powers: ['read'], roles: {}, labels: ['pii'], definition: '' }, 'read; marks: pii'],
    [{ kind: 'tool', facts: 'f', powers: [], roles: {}, labels: [], definition: '' }, 'no power known; marks: none'],
  ])('of %j', (entry, message) => {
    const text = entryText(entry);
    expect(text).toContain(message);
    expect(text).not.toMatch(/[:,;] *$/);
  });
});
