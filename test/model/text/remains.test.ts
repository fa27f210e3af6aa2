import { describe, expect, it } from 'vitest';
import { Remains } from '../../../src/model/text/remains.ts';

const remainsOf = (...pieces: string[]): Remains => {
  const remains = new Remains();
  for (const piece of pieces) remains.add(Buffer.from(piece));
  return remains;
};
const LONG = 'x'.repeat(1_000);

describe('what is left of a message', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":12,"result":{', '"}]}}', '12'],
    ['{ "id" : 3 , "jsonrpc"', '}', '3'],
    ['{"jsonrpc":"2.0","method":"tools/call","id":"a-4","params":{', '"}}}', '"a-4"'],
    ['{"jsonrpc":"2.0","method":"tools/call","params":{"id":6,', '"}}', undefined],
    ['{"result":{"x":', '"}]},"jsonrpc":"2.0","id":7}', '7'],
    ['{"result":{"x":', '},"id":8,"jsonrpc":"2.0"} ', '8'],
    ['{"result":{"id":5,', '{"id":9}}', undefined],
    ['{"jsonrpc":"2.0","id":"ours-12","result"', '}', '"ours-12"'],
    ['{"jsonrpc":"2.0","id":"\\u0061","result"', '}', undefined],
  ])('%s … %s has its id', (head, tail, id) => {
    expect(remainsOf(head, LONG, tail).id).toBe(id);
    expect(remainsOf(head + LONG, ...tail).id).toBe(id);
  });

  it.each([
    ['{"result":{"x":', true],
    ['{ "jsonrpc" : "2.0", "error":{', true],
    ['{"jsonrpc":"2.0","id":12,"result":{', false],
    ['{"method":"tools/call","params":{"result":', false],
    ['["result":', false],
  ])('%s … says whether its id is to come', (head, isToCome) =>
    expect(remainsOf(head, LONG).isIdToCome).toBe(isToCome),
  );

  it.each([
    ['{"method":"tools/call","params":{', true],
    ['{ "jsonrpc":"2.0", "id" : "a-1" , "method":', true],
    ['{"id":4,"method":"tools/call"', true],
    ['{"jsonrpc":"2.0","method":"notifications/progress"', true],
    ['{"jsonrpc":"2.0","id":1,"result":{"method":"x"', false],
    ['{"result":{"method":"x"', false],
  ])('%s … says whether it asks', (head, asks) => expect(remainsOf(head, LONG).asks).toBe(asks));

  it('is no more than 256 bytes of each end', () => {
    const { head, tail } = remainsOf(`a${LONG}`, LONG, `${LONG}z`);
    expect([head, tail]).toEqual([`a${'x'.repeat(255)}`, `${'x'.repeat(255)}z`]);
  });
});
