import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { commandDoubts } from '../../../src/app/doubts/commands.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { scratch } from '../../cli/stage.ts';

const dir = scratch();
mkdirSync(path.join(dir, 'my tools'));
for (const name of ['my tools/x', 'my']) {
  writeFileSync(path.join(dir, name), '');
  chmodSync(path.join(dir, name), 0o755);
}

const doubts = (command: string, more: object = {}): string[] =>
  commandDoubts(configSchema.parse({ servers: { a: { command, ...more } } }), { PATH: dir }, dir, () => undefined).map(
    ({ what, path: at }) => `${at.join('.')} ${what}`,
  );

it('says of a line that is written as a program where it stands and what to write', () => {
  const [said, ...more] = doubts('npx -y server');
  expect(said).toMatch(/^servers\.a\.command it is a whole line.*only npx there/);
  expect(more).toEqual([]);
  expect(doubts(`${path.join(dir, 'my')} -y server`)[0]).toContain('whole line');
  expect(doubts('./my -y server')[0]).toContain('whole line');
});

it.each([
  ['a program', 'npx', {}],
  ['a path with spaces', '/opt/my tools/x', {}],
  ['one of Windows', 'C:\\Program Files\\x.exe', {}],
  ['one that is there, beside a program of its first word', path.join(dir, 'my tools', 'x'), {}],
  ['one from the folder of the configuration', './my tools/x', { cwd: '.' }],
  ['one in PATH whose name has a space', 'my tools', {}],
])('says nothing of %s', (_which, command, more) => {
  if (command === 'my tools') {
    const named = path.join(dir, 'bin');
    mkdirSync(named, { recursive: true });
    writeFileSync(path.join(named, command), '');
    expect(doubts(command, { env: { PATH: named } })).toEqual([]);
  } else expect(doubts(command, more)).toEqual([]);
});
