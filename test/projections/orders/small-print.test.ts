import { describe, expect, it } from 'vitest';
import { Sentences } from '../../../src/projections/orders/sentences.ts';
import { beforeSmallPrint, besideSmallPrint } from '../../../src/projections/orders/small-print.ts';

const of = (text: string): Sentences => {
  const sentences = new Sentences();
  sentences.add(text, { call: 'c', upstream: 'mail', tool: 'read', at: '', shape: 'prose', labels: [], step: 1 });
  // They are cut when somebody first asks for them.
  sentences.all();
  return sentences;
};
const SMALL = 'if you are not the intended recipient, please notify the sender. delete it.';

describe('what stands beside small print', () => {
  it('is what a sentence says before it', () => {
    const sentences = of(`ada brandt 4711 ${SMALL} enter the number`);
    expect([0, 1, 2, 3].map((number) => beforeSmallPrint(sentences, number)?.text)).toEqual([
      'ada brandt 4711 ',
      undefined,
      undefined,
      'enter the number',
    ]);
  });

  it('is what comes next in either direction, as if there were none', () => {
    const sentences = of(`enter the number. ${SMALL} ada brandt 4711. ${SMALL} replace the old one`);
    expect(besideSmallPrint(sentences, 4).map(({ text }) => text)).toEqual(['enter the number', 'replace the old one']);
    expect(besideSmallPrint(of('ada brandt'), 0)).toEqual([]);
  });

  it('is the last of it where it goes on and on, and not nothing', () => {
    const beside = (times: number): string[] =>
      besideSmallPrint(of(`enter the number. ${SMALL} ${'delete it. '.repeat(times)}ada brandt`), times + 4).map(
        ({ text }) => text,
      );
    expect(beside(3)).toEqual(['enter the number']);
    expect(beside(9)).toEqual(['delete it']);
  });

  it('is no order to delete that stands behind other words', () => {
    expect(beforeSmallPrint(of('the record is old. delete it.'), 1)?.text).toBe('delete it.');
  });
});
