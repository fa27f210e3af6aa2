import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfSame } from '../../../src/model/evidence/rewrite.ts';

const read = { upstream: 'files', tool: 'read_file' };
const rewrite = { upstream: 'files', places: ['src/a.ts'], values: ['src/a.ts', 'one', 'two'], written: [] };

describe('a result', () => {
  it('shows what is written over where it was read by that place, and by nothing else', () => {
    expect(isOfSame(read, ['src/a.ts'], rewrite)).toBe(true);
    expect(isOfSame(read, ['src/a.ts', 'two'], rewrite)).toBe(true);
    expect(isOfSame(read, ['src/b.ts'], rewrite)).toBe(false);
    expect(isOfSame(read, ['src/a.ts', 'src/b.ts'], rewrite)).toBe(false);
    expect(isOfSame(read, ['src/a.ts', '2000'], rewrite)).toBe(false);
    expect(isOfSame(read, [], rewrite)).toBe(false);
    expect(isOfSame(read, undefined, rewrite)).toBe(false);
  });

  it('shows it only where it lies in the same repository, behind the same server', () => {
    const there = {
      upstream: 'files',
      places: ['ours', 'a.md'],
      values: ['ours', 'site', 'a.md', 'main'],
      written: [],
    };
    expect(isOfSame(read, ['ours', 'site', 'a.md'], there)).toBe(true);
    expect(isOfSame(read, ['ours', 'other', 'a.md'], there)).toBe(false);
    expect(isOfSame(read, ['theirs', 'site', 'a.md'], there)).toBe(false);
    expect(isOfSame({ ...read, upstream: 'mail' }, ['ours', 'site', 'a.md'], there)).toBe(false);
    expect(isOfSame(read, ['site', 'a.md'], there)).toBe(false);
  });

  it.each(['run_file', 'list_comments', 'file_history', 'search_files', 'get_file_comments', 'review', 'getFileInfo'])(
    'is not what was written over where it is what %s tells of it',
    (tool) => {
      expect(isOfSame({ ...read, tool }, ['src/a.ts'], rewrite)).toBe(false);
    },
  );

  it.each(['read_text_file', 'get_file_contents', 'Read', 'view', 'edit_file', 'strReplace', 'files_read'])(
    'is what was written over where %s shows it',
    (tool) => {
      expect(isOfSame({ ...read, tool }, ['src/a.ts'], rewrite)).toBe(true);
    },
  );

  it('shows something else as soon as its call was about anything that this one is not', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('src/a.ts', 'one', '17')), fc.string(), (picks, other) => {
        fc.pre(!rewrite.values.includes(other));
        expect(isOfSame(read, [...picks, other], rewrite)).toBe(false);
      }),
    );
  });
});
