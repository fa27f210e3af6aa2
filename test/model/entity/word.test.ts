import { describe, expect, it } from 'vitest';
import {
  digitsIn,
  isAddress,
  isOfNames,
  mailEnd,
  nameEnd,
  nextName,
  pathEnd,
  withoutEnding,
} from '../../../src/model/entity/word.ts';

const whole = (tell: (text: string, start: number, end: number) => number, text: string): string => {
  const end = tell(text, 0, text.length);
  return end < 0 ? 'no' : text.slice(0, end);
};
function names(text: string): string[] | undefined {
  const { length } = text;
  if (!isOfNames(text, 0, length)) return undefined;
  const found: string[] = [];
  for (let at = nextName(text, 0, length); at >= 0; at = nextName(text, nameEnd(text, at, length), length))
    found.push(text.slice(at, nameEnd(text, at, length)));
  return found;
}

// What all of them tell together is measured by the forms in `entity.test.ts`.
describe('a word that is one entity', () => {
  it('ends before what ends a sentence', () => {
    const ended = Array.from('a.)]/é', (sign) => withoutEnding(`ab${sign}`, 0, 3) === 2);
    expect(ended).toEqual([false, true, true, true, false, false]);
    expect(withoutEnding('...', 1, 3)).toBe(1);
  });

  it('has so many digits where it is a number, perhaps in groups', () => {
    expect(['12-34', '-', '12a', '1 2', ''].map(digitsIn)).toEqual([4, 0, -1, -1, 0]);
  });

  it.each([
    ['ada@x.example', 'ada@x.example'],
    ['ada@x.example).', 'ada@x.example'],
    ['.ada@x.example', 'no'],
    ['ada@x', 'no'],
    ['ada@x.e', 'no'],
    ['ada@x.example-y', 'no'],
    ['ada@x.example/y', 'no'],
    [`${'a'.repeat(65)}@x.example`, 'no'],
    [`ada@${'x.'.repeat(9)}example`, 'no'],
  ])('is the mail address of %s: %s', (text, mail) => {
    expect(whole(mailEnd, text)).toBe(mail);
  });

  it.each([
    ['/home/me/x.txt', '/home/me/x.txt'],
    ['/home/me,', '/home/me'],
    ['/home', 'no'],
    ['/home//me', 'no'],
    ['/home/me/', 'no'],
    ['home/me', 'no'],
    [`/home/${'x'.repeat(256)}`, 'no'],
    ['/x'.repeat(42), 'no'],
  ])('is the path of %s: %s', (text, path) => {
    expect(whole(pathEnd, text)).toBe(path);
  });

  it.each([
    ['https://x.example/a?b=c', true],
    ['(https://x.example', false],
    ['https://x', false],
    ['https:/x.example', false],
    ['https://x.example\\y', false],
    ['https://x.example。', false],
    [`${'a'.repeat(22)}://x.example`, false],
  ])('is an address in %s: %s', (text, is) => {
    expect(isAddress(text, 0, text.length)).toBe(is);
  });

  it.each([
    ['[worker-12]', ['worker-12']],
    ['a=abc12d;b=1234567', ['abc12d', '1234567']],
    ['-abc12d', []],
    ['12.34.56', []],
    ['abcdef', []],
    ['x'.repeat(128), []],
    [`1${'x'.repeat(128)}`, []],
    [`${'x'.repeat(64)}1`, []],
    ['DE89x', undefined],
    ['x-DE89', undefined],
    ['xDE89xy', ['xDE89xy']],
    ['docs.x', undefined],
  ])('is what names %s: %j', (text, found) => {
    expect(names(text)).toEqual(found);
  });
});
