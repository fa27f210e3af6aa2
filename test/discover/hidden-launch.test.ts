import { expect, it } from 'vitest';
import { readEntry } from '../../src/discover/entry.ts';
import { entryOf, hideLaunch } from '../../src/discover/hidden-launch.ts';
import { clientOf } from './home.ts';

const SECRET = 'q7Rk2VbT9xLmZ4aaQQ';

it('holds no secret, and says where they were', () => {
  const raw = {
    command: 'npx',
    args: ['-y', 'mail', '--token', SECRET, `--api-key=${SECRET}`],
    env: { A_TOKEN: SECRET },
  };
  const hidden = hideLaunch(readEntry(clientOf('cursor'), raw), () => []);
  expect(JSON.stringify(hidden)).not.toContain(SECRET);
  expect(hidden.launch.args).toEqual(['-y', 'mail', '--token', '[hidden]', '--api-key=[hidden]']);
  expect(hidden.held.map(({ at, name }) => [at, name])).toEqual([
    ['env.A_TOKEN', 'A_TOKEN'],
    ['args.3', 'token'],
    ['args.4', 'api-key'],
  ]);
  const url = hideLaunch(
    readEntry(clientOf('cursor'), { url: `https://a.example/mcp?api_key=${SECRET}&x=1` }),
    () => [],
  );
  expect(url.launch).toEqual({ url: 'https://a.example/mcp?api_key=[hidden]&x=1' });
});

it('uses what is seen by others too', () => {
  const hidden = hideLaunch(entryOf(['run', 'abcSECRETdef']), (text) => {
    const at = text.indexOf('SECRET');
    return at < 0 ? [] : [[at, at + 6]];
  });
  expect(hidden.launch.args).toEqual(['abc[hidden]def']);
});

it('makes an entry of nothing of nothing', () => {
  expect(entryOf([]).kind).toBe('broken');
});
