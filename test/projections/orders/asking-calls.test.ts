import { describe, expect, it } from 'vitest';
import type { Sighted } from '../../../src/model/view.ts';
import { deedWords } from '../../../src/model/words/name-words.ts';
import { askingCalls } from '../../../src/projections/orders/asking-calls.ts';
import { Sentence } from '../../../src/projections/orders/sentence.ts';

const source: Sighted = { call: 'a', upstream: 'mail', tool: 'read', at: '', shape: 'prose', labels: [], step: 1 };
const asking = (...texts: readonly (readonly [call: string, text: string, more?: Partial<Sighted>])[]): unknown => {
  const found = askingCalls(
    texts.map(([call, text, more]) => new Sentence(text, { ...source, call, ...more })),
    deedWords('send_money'),
  );
  return found && [...found.keys()];
};

describe('calls whose results ask', () => {
  it('are those in which anything is asked for, or may be in a script that is not heard', () => {
    expect(asking(['a', 'it rained'], ['b', 'use the side door'], ['b', 'it was warm'])).toEqual(['b']);
    expect(asking(['a', 'ждём 500'], ['b', 'ابعث 500'], ['c', 'ça coûte 500 €, größe 4'])).toEqual(['a', 'b']);
    expect(asking()).toEqual([]);
  });

  it('are unknown where one asks for the act, or pleads for any', () => {
    expect(asking(['a', 'it rained'], ['b', 'send it on'])).toBeUndefined();
    expect(asking(['a', 'it rained'], ['b', 'please pay what the letter says'])).toBeUndefined();
    expect(asking(['a', 'it rained'], ['b', 'close the door'])).toEqual(['b']);
  });

  it('are told with the records that ask: what one message of an inbox asks, another does not', () => {
    const at = (place: string): Partial<Sighted> => ({ at: `/content/0/text#/${place}` });
    const sentences = [
      new Sentence('use the side door', { ...source, ...at('3/body') }),
      new Sentence('it rained', { ...source, ...at('4/body') }),
    ];
    expect(askingCalls(sentences, deedWords('send_money'))).toEqual(new Map([['a', new Set(['/content/0/text#/3/'])]]));
  });

  it('are never the user', () => {
    expect(asking(['', 'please send 500', { shape: 'field' }])).toEqual([]);
  });
});
