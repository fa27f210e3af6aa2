import { expect, test } from 'vitest';
import { mayChangeScripts } from '../../../src/projections/calls/scripts.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test.each([
  'package.json',
  '/srv/shop/package.json',
  'web/Makefile',
  'vitest.config.ts',
  'pyproject.toml',
  'tests/conftest.py',
  'shop.csproj',
  'git checkout theirs',
  'gh pr checkout 91',
  'git pull origin main',
  'cd shop && git apply x.patch',
  'npm pkg set scripts.test=x',
  'package-lock.json',
  'requirements-dev.txt',
  'docker-compose.override.yml',
  'pnpm-workspace.yaml',
  'bun.lockb',
  '.npmrc',
  '.yarnrc',
  '.pnpmfile.cjs',
  'bunfig.toml',
  'rules.mk',
  'poetry.lock',
  'composer.json',
  'go.mod',
  'go.sum',
  'setup.cfg',
  'tox.ini',
  'Build.rs',
  'pom.xml',
  'gradle/wrapper/gradle-wrapper.jar',
  'app/build.gradle',
  'shop.props',
  'shop.targets',
  '.cargo/x',
  '.mvn/x',
  '.husky/x',
  'api/Dockerfile',
  '{"command":"npm install left"}',
  '{"command":"npm install && npm install left"}',
  '{"command":"pip install -r requirements.txt -r evil.txt"}',
  'npm install left',
  'cargo add left',
  'curl -o a https://a.example/b',
  'tar xf a.tar',
  '/srv/shop/.venv/bin/activate',
  'echo id >> .venv/bin/activate',
  'mv kit .venv',
  'ln -s /srv/drop/kit ./env',
  'cp -r kit/ venv/ && ls',
  'cp activate .venv/bin/',
  'echo id > .venv/bin/pytest',
  '{"path":".venv/bin/pip","content":"id"}',
  '{"source":"kit","destination":"/srv/shop/.venv"}',
])('what a project runs may be changed by %j', (text) => {
  expect(mayChangeScripts(text)).toBe(true);
});

test.each([
  '/srv/shop/src/save.ts',
  'npm test',
  'npm run build && npm test',
  'git checkout -b fix/late && git add -A && git commit -m "Late"',
  'git switch -c fix/late',
  '{"command":"npm ci && npm test"}',
  '{"command":"python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt"}',
  '{"command":"cd shop && npm install"}',
  '{"command":".venv/bin/pytest -q"}',
  '{"command":"cp .env.example .env && env A=1 node x"}',
  '{"path":".env"}',
  '{"path":"src/env.ts"}',
  '{"command":"npm install && npm test"}',
  '{"command":"pip install -r requirements.txt 2>&1 | tail -5"}',
  'git push -u origin HEAD',
  'create_pull_request',
  'e.at.toISOString()',
  'restored the address of the targets',
])('but not by %j', (text) => {
  expect(mayChangeScripts(text)).toBe(false);
});

test('a text is read in time linear in it', () => {
  expectLinear(['package', 'a.config', '-', '.gradle', 'git ', ...HOSTILE], (text) => void mayChangeScripts(text));
});
