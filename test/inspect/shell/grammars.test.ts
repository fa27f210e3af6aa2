import { expect, test } from 'vitest';
import { loadedGrammars, loadGrammars, parse, worked } from '../../../src/inspect/shell/grammars.ts';

test('grammars are loaded once, and read both shells', async () => {
  const grammars = await loadGrammars();
  expect(loadedGrammars()).toBe(grammars);
  expect(await loadGrammars()).toBe(grammars);
  const until = worked() + 10_000;
  expect(parse(grammars.bash, 'rm -rf x', until)?.rootNode.hasError).toBe(false);
  expect(parse(grammars.powershell, 'Remove-Item x', until)?.rootNode.hasError).toBe(false);
});

test('those who ask at once get the same, also after a parser failed', async () => {
  const broken = {
    parse: () => {
      throw new Error('out of memory');
    },
    reset: () => undefined,
  };
  expect(() => parse(broken, 'x', worked() + 1_000)).toThrow('out of memory');
  const all = await Promise.all([loadGrammars(), loadGrammars(), loadGrammars()]);
  expect(new Set(all).size).toBe(1);
  for (const { bash } of all) expect(parse(bash, 'rm -rf x', worked() + 10_000)?.rootNode.hasError).toBe(false);
});

test('a parse that takes too long is given up, and the next is whole', async () => {
  const { bash } = await loadGrammars();
  expect(parse(bash, 'a; '.repeat(20_000), 0)).toBeNull();
  expect(parse(bash, 'echo x', worked() + 10_000)?.rootNode.text).toBe('echo x');
});

test('a parser that failed is not used again', async () => {
  const before = await loadGrammars();
  const broken = {
    parse: () => {
      throw new Error('out of memory');
    },
    reset: () => undefined,
  };
  expect(() => parse(broken, 'x', worked() + 1_000)).toThrow('out of memory');
  expect(loadedGrammars()).toBeUndefined();
  expect(await loadGrammars()).not.toBe(before);
});
