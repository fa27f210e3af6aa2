import { expect, test } from 'vitest';
import { commandLines } from '../../../src/inspect/shell/command-lines.ts';
import { type JsonObject, leaves } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

const lines = (args: JsonObject, name = 'run'): string[] | undefined => {
  const call = callOf(args, { powers: ['execute'] }, name);
  return commandLines(call, leaves(call.params))?.map((line) => line.text);
};

test('joins words to lines as a shell would need them', () => {
  expect(lines({ command: 'ls -la' })).toEqual(['ls -la']);
  expect(lines({ command: 'rm', args: ['-rf', 'a b', "it's"] })).toEqual(["rm -rf 'a b' 'it'\\''s'"]);
  expect(lines({ command: ['bash', '-c', 'rm x'] })).toEqual(["bash -c 'rm x'"]);
  expect(lines({ commands: ['ls -la', 'pwd'] })).toEqual(['ls -la', 'pwd']);
});

test('knows what goes to an interpreter', () => {
  expect(lines({ code: 'print(1)' }, 'run_python')).toEqual(['print(1)']);
  expect(lines({ code: 'print(1)' }, 'python')).toEqual(['print(1)']);
  expect(lines({ sql: 'select 1' }, 'run_query')).toBeUndefined();
});

test('knows what is no command', () => {
  expect(lines({ text: 'ls' })).toBeUndefined();
  const mail = callOf({ command: 'ls' }, { powers: ['read'] });
  expect(commandLines(mail, leaves(mail.params))).toBeUndefined();
});
