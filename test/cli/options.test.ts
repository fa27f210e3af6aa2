import { expect, it } from 'vitest';
import { CONFIG, LOCKFILE, STATE } from '../../src/cli/options.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { makeScreen } from './stage.ts';

/** These mean another thing by a configuration than the one that they are about. */
const OTHERS = ['adopt', 'init', 'servers', 'replay', 'add'];

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
