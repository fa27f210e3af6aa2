import { describe, expect, it } from 'vitest';
import { ABOUT_CONFIG, ABOUT_STATE, completeCommands } from '../../src/app/own-commands.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { makeScreen } from '../cli/stage.ts';

const WHERE = { config: ' --config /c.yaml', state: " --state '/s t'" };

describe('commands in a text', () => {
  it.each([
    ['Look with `sallyport diff`.', "Look with `sallyport diff --config /c.yaml --state '/s t'`."],
    ['`sallyport approve 7k2`', "`sallyport approve 7k2 --state '/s t'`"],
    ['`sallyport check`', "`sallyport check --config /c.yaml --state '/s t'`"],
    ['`sallyport types`', '`sallyport types --config /c.yaml`'],
    ['`sallyport token add ci`', "`sallyport token add ci --state '/s t'`"],
    ['`sallyport diff --config /other.yaml`', "`sallyport diff --config /other.yaml --state '/s t'`"],
    ['`sallyport init`, sallyport diff and `git diff`', '`sallyport init`, sallyport diff and `git diff`'],
  ])('are completed: %s', (text, completed) => expect(completeCommands(text, WHERE)).toBe(completed));

  it('stay as they are where the usual places are meant, and where they are whole already', () => {
    const text = 'Look with `sallyport diff`.';
    expect(completeCommands(text, { config: '', state: '' })).toBe(text);
    expect(completeCommands(completeCommands(text, WHERE), WHERE)).toBe(completeCommands(text, WHERE));
  });
});

it('knows which commands take which option', () => {
  const { commands } = makeProgram(makeScreen(), () => undefined);
  const taking = (option: string) =>
    commands.filter(({ options }) => options.some(({ long }) => long === option)).map((command) => command.name());
  expect([...ABOUT_STATE].sort()).toEqual(taking('--state').sort());
  // Of these it names another thing than what they are about.
  const others = new Set(['init', 'servers', 'sessions']);
  const about = taking('--config').filter((name) => !others.has(name));
  expect([...ABOUT_CONFIG].sort()).toEqual(about.sort());
});
