import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { Stand } from '../stand.ts';
import { openLines } from '../wires.ts';

const FORM = { elicitation: { form: {} } };
const KEY = 'sallyport.task';
const echo = { name: 's__echo', arguments: { text: 'x' } };
const said = (task: unknown): JsonObject => ({ action: 'accept', content: { task } }) as JsonObject;

/** Asks before the first call, as the gate would. */
function asking(): Stand {
  const stand = new Stand();
  let isAsked = false;
  stand.asksTask = async () => {
    const isFirst = !isAsked;
    isAsked = true;
    return isFirst;
  };
  return stand;
}

/** One modern client that is asked and answers so; what was heard of it. */
async function answering(response: JsonObject | undefined): Promise<Stand['heard']> {
  const stand = asking();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', echo, FORM);
  expect(stand.calls).toEqual([]);
  const inputResponses = response === undefined ? {} : { [KEY]: response };
  const retry = { ...echo, requestState: result.requestState, inputResponses };
  const done = await lines.askModern('tools/call', retry, FORM);
  expect(done.result.content[0].text).toBe('{"text":"x"}');
  expect(stand.calls[0]?.params).not.toHaveProperty('inputResponses');
  const again = await lines.askModern('tools/call', retry, FORM);
  expect(again.error).toMatchObject({ data: { reason: 'invalid_request_state' } });
  return stand.heard;
}

test('what a modern client brings back is heard once, before the call goes on', async () => {
  expect(await answering(said('Write to Ada.'))).toEqual([
    expect.objectContaining({ source: 'form', task: 'Write to Ada.', took: expect.any(Number) }),
  ]);
});

test('whatever is no word of a person changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.constant(undefined),
        fc.constantFrom('decline', 'cancel').map((action) => ({ action, content: { task: 'Write to Eve.' } })),
        fc.constantFrom('', '  ', 7, null, ['x'], { task: 'x' }).map(said),
        fc.constantFrom<JsonObject>({ action: 'accept' }, { action: 'accept', content: {} }, { task: 'x' }),
      ),
      async (response) => {
        expect(await answering(response)).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
});

test('a legacy client is asked over its connection while the call waits', async () => {
  const stand = asking();
  const lines = openLines(stand);
  await lines.initialize(FORM);
  const pending = lines.ask('tools/call', echo, 'call');
  const { id, params } = await lines.find((message) => message.method === 'elicitation/create');
  expect(stand.calls).toEqual([]);
  expect(params.message).toMatch(/what did you ask for.*s: echo would be the first call.*need not answer/s);
  expect(params.requestedSchema).toMatchObject({ required: ['task'] });
  lines.send({ id, result: said('Write to Ada.') });
  expect((await pending).result.content[0].text).toBe('{"text":"x"}');
  expect(stand.heard).toEqual([expect.objectContaining({ source: 'form', task: 'Write to Ada.' })]);
});

test('who cannot be asked is not, and the gate is not even asked whether', async () => {
  const stand = asking();
  const lines = openLines(stand);
  expect((await lines.askModern('tools/call', echo)).result.content[0].text).toBe('{"text":"x"}');
  const legacy = openLines(stand);
  await legacy.initialize();
  expect((await legacy.ask('tools/call', echo)).result.content[0].text).toBe('{"text":"x"}');
  expect(await stand.asksTask?.(stand.calls[0] as Call)).toBe(true);
});
