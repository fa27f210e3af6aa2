import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Argument } from '../../../src/inspect/provenance/arguments.ts';
import { isLeft } from '../../../src/inspect/provenance/left.ts';
import type { Rewrite } from '../../../src/model/evidence/rewrite.ts';
import { NO_MEMORY, type Sighted } from '../../../src/model/view.ts';
import { viewOf } from '../given.ts';

const VALUE = 'DE89370400440532013000';
const rewrite: Rewrite = { upstream: 'files', places: ['pay.md'], values: ['pay.md'], written: [] };
const source: Sighted = {
  call: 'c',
  upstream: 'files',
  tool: 'read_file',
  at: '',
  shape: 'prose',
  labels: [],
  step: 1,
};

const left = (
  text: string,
  how: Partial<Rewrite> = {},
  file = text,
  picks: readonly string[] | 'unknown' = ['pay.md'],
  at = '/arguments/text',
) => {
  const memory = {
    ...NO_MEMORY,
    search: (one: string) => (file.includes(one) ? [source] : []),
    picksOf: () => (picks === 'unknown' ? undefined : picks),
  };
  const argument: Argument = { at, text, role: 'content' };
  const start = text.indexOf(VALUE);
  return isLeft(viewOf({}, { memory }), { ...rewrite, ...how }, argument, { start, end: start + VALUE.length });
};

describe('a value that is written', () => {
  const FILE = `How our suppliers are paid, by their names.\nBirch wants it on ${VALUE}, and within a month.\nWillow: cash`;

  it('is left where a whole file has the same on both sides of it', () => {
    expect(left(FILE)).toBe(true);
    expect(left(FILE, {}, FILE.replace('Birch wants', 'Alder wants'))).toBe(false);
    expect(left(FILE, {}, FILE, 'unknown')).toBe(false);
    expect(left(FILE, {}, FILE, ['mail.md'])).toBe(false);
  });

  it('is not left where too little stands around it, though the file holds just that', () => {
    expect(left(VALUE, {}, FILE)).toBe(false);
    expect(left(`Birch wants it on ${VALUE}, and within a month.`, {}, FILE)).toBe(false);
  });

  it('is left in an edit where it stands alike in what is replaced, whatever the file holds', () => {
    const line = `Birch: ${VALUE}`;
    expect(left(line, { replaced: [line] }, '')).toBe(true);
    expect(left(`Alder: card\n${line}`, { replaced: [`Alder: cash\n${line}`] }, '')).toBe(true);
    expect(left(line, { replaced: ['Birch: cash'] }, FILE)).toBe(false);
    expect(left(line, { replaced: [`# ${line}`] }, `# ${line}`)).toBe(false);
    expect(left(line, { replaced: [`Alder: ${VALUE}`] }, FILE)).toBe(false);
    expect(left(FILE, { replaced: [] })).toBe(false);
  });

  it('is not left by an edit that moves its line, or puts it where another line was', () => {
    const [ours, order, theirs] = ['Birch: cash', 'Take what Willow has for Birch', `Willow: ${VALUE}`];
    const old = [ours, order, theirs].join('\n');
    expect(left(old.replace('cash', 'card'), { replaced: [old] }, '')).toBe(true);
    for (const lines of [
      [theirs, order, ours],
      [theirs, order, theirs],
      [theirs, order],
    ])
      expect(left(lines.join('\n'), { replaced: [old] }, '')).toBe(false);
  });

  it('is left by one of several edits where it stood in what that edit replaces', () => {
    const written = ['Willow: cash', `Birch: ${VALUE}`];
    expect(left(`Birch: ${VALUE}`, { replaced: ['Willow: card', `Birch: ${VALUE}`], written }, '')).toBe(true);
    expect(left(`Birch: ${VALUE}`, { replaced: [`Birch: ${VALUE}`, 'Willow: card'], written }, '')).toBe(false);
  });

  it('is left in what is said to be replaced', () => {
    expect(
      left(`Birch: ${VALUE}`, { replaced: [`Birch: ${VALUE}`], written: ['-'] }, '', ['pay.md'], '/arguments/oldText'),
    ).toBe(true);
  });

  it('is looked for in so many places of one text, and beside it in so much of a line', () => {
    const line = `Birch: ${VALUE}`;
    expect(left(line, { replaced: [`Alder: ${VALUE}\n`.repeat(70) + line] }, '')).toBe(false);
    expect(left(`${'a'.repeat(300)}: ${VALUE}`, { replaced: [`${'b'.repeat(300)}: ${VALUE}`] }, '')).toBe(false);
    expect(left(`b${'a'.repeat(300)}: ${VALUE}`, { replaced: [`c${'a'.repeat(300)}: ${VALUE}`] }, '')).toBe(true);
  });

  it('is left by every edit that leaves its line, and by none that puts it in a line of its own', () => {
    const words = fc.stringMatching(/^[a-z ,]{1,40}$/);
    fc.assert(
      fc.property(words, words, words, words, (before, after, old, next) => {
        const line = `${before}: ${VALUE} ${after}`;
        expect(left(`${next}\n${line}`, { replaced: [`${old}\n${line}`] }, '')).toBe(true);
        expect(left(`${next}\n${line}`, { replaced: [old] }, line)).toBe(false);
      }),
    );
  });
});
