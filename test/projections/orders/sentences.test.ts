import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sighted } from '../../../src/model/view.ts';
import { deedWords } from '../../../src/model/words/name-words.ts';
import { Sentences } from '../../../src/projections/orders/sentences.ts';
import { makeSighted } from '../../samples.ts';

const source = (call = 'c'): Sighted => makeSighted({ call });
const deed = deedWords('delete_file');
const textsOf = (sentences: Sentences, numbers: Iterable<number>): string[] =>
  [...numbers].map((number) => sentences.at(number).text);

describe('sentences', () => {
  it('tell those that may ask for a deed, and those that may hold a value, latest first', () => {
    const sentences = new Sentences();
    sentences.add('please delete the file. it rained. delete the old file', source());
    expect(textsOf(sentences, sentences.mayAsk(deed, [], {}))).toEqual([
      'delete the old file',
      'please delete the file',
    ]);
    expect(textsOf(sentences, sentences.mayHold('rained'))).toEqual(['it rained']);
    expect([...sentences.mayHold('snowed')]).toEqual([]);
  });

  it('tell those around one, of the same text', () => {
    const sentences = new Sentences();
    sentences.add('one. two', source());
    const other = source('other');
    sentences.add('three. four. five', other);
    const [four = -1] = sentences.mayHold('four');
    expect(sentences.near(four, -9, 9).map(({ text }) => text)).toEqual(['three', 'four', 'five']);
    expect(sentences.near(four, 0, 1).map(({ text }) => text)).toEqual(['four', 'five']);
  });

  it('forget the oldest, hold nothing of them, and say how many', () => {
    const sentences = new Sentences();
    sentences.add('please delete the file', source());
    for (let i = 0; i < 1_200; i++) {
      expect([...sentences.mayAsk(deed, [], {})]).toHaveLength(i < 500 ? 1 : 0);
      expect(sentences.leaves).toBeLessThanOrEqual(17);
      expect(sentences.forgotten).toBe(Math.max(0, i - 499));
      sentences.add('it rained', source());
    }
  });

  it('are the last of all that came, whoever asks when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(700), fc.boolean()), { maxLength: 6 }), (steps) => {
        const sentences = new Sentences();
        let came = 0;
        for (const [more, asks] of steps) {
          for (let i = 0; i < more; i++) sentences.add(`word${came++}word`, source());
          if (asks) expect([...sentences.mayHold('word')].length).toBe(Math.min(came, 500));
        }
        const kept = Math.min(came, 500);
        const last = Array.from({ length: kept }, (_, i) => `word${came - kept + i}word`);
        expect(sentences.all().map(({ text }) => text)).toEqual(last);
        expect(textsOf(sentences, sentences.mayHold('word'))).toEqual(last.reverse());
        expect(sentences.forgotten).toBe(came - kept);
      }),
      { numRuns: 20 },
    );
  });
});
