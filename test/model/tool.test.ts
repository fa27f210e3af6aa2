import { describe, expect, it } from 'vitest';
import { NO_FACTS, roleAt } from '../../src/model/tool.ts';

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
