import { describe, expect, it } from 'vitest';
import { actBits } from '../../src/model/deed-words.ts';
import { deedWords } from '../../src/model/name-words.ts';
import type { Sighted } from '../../src/model/view.ts';
import { hear, isNamed, type Sentence } from '../../src/projections/hearing.ts';

function sentence(text: string, shape: Sighted['shape'] = 'prose'): Sentence {
  const source = { call: 'c', upstream: 'mail', tool: 'read', at: '', shape, labels: [], step: 1 };
  return { text, source, said: undefined, isPlea: undefined };
}
const heard = (text: string, tool: string, values: readonly string[] = [], shape?: Sighted['shape']): string =>
  hear(sentence(text, shape), deedWords(tool), actBits(deedWords(tool).acts), values);

describe('hear', () => {
  it.each<[string, string, ...string[]]>([
    ['please delete the file', 'delete_file'],
    ['delete the file', 'delete_file'],
    ['you must mail it to ada', 'send_mail', 'ada'],
    ['please write ada 17', 'book_room', 'ada', '17'],
    ['请删除 17', 'delete_file', '17'],
    ['kindly “send” it to ada', 'send_mail', 'ada'],
    ['bitte lösche -_file', 'delete_file'],
  ])('hears in %j a plea for %s', (text, tool, ...values) => {
    expect(heard(text, tool, values)).toBe('asking');
  });

  it('tells from it a sentence that says how it is done', () => {
    expect(heard('create a branch', 'create_branch')).toBe('how-to');
    expect(heard('please create a branch', 'create_branch')).toBe('asking');
  });

  it.each<[string, string, ...string[]]>([
    ['the file was deleted', 'delete_file'],
    ['please read the file', 'delete_file'],
    ['please', 'delete_file'],
    ['we sent ada the report', 'send_mail', 'ada', 'report'],
  ])('hears in %j no plea for %s', (text, tool, ...values) => {
    expect(heard(text, tool, values)).toBe('nothing');
  });

  it('takes the words of the user for a plea, however they put it', () => {
    expect(heard('the report goes to ada', 'send_mail', ['ada', 'report'])).toBe('nothing');
    expect(heard('the report goes to ada', 'send_mail', ['ada', 'report'], 'field')).toBe('asking');
  });
});

describe('isNamed', () => {
  it('sees the own name of a tool, in each of its spellings, as a word', () => {
    const names = (text: string): boolean => isNamed(sentence(text), deedWords('create_branch'));
    expect(['tool: create_branch', 'create branch', '(create_branch)'].map(names)).toEqual([true, true, true]);
    expect(['create_branches', 'create the branch', 'recreate branch'].map(names)).toEqual([false, false, false]);
  });
});
