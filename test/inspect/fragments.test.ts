import { expect, test } from 'vitest';
import { fragments } from '../../src/inspect/fragments.ts';
import { callOf, kindsOf, lookAtCall } from './given.ts';

const kinds = async (args: Record<string, string>, roles = {}): Promise<string[]> =>
  kindsOf(await lookAtCall(fragments, callOf(args, { roles })));

test('a plain value that breaks out is seen, in either language', async () => {
  expect(await kinds({ name: "Smith' OR 'a'='a" })).toEqual(['sql.injection']);
  expect(await kinds({ host: '8.8.8.8; cat /srv/list' })).toEqual(['shell.injection']);
});

test('so is one that hides behind an encoding', async () => {
  expect(await kinds({ host: 'a%0a%63at /srv/list' })).toEqual(['shell.injection']);
  expect(await kinds({ name: 'Smith%27%20OR%201=1' })).toEqual(['sql.injection']);
});

test('what is meant to be code, a command or a text is left to others', async () => {
  expect(await kinds({ command: 'ls; cat /srv/list' })).toEqual([]);
  expect(await kinds({ body: "they tried Smith' OR 'a'='a" })).toEqual([]);
  expect(await kinds({ note: `${'They tried a trick. '.repeat(30)}Smith' OR 'a'='a` }, { '/note': 'content' })).toEqual(
    [],
  );
});
