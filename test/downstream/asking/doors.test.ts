import { expect, test } from 'vitest';
import { Stand, until } from '../stand.ts';
import { openLines } from '../wires.ts';

test('a held call that is taken back withdraws its form, and an answer that was on its way is handed on as late', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize({ elicitation: {} });
  lines.send({ id: 5, method: 'tools/call', params: { name: 's__held', arguments: { text: 'x' } } });
  const question = await lines.find((message) => message.method === 'elicitation/create');
  lines.send({ method: 'notifications/cancelled', params: { requestId: 5 } });
  const withdrawn = await lines.find((message) => message.method === 'notifications/cancelled');
  expect(withdrawn.params.requestId).toBe(question.id);
  lines.send({ id: question.id, result: { action: 'accept', content: { decision: 'allow_once' } } });
  await until(() => stand.answers.length === 2);
  expect(stand.answers.map(({ action, isLate }) => [action, isLate])).toEqual([
    ['none', undefined],
    ['approve', true],
  ]);
});
