import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { picksOf } from '../../../src/projections/calls/picks.ts';

const of = (args: object) => picksOf(JSON.parse(JSON.stringify({ name: 'read_file', arguments: args })));

describe('what a call is about', () => {
  it('is all that it was given, numbers of any size and long names included', () => {
    expect(of({ path: 'a.md' })).toEqual(['a.md']);
    expect(of({ project_id: 57, path: 'a.md' })?.toSorted()).toEqual(['57', 'a.md']);
    expect(of({ project: { id: '57' }, paths: ['a.md', 'b.md'] })?.toSorted()).toEqual(['57', 'a.md', 'b.md']);
    expect(of({ project: `a/${'b'.repeat(100)}` })).toEqual([`a/${'b'.repeat(100)}`]);
    expect(of({ id: 2 ** 60 })).toEqual([String(2 ** 60)]);
  });

  it('is not how much of it is taken, nor what is written down', () => {
    expect(of({ path: 'a.md', head: 20, offset: '40', startLine: 3, view_range: [1, -1] })).toEqual(['a.md']);
    expect(of({ path: 'a.md', text: 'one\ntwo' })).toEqual(['a.md']);
    expect(of({ head: 'main' })).toEqual(['main']);
    expect(of({ page_id: 17 })).toEqual(['17']);
  });

  it('is not known where some of it is not', () => {
    expect(of({ path: 'a'.repeat(301) })).toBeUndefined();
    expect(of({ paths: [...'abcdefghi'] })).toBeUndefined();
    expect(of({ all: Array<object>(500).fill({}) })).toBeUndefined();
    expect(picksOf('cut')).toEqual([]);
  });

  it('holds every short value under whatever name', () => {
    const name = fc.string().filter((one) => one !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(name, fc.stringMatching(/^[a-z]{1,9}$/), { maxKeys: 8 }), (args) => {
        expect(of(args)?.toSorted()).toEqual(Object.values(args).toSorted());
      }),
    );
  });
});
