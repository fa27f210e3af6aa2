import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPathLike, isWithin, pathForms, plainPath } from '../../../src/inspect/paths/form.ts';

const plain = (path: string): string => plainPath(path, '/home/me');
const step = fc.stringMatching(/^[a-z0-9_-]{1,8}$/);

test('gives all spellings of a path one form', () => {
  for (const path of [
    '~/a/b',
    '$HOME/a/b',
    '${HOME}/a/./b',
    '/home/me//a/b/',
    '/home/me/x/../a/b',
    'file:///home/me/a/b',
    '"~/a/b"',
    '~\\a\\b',
    '/HOME/me/A/b',
  ])
    expect(plain(path)).toBe('/home/me/a/b');
  expect(plain('\\\\?\\C:\\a\\b.')).toBe('c:/a/b');
});

test('does not change a form any more', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const path = `/${steps.join('/')}`;
      expect(plain(plain(path))).toBe(path);
    }),
  );
});

test('counts what climbs out, whatever stands between', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), fc.nat(8), (steps, ups) => {
      const [form] = pathForms([...steps, ...Array(ups).fill('..'), 'x'].join('/'), '/home/me');
      expect(form?.climbs).toBe(Math.max(0, ups - steps.length));
    }),
  );
});

test('climbs nowhere by what stands for all below a folder', () => {
  for (const path of ['/a/b/...', 'a/...', './...'])
    expect(pathForms(path, '/home/me')[0]).toMatchObject({ dots: 0, climbs: 0 });
  for (const path of ['...', '.../a', 'a/.../b', 'a/....', 'a/..'])
    expect(pathForms(path, '/home/me')[0]?.dots).toBeGreaterThan(0);
});

test('a folder holds what stands below it, and no neighbour', () => {
  expect(isWithin('/a/b/c', '/a/b')).toBe(true);
  expect(isWithin('/a/b', '/a/b')).toBe(true);
  expect(isWithin('/a/bc', '/a/b')).toBe(false);
  expect(isWithin('/a', '/')).toBe(true);
});

test('tells paths from other texts', () => {
  for (const text of ['/a', './a', '../a', 'a/b', 'C:\\a', '~/a', '.env', 'config.yaml', 'file:///a'])
    expect(isPathLike(text)).toBe(true);
  for (const text of ['hello', 'https://a.example/b', 'two\n/lines', 'a b c', '']) expect(isPathLike(text)).toBe(false);
});
