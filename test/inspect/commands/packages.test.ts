import { expect, test } from 'vitest';
import { PACKAGES } from '../../../src/inspect/commands/packages.ts';
import { gravity } from './seen.ts';

const seen = gravity(PACKAGES);

test.each([
  ['npm unpublish x', 'high'],
  ['npm publish', 'medium'],
  ['npm publish --dry-run', undefined],
  ['npm install x', undefined],
  ['npm install https://there.example/x.tgz', 'high'],
  ['npm config set registry http://there.example', 'medium'],
  ['npm config get registry', undefined],
  ['npx tsc', undefined],
  ['npx https://there.example/x.tgz', 'high'],
  ['pip install requests', undefined],
  ['pip install --index-url http://there.example/ x', 'high'],
  ['pip install --index-url https://pypi.org/simple x', undefined],
  ['pip install git+https://github.com/o/x', undefined],
  ['apt-get purge x', 'medium'],
  ['apt-get -s purge x', undefined],
  ['apt-get install x', undefined],
  ['rpm -e x', 'medium'],
  ['rpm -q x', undefined],
  ['cargo install --git https://there.example/x', 'high'],
  ['cargo install x', undefined],
  ['gem install --source http://there.example x', 'high'],
  ['apt-key add -', 'medium'],
  ['cargo yank x', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
