import path from 'node:path';
import { expect, test } from 'vitest';
import { SOURCES } from '../../../src/app/discovering/sources.ts';
import { importsOf, readSource } from '../../source.ts';

const SRC = path.join(import.meta.dirname, '..', '..', '..', 'src');

test('are told without loading what looks there', () => {
  expect(SOURCES).toContain('clients');
  expect(importsOf(readSource(SRC, 'app/discovering/sources.ts')).map(({ from }) => from)).toEqual([
    '../../discover/find.ts',
  ]);
  expect(importsOf(readSource(SRC, 'discover/find.ts')).filter(({ isType }) => !isType)).toEqual([]);
});
