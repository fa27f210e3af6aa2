import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { answerNoCommand, makeProgram } from '../../src/cli/program.ts';
import { makeScreen } from './stage.ts';

const nothing = (): void => undefined;
const commands: readonly Command[] = makeProgram(makeScreen(), nothing).commands;

describe('the commands', () => {
  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s has a purpose in one line, and examples',
    (name, command) => {
      expect(command.description()).toMatch(/^[A-Z].{10,90}\.$/);
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(/Examples?:\n {2}\$ sallyport /);
      expect(help).toContain(`sallyport ${name}`);
      for (const one of [command, ...command.commands])
        for (const { description } of [...one.options, ...one.registeredArguments]) expect(description).not.toBe('');
    },
  );

  it.each(['doctor', 'check', 'scan', 'discover', 'lock', 'diff', 'accept', 'types', 'replay', 'verify'])(
    '%s says what a script reads from how it ends',
    (name) => {
      let help = '';
      const command = commands.find((each) => each.name() === name);
      command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(/\nEnds with 0 .*[;.]/s);
    },
  );

  it('are those of the manual', () => {
    expect(commands.map((command) => command.name())).toEqual([
      'serve',
      'init',
      'doctor',
      'check',
      'scan',
      'adopt',
      'restore',
      'login',
      'logout',
      'token',
      'discover',
      'inventory',
      'lock',
      'diff',
      'accept',
      'types',
      'pending',
      'approve',
      'deny',
      'except',
      'trust',
      'task',
      'freeze',
      'unfreeze',
      'log',
      'show',
      'sessions',
      'servers',
      'replay',
      'verify',
      'checkpoint',
      'erase',
      'help',
    ]);
  });
});

it.each([
  [['restore', 'extra'], '(sallyport restore --help shows how it is used)'],
  [['adopt', '--nonsense'], '(sallyport adopt --help shows how it is used)'],
  [['token', 'add'], '(sallyport token add --help shows how it is used)'],
  [['nonsense'], '(sallyport --help lists the commands)'],
])('%j is told of the help of that command', async (words, hint) => {
  const screen = makeScreen();
  const program = makeProgram(screen, nothing);
  for (const command of program.commands) command.exitOverride();
  await expect(program.parseAsync(['node', 'sallyport', ...words])).rejects.toThrow();
  expect(screen.complained()).toContain(hint);
});

it('without a command: help for a person, advice for a client', () => {
  const person = makeScreen({ isTerminal: true });
  expect(answerNoCommand(makeProgram(person, nothing), person)).toBe(0);
  expect(person.printed()).toMatch(/Usage: sallyport COMMAND/);
  const client = makeScreen();
  expect(answerNoCommand(makeProgram(client, nothing), client)).toBe(2);
  expect(client.printed()).toBe('');
  expect(client.complained()).toMatch(/sallyport --help lists them; .*serve --config/);
});
