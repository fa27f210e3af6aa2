import { parse } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { comparedIn, refuseWord } from '../../../src/policy/condition/vocabulary.ts';

const compared = (source: string) => comparedIn(parse(source).ast).map(({ field, word }) => [field, word]);

describe('comparedIn', () => {
  it.each<[string, string[][]]>([
    [
      'f.kind == "a" || "b" != f.kind',
      [
        ['kind', 'a'],
        ['kind', 'b'],
      ],
    ],
    [
      'f.to.role in ["a", "b"]',
      [
        ['role', 'a'],
        ['role', 'b'],
      ],
    ],
    ['"a" in call.powers', [['powers', 'a']]],
    [
      'agent == "a" && glob(call.tool, "b*") && f.kind.glob("c*")',
      [
        ['agent', 'a'],
        ['tool', 'b*'],
        ['kind', 'c*'],
      ],
    ],
    ['call.args.kind == "a" || "b" in call.args.role.powers', []],
    ['f.kind == f.at', []],
  ])('%s', (source, words) => {
    expect(compared(source)).toEqual(words);
  });

  it('says where the word stands', () => {
    expect(comparedIn(parse('f.kind == "a"').ast)[0]?.offset).toBe(10);
  });
});

describe('refuseWord', () => {
  const around = { servers: { bank: {} }, agents: { bot: {} }, purposes: {} };
  const refuse = (field: string, word: string) =>
    refuseWord({ field, word, offset: 0 }, around, ['sql.destructive', 'secret.*']);

  it.each([
    ['kind', 'secret.aws'],
    ['kind', 's*'],
    ['role', 'destination'],
    ['role', ''],
    ['upstream', 'bank'],
    ['agent', 'bot'],
    ['tool', 'bank.*'],
    ['shape', 'prose'],
    ['name', 'whatever'],
    ['toString', 'x'],
  ])('takes %s %j', (field, word) => {
    expect(refuse(field, word)).toBeUndefined();
  });

  it.each([
    ['kind', 'sql.x'],
    ['role', 'goal'],
    ['upstream', 'bnk'],
    ['agent', 'bob'],
    ['purpose', 'x'],
    ['tool', 'crm.x'],
    ['shape', 'text'],
    ['origin', 'us'],
  ])('refuses %s %j', (field, word) => {
    expect(refuse(field, word)?.what).toContain(word);
  });
});
