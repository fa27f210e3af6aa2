import { expect, test } from 'vitest';
import { NO_MEMORY, viewWith } from '../../src/model/view.ts';
import { deedWords } from '../../src/model/words/name-words.ts';

test('who has read nothing remembers nothing, and has forgotten nothing', () => {
  expect([
    NO_MEMORY.find('exact:a'),
    NO_MEMORY.search('a'),
    NO_MEMORY.asksFor(deedWords('send'), ['a']),
    NO_MEMORY.madeWith('c'),
    NO_MEMORY.picksOf('c') ?? [],
  ]).toEqual([[], [], [], [], []]);
  expect(NO_MEMORY.used('exact:a')).toBeUndefined();
  expect(NO_MEMORY.forgotten).toBe(0);
});

test('a view that knows less, or is frozen, is for the same as before', () => {
  const view = { labels: ['pii'], recent: [], calls: 3, memory: NO_MEMORY, incomplete: false };
  const told = { ...view, declared: new Set(['a.b']), purposes: ['p'], overruled: 'q' };
  expect(viewWith(told, { incomplete: true, frozen: 'why' })).toEqual({ ...told, incomplete: true, frozen: 'why' });
  expect(viewWith(view, { incomplete: false })).toEqual(view);
});
