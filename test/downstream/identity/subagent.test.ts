import { expect, test } from 'vitest';
import { subagentOf } from '../../../src/downstream/identity/subagent.ts';

test.each([
  [{}, undefined, undefined],
  [{ sessionId: 's', threadId: 's' }, undefined, undefined],
  [{ sessionId: 's', threadId: 't' }, undefined, 't'],
  [{ threadId: 't' }, undefined, undefined],
  [{ 'x-codex-turn-metadata': { session_id: 's', thread_id: 't' } }, undefined, 't'],
  [{ 'x-codex-turn-metadata': { session_id: 's', thread_id: 's' } }, undefined, undefined],
  [{ 'acme/agent': 'reviewer', sessionId: 's', threadId: 't' }, 'acme/agent', 'reviewer'],
  [{ 'acme/agent': '', sessionId: 's', threadId: 't' }, 'acme/agent', 't'],
  [{ 'acme/agent': { odd: 1 } }, 'acme/agent', undefined],
])('of %j under the key %s: %s', (meta, key, found) => {
  expect(subagentOf(meta, key)).toBe(found);
});

test('what a client says cannot be long', () => {
  expect(subagentOf({ a: 'x'.repeat(5000) }, 'a')).toHaveLength(100);
});
