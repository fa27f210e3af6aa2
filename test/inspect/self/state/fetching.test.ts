import { expect, test } from 'vitest';
import { fetchesInto } from '../../../../src/inspect/self/state/fetching.ts';

test.each([
  ['git clone https://x.example/a.git /srv/b', '/srv/b'],
  ['git clone --depth 1 git@x.example:me/a.git /srv/b', '/srv/b'],
  ['git clone https://x.example/me/.cursor.git', '.cursor'],
  ['git clone git@x.example:me/a', 'a'],
  ['gh repo clone me/a /srv/b', '/srv/b'],
  ['gh release download -R me/a -D /srv/b', '/srv/b'],
  ['degit me/a /srv/b --force', '/srv/b'],
  ['curl -fsSLOJ --output-dir /srv/b https://x.example/get', '/srv/b'],
  ['curl -OJ https://x.example/get', undefined],
  ['wget --content-disposition -P /srv/b https://x.example/get', '/srv/b'],
  ['wget -r -P/srv/b https://x.example/', '/srv/b'],
  ['pip install --target /srv/b a', '/srv/b'],
  ['python3 -m pip install -t /srv/b a', '/srv/b'],
  ['aws s3 sync s3://a /srv/b', '/srv/b'],
  ['rclone copy a:x /srv/b', '/srv/b'],
])('%s fetches into %s', (line, folder) => {
  const [name = '', ...args] = line.split(' ');
  expect(fetchesInto(name, args)).toEqual({ folder });
});

test.each([
  'git status',
  'gh pr list',
  'curl -o /b/x https://x.example/x',
  'curl -O --output-dir /srv/b https://x.example/x',
  'wget -nc -P /srv/b https://x.example/x',
  'aws s3 ls',
  'pip install a',
  'npm install --prefix /b a',
  'ls',
])('%s fetches nothing, or says under which name', (line) => {
  const [name = '', ...args] = line.split(' ');
  expect(fetchesInto(name, args)).toBeUndefined();
});
