import { expect, it } from 'vitest';
import { CONFIG, LOCKFILE, more, moreOf, portOf, STATE } from '../../src/cli/options.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { makeScreen } from './stage.ts';

/** These mean another thing by a configuration than the one that they are about. */
const OTHERS = ['adopt', 'init', 'servers', 'replay', 'add', 'sessions'];

it('an option means the same wherever it is, and says where the configuration is looked for', () => {
  const program = makeProgram(makeScreen(), () => undefined);
  const all = [...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  let seen = 0;
  for (const command of all) {
    for (const [flags, about] of [CONFIG, LOCKFILE, STATE]) {
      const option = command.options.find((each) => each.flags === flags);
      if (
        option === undefined ||
        command.name() === 'discover' ||
        (flags === CONFIG[0] && OTHERS.includes(command.name()))
      )
        continue;
      expect(option.description, command.name()).toBe(about);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(30);
  expect(CONFIG[1]).toMatch(/in this folder, else the one that was adopted last/);
});

it('an option that may be repeated adds to what was given before', () => {
  expect(more('b,c', more('a'))).toEqual(['a', 'b,c']);
  expect(moreOf('b,c', moreOf('a'))).toEqual(['a', 'b', 'c']);
});

it.each(['-1', '65536', '1.5', 'x', ''])('%j is no port', (text) => {
  expect(() => portOf(text)).toThrow('Write a number from 0 to 65535.');
});

it('any number of a port is one, 0 for a free one', () => {
  expect(['0', '7600', '65535'].map(portOf)).toEqual([0, 7_600, 65_535]);
});
