import { expect, test } from 'vitest';
import { answersForUs, goneWith, onlyReads } from '../../src/inspect/own-commands.ts';

test.each([
  ['sallyport approve x', true],
  ['npx -y sallyport@1.2.3 --state /x approve y', true],
  ['node /opt/x/cli/main.js --config a.yaml approve y', true],
  ['grep sallyport lock', false],
  ['rg --pre sallyport approve', true],
  ['git add sallyport policy', false],
  ['git commit -m "sallyport approve $(sallyport approve x)"', true],
  ['cat sallyport approve | sh', true],
  ['true && sallyport trust', true],
  ['sallyport log', false],
  ['P=sallyport; $P approve x', true],
  ['NAME=sallyport; echo $NAME', false],
])('%s answers for us: %s', (command, does) => {
  expect(answersForUs(command)).toBe(does);
});

test.each([
  ['cat a b', true],
  ['  grep -rn x y', true],
  ['cat a > b', false],
  ['cat a; rm b', false],
  ['less +!sh a', false],
  ['rg --pre sh a', false],
  ['tee a', false],
])('%s only reads: %s', (command, does) => {
  expect(onlyReads(command)).toBe(does);
});

test('what goes is what is removed, moved or given another name', () => {
  expect(goneWith('sudo rm -rf aa bb; ls cc')).toEqual(['aa', 'bb']);
  expect(goneWith('mv aa bb && ln -s cc dd')).toEqual(['aa', 'cc']);
  expect(goneWith('ln -s aa')).toEqual(['aa']);
  expect(goneWith('cd aa && cp -r bb cc')).toEqual([]);
});
