import { expect, test } from 'vitest';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

test('a question of ours is the whole answer, under a state of ours, and names what answers', async () => {
  const lines = openLines(new Stand());
  const { result } = await lines.askModern(
    'tools/call',
    { name: 's__held', arguments: {} },
    { elicitation: { form: {} } },
  );
  expect(Object.keys(result).toSorted()).toEqual(['_meta', 'inputRequests', 'requestState', 'resultType']);
  expect(Object.values(result.inputRequests)).toEqual([expect.objectContaining({ method: 'elicitation/create' })]);
});
