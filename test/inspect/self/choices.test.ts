import { expect, test } from 'vitest';
import { spreadOut } from '../../../src/inspect/self/choices.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test.each([
  ['rm ~/{a,b}', 'rm ~/a ~/b'],
  ['rm ~/{a,b}/{c,}', 'rm ~/a/c ~/a/ ~/b/c ~/b/'],
  ['mv x.json{,.bak}; ls', 'mv x.json x.json.bak; ls'],
  ['rm ~/.cur[s]or/[!a]cp.json', 'rm ~/.cur?or/?cp.json'],
  ['rm mcp.jso[[:alpha:]]', 'rm mcp.jso?'],
  ['find . -exec rm {} +', 'find . -exec rm {} +'],
  ['echo ${HOME}', 'echo ${HOME}'],
  ['if (x) { y }', 'if (x) { y }'],
])('writes out the choices of a line: %s', (line, out) => {
  expect(spreadOut(line)).toBe(out);
});

test('takes time linear in the line, whatever stands in it', () => {
  expect(spreadOut(`rm ${'{a,b}'.repeat(40)}`).length).toBeLessThan(20_000);
  expectLinear([...HOSTILE, '{a,', '{a,b}', '{', '[', '[[:a', '{a,b} '], (line) => void spreadOut(line));
});
