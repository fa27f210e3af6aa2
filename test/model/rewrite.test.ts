import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfSame } from '../../src/model/rewrite.ts';

const read = { upstream: 'files', tool: 'read_file' };
const rewrite = { upstream: 'files', places: ['src/a.ts'], values: ['src/a.ts', 'one', 'two'] };

describe('a result', () => {
  it('shows what is written over where it was read by that place, and by nothing else', () => {
    expect(isOfSame(read, ['src/a.ts'], rewrite)).toBe(true);
    expect(isOfSame(read, ['src/a.ts', '2000'], rewrite)).toBe(true);
    expect(isOfSame(read, ['src/b.ts'], rewrite)).toBe(false);
    expect(isOfSame(read, ['src/a.ts', 'src/b.ts'], rewrite)).toBe(false);
    expect(isOfSame(read, [], rewrite)).toBe(false);
  });

  it('shows it only where it lies in the same repository, behind the same server', () => {
    const there = { upstream: 'files', places: ['ours', 'a.md'], values: ['ours', 'site', 'a.md', 'main'] };
    expect(isOfSame(read, ['ours', 'site', 'a.md'], there)).toBe(true);
    expect(isOfSame(read, ['ours', 'other', 'a.md'], there)).toBe(false);
    expect(isOfSame(read, ['theirs', 'site', 'a.md'], there)).toBe(false);
    expect(isOfSame({ ...read, upstream: 'mail' }, ['ours', 'site', 'a.md'], there)).toBe(false);
    expect(isOfSame(read, ['site', 'a.md'], there)).toBe(false);
  });

  it('is not what was written over where it is what a program printed', () => {
    expect(isOfSame({ ...read, tool: 'run_file' }, ['src/a.ts'], rewrite)).toBe(false);
  });

  it('shows something else as soon as its call was made with anything that this one has not, or with more than is known', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('src/a.ts', 'one', '17')), fc.string(), (made, other) => {
        fc.pre(!rewrite.values.includes(other) && !/^\d+$/.test(other));
        expect(isOfSame(read, [...made, other], rewrite)).toBe(false);
      }),
    );
    expect(isOfSame(read, Array<string>(8).fill('src/a.ts'), rewrite)).toBe(false);
  });
});
