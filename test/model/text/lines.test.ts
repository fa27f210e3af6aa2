import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLines, splitLines } from '../../../src/model/text/lines.ts';

function split(chunks: readonly Buffer[], cap = 1_000_000): { lines: string[]; tooLong: number[] } {
  const lines: string[] = [];
  const tooLong: number[] = [];
  const take = splitLines(
    (line) => lines.push(line),
    cap,
    (bytes) => tooLong.push(bytes),
  );
  for (const chunk of chunks) take(chunk);
  return { lines, tooLong };
}

describe('splitLines', () => {
  it('gives the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'binary' }).map((s) => s.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''));
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(split(chunks).lines).toEqual(
          lines.map((one) => Buffer.from(one).toString('utf8')).filter((one) => one !== ''),
        );
      }),
    );
  });

  it('drops a line over the cap, says so once, and reads the next', () => {
    const chunks = ['ok\n', 'x'.repeat(600), 'x'.repeat(600), 'x\nafter\n'].map((text) => Buffer.from(text));
    expect(split(chunks, 1000)).toEqual({ lines: ['ok', 'after'], tooLong: [1201] });
  });

  it('does not keep single bytes one by one, and still knows both ends of a line that is too long', () => {
    const heard: string[] = [];
    const take = splitLines(
      (line) => heard.push(line),
      1_000,
      (_bytes, { head, tail }) => heard.push(`${head}|${tail}`),
    );
    const [short, long] = ['s'.repeat(900), `head${'-'.repeat(2_000)}tail`];
    const piece = Buffer.alloc(1);
    for (const line of [short, long]) {
      take(Buffer.from(line[0] ?? ''));
      for (const letter of `${line.slice(1)}\n`) {
        piece.write(letter);
        take(piece);
      }
    }
    expect(heard).toEqual([short, `${long.slice(0, 256)}|${long.slice(-256)}`]);
  });

  it('takes a carriage return before the newline for part of it', () => {
    expect(split([Buffer.from('a\r\n\r\nb\n')]).lines).toEqual(['a', 'b']);
  });
});

describe('joinLines', () => {
  it('writes the lines of one turn at once and in order', async () => {
    const written: string[] = [];
    const write = joinLines((text) => written.push(text));
    write('a');
    write('b');
    await turn();
    write('c');
    await turn();
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });
});
