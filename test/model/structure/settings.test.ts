import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settingsIn } from '../../../src/model/structure/settings.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const read = (text: string) => settingsIn(text, 100)?.map(({ name, value }) => [name, value]);

it('reads YAML', () => {
  const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api   # ours
  labels: { tier: front, "on": "yes" }
spec:
  replicas: 0
  paused: true
  template:
    spec:
      containers:
      - name: "api"
        image: 'registry.example/api:1.2'
        args: [--quiet, "--port=80"]
      volumes:
        - cache
        - logs
      note: ~
---
kind: &k ConfigMap
data:
  app.ini: |
    This is read by the program.
    host = db.example
  last: text
`;
  expect(read(manifest)).toEqual([
    ['apiVersion', 'apps/v1'],
    ['kind', 'Deployment'],
    ['name', 'api'],
    ['labels', 'front'],
    ['labels', 'yes'],
    ['replicas', 0],
    ['paused', true],
    ['name', 'api'],
    ['image', 'registry.example/api:1.2'],
    ['args', '--quiet'],
    ['args', '--port=80'],
    ['volumes', 'cache'],
    ['volumes', 'logs'],
    ['note', null],
    ['kind', 'ConfigMap'],
    ['host', 'db.example'],
    ['last', 'text'],
  ]);
});

it.each<[string, string, unknown[][]]>([
  [
    'TOML',
    '[server]\nhost = "db.example" # ours\nports = [80, 443]\n[[users]]\nname = \'ada\'\nserde = { version = "1.0" }\n',
    [
      ['host', 'db.example'],
      ['ports', 80],
      ['ports', 443],
      ['name', 'ada'],
      ['serde', '1.0'],
    ],
  ],
  [
    'INI',
    '; who may\r\n[access]\r\nrole=admin\r\nlimit = 99.5\r\n',
    [
      ['role', 'admin'],
      ['limit', 99.5],
    ],
  ],
  [
    'what a shell reads',
    'export API_HOST=api.example\nDEBUG=true\n\nEMPTY=\n',
    [
      ['API_HOST', 'api.example'],
      ['DEBUG', true],
    ],
  ],
])('reads %s', (_, text, found) => {
  expect(read(text)).toEqual(found);
});

it('goes on where a value takes several lines, and where lines set nothing', () => {
  const yaml =
    '%YAML 1.2\n---\nbase: &b\n  <<: *other\n  note: first words\n    and more of them\n  image: x/y:1\n{{- if .on }}\nport: 80\n';
  expect(read(yaml)).toEqual([
    ['note', 'first words'],
    ['image', 'x/y:1'],
    ['port', 80],
  ]);
  const toml = 'hosts = [\n  "a.example",  # one\n  "b.example"\n]\nrole = "admin"\n';
  expect(read(toml)).toEqual([
    ['hosts', 'a.example'],
    ['hosts', 'b.example'],
    ['role', 'admin'],
  ]);
});

it.each([
  'name: api',
  'Dear Ada,\nname: api\nrole: admin\n',
  'name: api\nrole: admin\nBest regards, Bob',
  'Please note:\nit is late',
  'To: ada@ours.example\n\nWe meet at ten.',
  'a sentence with = in it\nrole = admin',
  '- Butter\n- Eggs\n',
  '{"name": "api",\n"role": "admin"}',
  '',
  '\n\n',
])('finds no settings in %j', (text) => {
  expect(read(text)).toBeUndefined();
});

it('takes no more than it may', () => {
  expect(settingsIn('a: 1\n'.repeat(100), 7)).toHaveLength(7);
});

it('never throws', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...HOSTILE, 'a: b', 'a = b', '\n', '- ', '|', '{', ']', '"', ',')),
      (parts) => void settingsIn(parts.join(''), 100),
    ),
  );
});

it(
  'does linear work on hostile text',
  () => expectLinear([...HOSTILE, 'a: "', '- - ', '&a '], (text) => settingsIn(text, 1_000)),
  60_000,
);
