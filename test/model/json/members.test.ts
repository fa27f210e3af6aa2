import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropFromMeta, dropMembers, putFirst, withoutMembers } from '../../../src/model/json/members.ts';
import { jsonText, stringText } from '../arbitrary.ts';

/** An object as its members are written, each with the space around it. */
const written = fc.uniqueArray(
  fc.tuple(fc.constantFrom('', ' ', '\n\t'), stringText, jsonText(2)).map(([space, key, value]) => ({
    name: JSON.parse(key) as string,
    text: `${space}${key} :${space}${value}${space}`,
  })),
  { maxLength: 6, selector: ({ name }) => name },
);
const render = (members: readonly { text: string }[]): string => `{${members.map(({ text }) => text).join(',')}}`;

describe('dropMembers', () => {
  it('takes out what is named, and leaves every other byte where it was', () => {
    fc.assert(
      fc.property(written, fc.func(fc.boolean()), (members, drops) => {
        const kept = members.filter(({ name }) => !drops(name));
        expect(dropMembers(` ${render(members)} `, drops)).toBe(` ${render(kept)} `);
      }),
    );
  });

  it('leaves what is no object', () => {
    for (const text of ['[1,{"a":2}]', '"a"', 'null', '{ }']) expect(dropMembers(text, () => true)).toBe(text);
  });
});

describe('withoutMembers', () => {
  it('takes out the members of some names, however those are spelled, and leaves every other byte', () => {
    fc.assert(
      fc.property(written, fc.array(fc.string()), fc.nat(), (members, others, pick) => {
        const names = [...others, ...members.filter((_, i) => (pick >> i) & 1).map(({ name }) => name)];
        const kept = members.filter(({ name }) => !names.includes(name));
        expect(withoutMembers(render(members), names)).toBe(render(kept));
      }),
    );
  });

  it('takes out a name that is written with escapes', () => {
    expect(withoutMembers('{"\\u0061":1,"b":"a"}', ['a'])).toBe('{"b":"a"}');
  });
});

describe('dropFromMeta', () => {
  it('takes out of `_meta` what is named, with the whole of it where that was all, and leaves every other byte', () => {
    const around = written.map((members) => members.filter(({ name }) => name !== '_meta'));
    fc.assert(
      fc.property(around, written, fc.func(fc.boolean()), (others, meta, drops) => {
        const kept = meta.filter(({ name }) => !drops(name));
        const whole = (inner: typeof meta) => [...others, { name: '_meta', text: ` "_meta": ${render(inner)}` }];
        const isEmptied = meta.length > 0 && kept.length === 0;
        expect(dropFromMeta(render(whole(meta)), drops)).toBe(render(isEmptied ? others : whole(kept)));
        expect(dropFromMeta(render(others), drops)).toBe(render(others));
      }),
    );
  });

  it('leaves a `_meta` that is no object', () => {
    expect(dropFromMeta('{"_meta":5}', () => true)).toBe('{"_meta":5}');
  });
});

it('puts members first', () => {
  expect(putFirst('{}', '"a":1')).toBe('{"a":1}');
  expect(putFirst(' { "b" : 2 }', '"a":1')).toBe(' {"a":1, "b" : 2 }');
  fc.assert(
    fc.property(written, (members) => {
      expect(dropMembers(putFirst(render(members), '"a name of ours":1'), (name) => name === 'a name of ours')).toBe(
        render(members),
      );
    }),
  );
});
