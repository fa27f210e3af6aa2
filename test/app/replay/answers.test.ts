import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answersInOrder } from '../../../src/app/replay/answers.ts';

const question = fc.record({ weight: fc.nat(9), fails: fc.boolean() });
type Question = { weight: number; fails: boolean };

it('answers come in the order of their questions, no more at once than may be, and nothing after a failure', async () => {
  const given = {
    s: fc.scheduler(),
    questions: fc.array(question, { maxLength: 12 }),
    breaks: fc.boolean(),
    most: fc.record({ questions: fc.integer({ min: 1, max: 4 }), weight: fc.integer({ min: 1, max: 12 }) }),
  };
  await fc.assert(
    fc.asyncProperty(fc.record(given), async ({ s, questions, breaks, most }) => {
      let open = 0;
      let held = 0;
      let isClosed = false;
      async function* read(): AsyncGenerator<{ question: number; weight: number }> {
        try {
          for (const [number, { weight }] of questions.entries()) yield { question: number, weight };
          if (breaks) throw new Error('reading');
        } finally {
          isClosed = true;
        }
      }
      const ask = async (number: number): Promise<number> => {
        const { weight, fails } = questions[number] as Question;
        // One question may always be asked, and the next where what is held leaves room for any more.
        expect(open === 0 || (open < most.questions && held < most.weight)).toBe(true);
        open++;
        held += weight;
        await s.schedule(Promise.resolve());
        if (fails) throw new Error(`answer ${number}`);
        return number;
      };
      const got: number[] = [];
      let fault: string | undefined;
      const all = (async () => {
        try {
          for await (const number of answersInOrder(read(), ask, most)) {
            got.push(number);
            open--;
            held -= (questions[number] as Question).weight;
          }
        } catch (error) {
          fault = (error as Error).message;
        }
      })();
      await s.waitFor(all);
      const broken = questions.findIndex(({ fails }) => fails);
      const end = broken === -1 ? questions.length : broken;
      expect(got).toEqual(Array.from({ length: end }, (_, number) => number));
      expect(fault).toBe(broken !== -1 ? `answer ${broken}` : breaks ? 'reading' : undefined);
      expect(isClosed).toBe(true);
    }),
    { numRuns: 200 },
  );
});
