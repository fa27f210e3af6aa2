import path from 'node:path';
import { expect, test } from 'vitest';
import { veilPlaces } from '../../../src/app/places/veil.ts';

const place = { file: '/srv/gate/servers.config.yaml' };
const veil = veilPlaces({ place, state: '/var/lib/gate', home: '/home/ann' });

test.each([
  [
    'run `sallyport trust crm --config /srv/gate/servers.config.yaml --state /var/lib/gate` in a terminal',
    'run `sallyport trust crm` in a terminal',
  ],
  ['/srv/gate/servers.config.yaml was only found', 'servers.config.yaml was only found'],
  [
    "ENOENT: no such file or directory, scandir '/var/lib/gate/frozen'",
    "ENOENT: no such file or directory, scandir 'frozen'",
  ],
  ['/var/lib/gate cannot be written', 'the state directory cannot be written'],
  ['the inspector /srv/gate/inspectors/own.ts', 'the inspector inspectors/own.ts'],
  ['command not found: /home/ann/bin/crm', 'command not found: ~/bin/crm'],
  ['the server crm is not there (it exited with code 3)', 'the server crm is not there (it exited with code 3)'],
])('%s', (text, said) => expect(veil(text)).toBe(said));

test('a place with a space in its name goes as well', () => {
  const file = '/srv/our gate/servers.config.yaml';
  const hidden = veilPlaces({ place: { file }, state: '/var/lib/gate', home: '/' });
  expect(hidden(`\`sallyport trust --config '${file}'\``)).toBe('`sallyport trust`');
  expect(hidden(`/ and /etc stay, ${path.dirname(file)} too`)).toBe('/ and /etc stay, /srv/our gate too');
});
