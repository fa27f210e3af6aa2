import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { LONGEST_SPELLED } from '../../../../src/inspect/shell/length.ts';
import type { SyntaxNode } from '../../../../src/inspect/shell/node.ts';
import { Speller } from '../../../../src/inspect/shell/spelling/speller.ts';
import { finish, type Steps } from '../../../../src/model/steps.ts';

const { bash } = await loadGrammars();

/** A script spelled, and how much work that took: counted, as time would be another on every machine. */
function spell(source: string): { readonly text: string; readonly work: number } {
  const read = function* (text: string): Steps<SyntaxNode | undefined> {
    return (yield* bash.parse(text, new Allowance(60_000)))?.rootNode;
  };
  const speller = new Speller(source, read);
  const { left } = speller;
  const root = finish(read(source));
  const text = root === undefined ? source : finish(speller.spell(root));
  return { text, work: left - speller.left };
}

test.each([
  ['for f in a "b c"; do ls /$f; done', 'ls /a', 'ls /b c'],
  ['for f in ~/.cur*; do ls "$f"; done', 'ls "~/.cur*"'],
  ['for f in a b; do for g in c d; do ls $f/$g; done; done', 'ls a/c', 'ls b/d', 'ls a/d'],
  ['for f in a b; do g=/$f; ls $g; done', 'ls /a', 'ls /b'],
  ['for f; do ls $f; done; set -- a; for f; do ls /$f; done', 'ls /a'],
  ['L="a b"; for f in $L; do ls /$f; done', 'ls /a', 'ls /b'],
  ['if x; then A=a; elif y; then A=b; else A=c; fi; ls $A', 'ls a', 'ls b', 'ls c'],
  ['A=z; if x; then A=a; ls $A; fi; ls /$A', 'ls a', 'ls /a', 'ls /z'],
  ['case $x in a) A=a;; b) A=b;; esac; ls $A', 'ls a', 'ls b'],
  ['IFS=,; A=a,b; ls $A "$A"', 'ls a b "a,b"'],
  ['IFS=,; A=a,b; for f in $A; do ls /$f; done', 'ls /a', 'ls /b'],
  ['IFS=$1; A=a; ls $A "$A"', 'ls $A "a"'],
  ['IFS=$(cat x); A=a_b; for f in $A; do ls $f; done', 'ls $f'],
  ['IFS=, ; A=a,b; unset IFS; ls $A', 'ls a,b'],
  ['x || A=a; ls $A', 'ls a'],
  ['A=b; x || A=a; ls $A', 'ls a', 'ls b'],
  ['A=b; x && A=a; ls $A', 'ls a', 'ls b'],
  ['A=b; x && unset A; ls $A', 'ls b'],
  ['set -- b; x && shift; ls /$1', 'ls /b'],
  ['A=b; A=a & ls $A', 'ls b'],
  ['A=b; f() { local A=a; }; f; ls $A', 'ls a', 'ls b'],
  ['while x; do ls $A; A=a; done', 'ls a'],
  ['A=a; (A=b); ls $A', 'ls a'],
  ['x | A=a; ls $A', 'ls a'],
  ['for f in a b; do ls; done > $f; for f in a b; do { ls; } > /$f; done', '> /a', ': > /b'],
  ['for f in */; do rm -r "$f/dist" "$f"; done', 'rm -r "*//dist" "$f"'],
  ['for f in *; do ls "$f/a" "$f.a" /$f; done', 'ls "*/a" "$f.a" /$f'],
  ['for f in */dist x; do ls "$f"; done', 'ls "*/dist"', 'ls "x"'],
  ['cd a && ls x && rm y', 'rm a/y'],
  ['cd a && cd .. && rm y; cd b; rm z', 'rm y', 'rm b/z'],
  ['cd a && cd ../.. && rm y', 'rm ../y'],
  ['(cd a && rm x); rm y', 'rm a/x', 'rm y'],
  ['cd $X && cd a && rm y', 'rm $X/a/y'],
  ['x=$(mktemp -d); rm -r "$x"/a', 'rm -r "/tmp/tmp.XXXXXXXXXX"/a'],
  ['A=a; cat > $A <<E\n$A "$A"\nE\nls', 'cat > a <<E\na "a"\nE'],
  ['echo "a b" | while read x y; do ls $y; done', 'ls b'],
  ['echo bHMgeA== | base64 -d | sh', '\nls x\n'],
  ['echo a b | xargs ls -l', '\nls -l a b\n'],
])('%s', (script, ...parts) => {
  const { text } = spell(script);
  for (const part of parts) expect(text).toContain(part);
});

test.each([
  'A=a | x; ls $A',
  '(A=a); ls $A',
  'x=$(A=a); ls $A',
  'ls $A; A=a',
  'A=$(curl x); ls $A',
  "A=a; ls '$A' \\$A",
  'for f in *; do ls "$f"; done',
  'A=a ls $A',
])('and what is unknown stays unknown: %s', (script) => {
  expect(spell(script).text).toBe(script);
});

const HOSTILE = [
  'A=$A$A\n',
  'A=x; rm $A\n',
  'for a in 1 2 3 4 5 6 7 8 9; do rm $a; done\n',
  'for a in 1 2 3 4 5 6 7 8 9; do\n',
  'if x; then A=$B; else B=$A; fi\n',
  'f() { f; f; }; f\n',
  "eval 'eval ls'\n",
  'echo bHMgeA== | base64 -d | sh\n',
  'ln -s a b; cd b; rm b/x\n',
  'cd ..; rm x\n',
  'pushd $a; rm x\n',
  'pushd a; popd; A=$(pwd)\n',
  '"$(dirname "$0")"',
  'v=(a b c); rm "${v[@]}" ${v[1]:-$A}\n',
  '(A=x; ',
  '$(A=x ',
  '${A:-',
  '"$A"',
  'cat <<E > $x\n$A\nE\n',
];

test.each(HOSTILE)('work grows with the length, and so does what comes of it: %j', (seed) => {
  const repeated = (length: number): string => `A=xxxxxxxx\n${seed.repeat(Math.ceil(length / seed.length))}`;
  const [small, large] = [spell(repeated(2_000)), spell(repeated(8_000))];
  expect(large.work).toBeLessThan(6 * small.work + 1_000);
  expect(large.text.length).toBeLessThanOrEqual(LONGEST_SPELLED);
});

test('no script takes more than its length allows', () => {
  const pieces = fc.array(fc.constantFrom(...HOSTILE, ')', '}', 'done\n', ' ', '\n'), { maxLength: 60 });
  fc.assert(
    fc.property(pieces, (some) => {
      const source = some.join('');
      const { work, text } = spell(source);
      // The last step may go beyond: by one value, or a copy of all that is known.
      expect(work).toBeLessThan(16 * source.length + 16_384 + 4_096);
      expect(text.length).toBeLessThanOrEqual(LONGEST_SPELLED);
    }),
  );
});
