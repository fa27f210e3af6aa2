import { expect, test } from 'vitest';
import { NO_MEMORY } from '../../src/model/view.ts';

test('who has read nothing remembers nothing, and has forgotten nothing', () => {
  expect([NO_MEMORY.find('exact:a'), NO_MEMORY.search('a'), NO_MEMORY.asksFor(new Set(['send']), ['a'])]).toEqual([
    [],
    [],
    [],
  ]);
  expect(NO_MEMORY.forgotten).toBe(0);
});
