import { expect, test } from 'vitest';
import { answersForUs, goneWith, onlyReads, quotedWhole } from '../../../src/inspect/self/own-commands.ts';
import { expectLinear } from '../../growth.ts';

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

test.each<[string, readonly string[]]>([
  ['mv x bb', []],
  ['mv -f "x" bb', []],
  ['sudo mv x y bb', []],
  ['ln -sfn x bb', []],
  ['mv bb x', ['bb']],
  ['ln -s bb x', ['bb']],
  ['mv -t x bb', ['bb']],
  ['mv -S x bb y', ['bb']],
  ['mv x bb y', ['bb']],
  ['mv --target-directory x bb', ['bb']],
  ['rm x bb', ['bb']],
])('what is put in the place of something is not moved there, however short its name is: %s', (command, gone) => {
  expect(goneWith(command)).toEqual(gone);
});

test('a line is read in work that grows with its length', () => {
  expectLinear(
    [
      '"',
      "'",
      '";',
      'echo "sallyport approve"; ',
      'sallyport -a b ',
      'git log | ',
      'grep sallyport approve|',
      '\n',
      '&',
    ],
    (text) => {
      answersForUs(text);
      answersForUs(`"${text}`);
    },
    { size: 8_000 },
  );
});

test('what would part commands is none inside quotes, and outside it is', () => {
  expect(quotedWhole('a "b;c" \'d\ne\' ; f')).toBe('a "b c" \'d e\' ; f');
  // Where a quote may be none, nothing is joined.
  for (const odd of [
    'a "b;c',
    "echo a # don't\nb 'x'",
    "echo $'a\\'; b; echo '",
    'echo "a\\"; b; echo "c"',
    "cat <<E\nit's\nE\nb 'c'",
  ])
    expect(quotedWhole(odd)).toBe(odd);
});
