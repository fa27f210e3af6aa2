import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventReader, type StreamEvent } from '../../../src/upstream/http/events.ts';

function read(chunks: readonly Buffer[], cap = 1_000_000): { events: StreamEvent[]; tooLarge: number[] } {
  const events: StreamEvent[] = [];
  const tooLarge: number[] = [];
  const reader = new EventReader(
    cap,
    (event) => events.push(event),
    (size) => tooLarge.push(size),
  );
  for (const chunk of chunks) reader.read(chunk);
  return { events, tooLarge };
}

const cut = (text: string, cuts: readonly number[]): Buffer[] => {
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((at, i) => bytes.subarray(places[i], at));
};

describe('EventReader', () => {
  test('law: the same events come out however the stream is cut, with any line end', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(
        fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 8 }),
        (events, end, cuts) => {
          const text = events.map((lines) => `${lines.map((each) => `data: ${each}${end}`).join('')}${end}`).join('');
          expect(read(cut(text, cuts)).events.map((event) => event.data)).toEqual(
            events.map((lines) => lines.join('\n')),
          );
        },
      ),
    );
  });

  test('law: a line ends at each of the three, whatever stands beside it', () => {
    const piece = fc.constantFrom('data: a', 'data: é', 'data', ': no', '\r', '\n', '\r\n', '\n\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 4 }), (pieces, cuts) => {
        const text = pieces.join('');
        const found: string[] = [];
        let data: string[] = [];
        for (const line of text.split(/\r\n|[\r\n]/).slice(0, -1)) {
          const value = /^data(?:: ?(.*))?$/.exec(line);
          if (value !== null) data.push(value[1] ?? '');
          if (line !== '' || data.length === 0) continue;
          found.push(data.join('\n'));
          data = [];
        }
        expect(read(cut(text, cuts)).events.map((event) => event.data)).toEqual(found);
      }),
    );
  });

  test.each(['\r', '\n', 'data: a\r', 'data: a\n'])(
    'each part of a chunk of %j is searched once for each end',
    (line) => {
      const bytes = Buffer.from(line.repeat(2_000));
      let searched = 0;
      const chunk = Object.assign(bytes, {
        indexOf(sign: number, from = 0): number {
          const at = Buffer.prototype.indexOf.call(bytes, sign, from);
          searched += (at < 0 ? bytes.length : at + 1) - from;
          return at;
        },
      });
      read([chunk]);
      expect(searched).toBeGreaterThanOrEqual(bytes.length);
      expect(searched).toBeLessThanOrEqual(2 * bytes.length);
    },
  );

  test('fields, comments and the byte order mark', () => {
    const { events } = read([
      Buffer.from('\ufeff: hello\nevent: endpoint\ndata:/x\nid: 7\nretry: 50\nbogus\n\ndata: y\n\n'),
    ]);
    expect(events).toEqual([
      { event: 'endpoint', data: '/x', id: '7', retry: 50 },
      { event: 'message', data: 'y', id: '7', retry: undefined },
    ]);
  });

  test('an id or a pause alone is told, without data', () => {
    const { events } = read([Buffer.from('id: 1\n\n\nretry: 5\n\nid: a\0b\n\n')]);
    expect(events.map(({ data, id, retry }) => [data, id, retry])).toEqual([
      ['', '1', undefined],
      ['', '1', 5],
    ]);
  });

  test('an unfinished event is none', () => {
    expect(read([Buffer.from('data: x\n')]).events).toEqual([]);
  });

  test('an event over the cap is dropped and reported once; the next one is read', () => {
    const { events, tooLarge } = read(
      [
        Buffer.from('data: '),
        ...Array.from({ length: 50 }, () => Buffer.from('x'.repeat(100))),
        Buffer.from('\n\ndata: small\n\n'),
      ],
      1_000,
    );
    expect(tooLarge).toHaveLength(1);
    expect(events.map((event) => event.data)).toEqual(['small']);
  });

  test('many lines of data over the cap count together', () => {
    const { events, tooLarge } = read([Buffer.from(`${'data: 0123456789\n'.repeat(100)}\ndata: small\n\n`)], 1_000);
    expect(tooLarge).toHaveLength(1);
    expect(events.map((event) => event.data)).toEqual(['small']);
  });

  test('single bytes are not kept one by one', () => {
    const seen: string[] = [];
    const reader = new EventReader(
      100_000,
      ({ data }) => seen.push(data),
      () => {},
    );
    const piece = Buffer.alloc(1);
    reader.read(Buffer.from('data: '));
    for (const letter of `${'x'.repeat(2_000)}\n\n`) {
      piece.write(letter);
      reader.read(piece);
    }
    expect(seen).toEqual(['x'.repeat(2_000)]);
  });

  test('an event over the cap ends at its empty line, wherever the stream is cut', () => {
    const chunks = ['data: ', 'x'.repeat(2_000), '\ndata: rest of it\n\ndata: small\n\n'].map((text) =>
      Buffer.from(text),
    );
    const { events, tooLarge } = read(chunks, 1_000);
    expect(tooLarge).toHaveLength(1);
    expect(events.map((event) => event.data)).toEqual(['small']);
  });
});

test('keeps of an event that is too large what tells whose it was, in any chunks', () => {
  const message = `{"jsonrpc":"2.0","id":"q7","method":"x","params":"${'y'.repeat(2_000)}"}`;
  const answer = `{"result":"${'y'.repeat(2_000)}","id":12}`;
  for (const [text, id, asks] of [
    [message, '"q7"', true],
    [answer, '12', false],
  ] as const)
    for (const size of [400, 1_000, 100_000]) {
      const stream = Buffer.from(`event: message\ndata: ${text}\nid: 9\n\ndata: next\n\n`);
      const told: unknown[] = [];
      const reader = new EventReader(
        300,
        ({ data }) => told.push(data),
        (_size, remains) => told.push([remains.id, remains.asks]),
      );
      for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
      expect(told).toEqual([[id, asks], 'next']);
    }
});
