import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeLine } from '../../src/model/whole-line.ts';

const files = (...known: string[]) => {
  const all = new Set(known);
  return (path: string): boolean => all.has(path);
};
const NONE = files();

it.each([
  ['npx -y server', 'npx'],
  ['  npx   server ', 'npx'],
  ['npx -y server --token hunter2', 'npx'],
  ['node ./server.js', 'node'],
  ['uvx\tserver', 'uvx'],
])('takes %s for a line, and says of it what its program is alone', (command, program) => {
  expect(wholeLine(command, NONE)).toMatch(new RegExp(`leave only ${program} there`));
  expect(wholeLine(command, NONE)).not.toMatch(/hunter2|server/);
});

it.each([
  'npx',
  'C:\\Program Files\\x.exe',
  'C:/Program Files/x.exe',
  '/opt/my tools/x',
  './my tools/x',
  '~/my tools/x',
  ' npx ',
])('takes %s for a program', (command) => {
  expect(wholeLine(command, NONE)).toBeUndefined();
});

it('takes a path for the program of a line where it is one, and for a program whatever is one as a whole', () => {
  expect(wholeLine('/usr/bin/node server.js', files('/usr/bin/node'))).toMatch(/only \/usr\/bin\/node there/);
  expect(wholeLine('/opt/my tools/x', files('/opt/my', '/opt/my tools/x'))).toBeUndefined();
  expect(wholeLine('my tool', files('my tool'))).toBeUndefined();
});

it('never says more of a line than its first word, and nothing of one word', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(word, fc.array(word.map((text) => text.toUpperCase())), (program, rest) => {
      const said = wholeLine([program, ...rest].join(' '), NONE);
      if (rest.length === 0) expect(said).toBeUndefined();
      else expect(said).not.toMatch(/[A-Z]/);
    }),
  );
});
