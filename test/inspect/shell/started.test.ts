import { expect, test } from 'vitest';
import { foundBehindVerb, startedProcess } from '../../../src/inspect/shell/started.ts';

test.each([
  ['npx -y rimraf@5 src', ['rimraf src']],
  ['npx -p rimraf rimraf src', ['rimraf src']],
  ['pnpm dlx rimraf src', ['rimraf src']],
  ['bun x rimraf src', ['rimraf src']],
  ['yarn rimraf src', ['rimraf src']],
  ['yarn remove rimraf', []],
  ['npm run build', []],
  ['npm exec -- tsc --noEmit', ['tsc --noEmit']],
  ['poetry run pytest -q', ['pytest -q']],
  ['bundle exec rake', ['rake']],
])('%s', (command, scripts) => {
  const [name = '', ...args] = command.split(' ');
  expect(foundBehindVerb(name, args)).toEqual(scripts);
});

test('what a started shell is given is a script', () => {
  expect(startedProcess(['cmd', '/c dir'])).toEqual(['cmd /c dir']);
  expect(startedProcess(['-FilePath', 'pwsh', '-ArgumentList', '-c Get-Date'])).toEqual(['pwsh -c Get-Date']);
  expect(startedProcess(['notepad', 'cmd'])).toEqual([]);
  expect(startedProcess(['cmd'])).toEqual([]);
});
