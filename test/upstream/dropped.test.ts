import { expect, it } from 'vitest';
import { Remains } from '../../src/model/text/remains.ts';
import { tellDropped } from '../../src/upstream/dropped.ts';

const told = (text: string, answers?: number): unknown[] => {
  const remains = new Remains();
  remains.add(Buffer.from(text));
  const heard: unknown[] = [];
  const listener = {
    tooLarge: (bytes: number, id: number | undefined) => heard.push('answer', bytes, id),
    asksTooMuch: (bytes: number, id: string | undefined) => heard.push('question', bytes, id),
  };
  tellDropped(listener, 7, remains, answers);
  return heard;
};

it.each([
  ['{"jsonrpc":"2.0","id":3,"result":{', undefined, ['answer', 7, 3]],
  ['{"jsonrpc":"2.0","result":{', undefined, ['answer', 7, undefined]],
  ['{"jsonrpc":"2.0","result":{', 5, ['answer', 7, 5]],
  ['{"jsonrpc":"2.0","id":3,"method":"ping",', 5, ['question', 7, '3']],
  ['{"jsonrpc":"2.0","method":"notifications/message",', undefined, ['question', 7, undefined]],
] as const)('tells of %s, where %j would be answered', (text, answers, expected) => {
  expect(told(text, answers)).toEqual(expected);
});
