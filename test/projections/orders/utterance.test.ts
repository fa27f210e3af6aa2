import { describe, expect, it } from 'vitest';
import { actBits } from '../../../src/model/words/deed-words.ts';
import { wordStem } from '../../../src/model/words/word-stem.ts';
import { Utterance } from '../../../src/projections/orders/utterance.ts';

describe('the letters of a sentence', () => {
  it('say what they order, and of what', () => {
    const { acts, isOrder, words } = new Utterance('then delete the old file').said;
    expect(acts & actBits(['delete'])).not.toBe(0);
    expect(isOrder).toBe(true);
    expect(words).toContain(wordStem('file'));
    expect(new Utterance('it rained').said.isOrder).toBe(false);
  });

  it.each(['danke, jetzt ändere den plan', 'merci, ensuite supprime la liste', 'gracias, ahora cambia la hora'])(
    'begin an order behind a word for now or then in other languages: %s',
    (text) => {
      expect(new Utterance(text).said.ordered).not.toBe(0);
      expect(new Utterance(text.replace(/jetzt|ensuite|ahora/, 'heinz')).said.ordered).toBe(0);
    },
  );

  it('plead by themselves, name their reader, and speak to them', () => {
    const of = (text: string): boolean[] => {
      const { pleads, addresses, hails, charges } = new Utterance(text);
      return [pleads, addresses, hails, charges];
    };
    expect(of('the room is blue')).toEqual([false, false, false, false]);
    expect(of('please have a look')).toEqual([true, false, false, false]);
    expect(of('the assistant has it')).toEqual([true, true, false, false]);
    expect(of('dear assistant')).toEqual([true, true, true, false]);
    expect(of('each banker closes the list')).toEqual([false, false, false, true]);
  });

  it('are analysed once', () => {
    const one = new Utterance('then delete it');
    expect(one.said).toBe(one.said);
  });
});
