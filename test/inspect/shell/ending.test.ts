import { expect, test } from 'vitest';
import { Ending, namesIn } from '../../../src/inspect/shell/ending.ts';
import { loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { LineLook } from '../../../src/inspect/shell/line-look.ts';
import { finish } from '../../../src/model/steps.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test('what a trap does in the end must hold the same from where it is said', () => {
  const sure = (code: string, before: number, after: number): boolean => {
    const given = new Map<string, number>([['t', before]]);
    if (before === 0) given.delete('t');
    const ending = new Ending(given);
    if (!ending.trap(code)) return false;
    given.set('t', (given.get('t') ?? 0) + after);
    return ending.isSure;
  };
  expect(sure('\'rm -rf "$t"\'', 1, 0)).toBe(true);
  expect(sure('\'rm -rf "$t"\'', 1, 1)).toBe(false);
  expect(sure('"rm -rf $t"', 1, 1)).toBe(true);
  for (const code of ["'rm -rf $t x'", "'cd /'", '"eval x"', '$(x)', 'f'])
    expect([code, sure(code, 1, 0)]).toEqual([code, false]);
});

test('names what a text may put in', () => {
  expect(namesIn('$a "${b%/}" \\$c $1 $$')).toEqual(['a', 'b', 'c', '1']);
});

// Whoever gives such a name another meaning says what is put in.
test.each([
  'dirname() { echo /; }; rm -rf "$(dirname a/b)/build"',
  'dirname() { echo /; }; A=$(dirname a/b); rm -rf "$A/build"',
])('a function that has the name of what prints a folder is not read as that: %s', async (script) => {
  const line = { at: '/arguments/command', text: script, reader: 'bash' } as const;
  const findings = finish(new LineLook(line, await loadGrammars(), false).findings());
  expect(findings.map(({ severity }) => severity)).toContain('medium');
});

test('is told in time linear in the code', () => {
  for (const start of ["'", '"', "'rm ", '"echo '])
    expectLinear(['; ', 'rm -rf $a;', ' "$a"', ' 2> /dev/null', ...HOSTILE.slice(0, 12)], (text) => {
      void new Ending(new Map()).trap(`${start}${text}`);
      void new Ending(new Map()).trap(`${start}${text}${start.charAt(0)}`);
    });
});
