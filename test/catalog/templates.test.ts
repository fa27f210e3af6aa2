import { describe, expect, it } from 'vitest';
import { uriTemplate } from '../../src/catalog/templates.ts';

describe('URI templates', () => {
  it.each([
    ['test://template/{id}/data', 'test://template/7/data', true],
    ['test://template/{id}/data', 'test://template/7/8/data', false],
    ['test://template/{id}/data', 'test://template//data', false],
    ['test://template/{id}/data', 'test://template/7/data/more', false],
    ['file:///{+path}', 'file:///a/b/c.txt', true],
    ['file:///{+path}', 'file:///', false],
    ['file:///{path}', 'file:///a/b', false],
    ['db://{schema}/{table}', 'db://main/users', true],
    ['db://{schema}/{table}', 'db://main', false],
    ['find://x{?q,page}', 'find://x?q=1&page=2', true],
    ['find://x{?q,page}', 'find://x', true],
    ['find://x{?q}', 'find://x/q', false],
    ['doc://{name}{#part}', 'doc://a#b', true],
    ['list{/path*}', 'list/a/b', true],
    ['list{.ext}', 'list.json', true],
    ['a+b.c', 'a+b.c', true],
    ['a+b.c', 'aab-c', false],
    ['{', '{', true],
    ['', '', true],
    ['{a}{b}', 'xy', true],
    ['{a}{b}', 'x', false],
  ])('%s and %s: %s', (template, uri, fits) => {
    expect(uriTemplate(template)(uri)).toBe(fits);
  });

  it('stays quick on what would stop a regular expression', () => {
    const hostile = `${'{+a}'.repeat(60)}!`;
    expect(uriTemplate(hostile)('x'.repeat(5_000))).toBe(false);
    expect(uriTemplate(hostile)(`${'x'.repeat(5_000)}!`)).toBe(true);
  });
});
