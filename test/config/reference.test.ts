import { expect, it } from 'vitest';
import { spots, strayReferences } from '../../src/config/reference.ts';
import { configSchema } from '../../src/config/schema.ts';

const config = (args: string[]) => configSchema.parse({ servers: { a: { command: 'x', args } } });
const stray = (text: string): string[] => strayReferences(config([text]), () => undefined).map((one) => one.what);

it('lists every string in which a reference counts', () => {
  const whole = configSchema.parse({
    servers: {
      a: { command: 'c', args: ['d'], env: { E: 'e' }, cwd: 'w', description: 'no' },
      b: { url: 'http://u', headers: { H: 'h' } },
    },
    http: { tokens: { t: 'k' } },
  });
  expect(spots(whole).map(({ path, text }) => `${path.join('.')}=${text}`)).toEqual([
    'servers.a.command=c',
    'servers.a.cwd=w',
    'servers.a.args.0=d',
    'servers.a.env.E=e',
    'servers.b.url=http://u',
    'servers.b.headers.H=h',
    'http.tokens.t=k',
  ]);
});

it.each([
  '${env:X}',
  '${env:X:-y}',
  '${file:a/b}',
  '${keychain:k}',
  '${workspace}',
  '${home}',
  '${session.id}',
  '${session.dir}/x',
  '$${no}',
  '$HOME',
  '${input:key}',
])('knows %s', (text) => {
  expect(stray(text)).toEqual([]);
});

it.each([
  ['${HOME}', 'did you mean ${home}?'],
  ['${API_TOKEN}', 'did you mean ${env:API_TOKEN}?'],
  ['${session.dri}', 'did you mean ${session.dir}?'],
  ['${vault:x}', 'is no reference'],
  ['${env:}', 'is no reference'],
  ['${}', 'is no reference'],
])('refuses %s', (text, words) => {
  expect(stray(text).join()).toContain(words);
});
