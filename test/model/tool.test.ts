import { describe, expect, it } from 'vitest';
import { acts, changes, NO_FACTS, onlyReads, type Power, roleAt, sends } from '../../src/model/tool.ts';

describe('roleAt', () => {
  const facts = { ...NO_FACTS, roles: { '/to': 'destination', '/items/*/path': 'path', '/body': 'content' } } as const;

  it.each([
    ['/to', 'destination'],
    ['/to/0', 'destination'],
    ['/items/3/path', 'path'],
    ['/items/3/name', undefined],
    ['/body/deep/er', 'content'],
    ['/other', undefined],
    ['', undefined],
  ])('%s is %s', (at, role) => expect(roleAt(facts, at)).toBe(role));
});

describe('powers', () => {
  const to = { '/to': 'destination' } as const;

  it.each<[powers: readonly Power[], reads: boolean, changes: boolean, sends: boolean]>([
    [[], true, false, false],
    [['read'], true, false, false],
    [['read', 'external'], false, false, false],
    [['external'], false, false, true],
    [['external', 'write'], false, true, true],
    [['read', 'execute'], false, true, false],
    [['destructive'], false, true, false],
  ])('%j only read: %s, change something: %s, send something: %s', (powers, isRead, isChanged, isSent) => {
    expect([onlyReads(powers), changes(powers), sends(powers)]).toEqual([isRead, isChanged, isSent]);
    expect(acts({ ...NO_FACTS, powers })).toBe(isChanged);
    expect(acts({ ...NO_FACTS, powers, roles: to })).toBe(isChanged || isSent);
  });
});
