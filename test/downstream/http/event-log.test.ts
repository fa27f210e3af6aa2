import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog, readEventId } from '../../../src/downstream/http/event-log.ts';

const textsAfter = (log: EventLog, id: string) => {
  const { stream, number } = readEventId(id) ?? { stream: -1, number: -1 };
  const { events, whole } = log.after(stream, number);
  return { texts: events.map(({ text }) => text), whole };
};

test('a stream is taken up after any of its events, and hears nothing of another', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.string()), { minLength: 1, maxLength: 50 }), fc.nat(), (said, at) => {
      const log = new EventLog();
      const ids = said.map(([stream, text]) => log.add(stream, text).id);
      expect(new Set(ids).size).toBe(ids.length);
      const from = at % said.length;
      const [stream] = said[from] ?? [0];
      const later = said.slice(from + 1).flatMap(([of, text]) => (of === stream ? [text] : []));
      expect(textsAfter(log, ids[from] ?? '')).toEqual({ texts: later, whole: true });
    }),
  );
});

test('it says when something in between is kept no more', () => {
  const log = new EventLog();
  const first = log.add(1, 'first').id;
  const second = log.add(1, 'second').id;
  for (let i = 0; i < 999; i++) log.add(2, String(i));
  expect(textsAfter(log, first)).toEqual({ texts: ['second'], whole: true });
  log.add(2, 'more');
  log.add(2, 'and more');
  expect(textsAfter(log, first)).toEqual({ texts: [], whole: false });
  expect(textsAfter(log, second)).toEqual({ texts: [], whole: true });
});

test('large events make room for each other, and the newest stays', () => {
  const log = new EventLog();
  const large = 'x'.repeat(200_000);
  const first = log.add(1, large).id;
  log.add(1, `${large}${large}`);
  expect(textsAfter(log, first)).toEqual({ texts: [`${large}${large}`], whole: true });
  log.forget(1);
  expect(textsAfter(log, first)).toEqual({ texts: [], whole: true });
});

test.each(['', '1', 'a-1', '1-a', '-1-2', '1-2-3', `1-${'9'.repeat(30)}`])('%j is no event id', (id) => {
  expect(readEventId(id)).toBeUndefined();
});
