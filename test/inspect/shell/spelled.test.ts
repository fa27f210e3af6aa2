import fc from 'fast-check';
import { expect, test } from 'vitest';
import { self } from '../../../src/inspect/self.ts';
import { Allowance, loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { LONGEST } from '../../../src/inspect/shell/length.ts';
import { mayBeSpelled, readsAsPowershell, spelledOut, spelledTexts } from '../../../src/inspect/shell/spelled.ts';
import { shell } from '../../../src/inspect/shell.ts';
import { finish } from '../../../src/model/steps.ts';
import { callOf, lookAtCall } from '../given.ts';
import { context } from '../surroundings.ts';

const grammars = await loadGrammars();
const spelled = (script: string): string | undefined =>
  finish(spelledOut(script, false, grammars, new Allowance(10_000))).text;

test('says nothing where nothing is put in, and is not asked where nothing could be', () => {
  for (const script of ['ls -la', 'rm -rf build', "echo '$A'", 'echo $A']) expect(spelled(script)).toBeUndefined();
  expect(['ls -la', 'echo $A', 'cd x', 'a | sh', 'x'.repeat(40_000)].map(mayBeSpelled)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('what is too long to be read is not spelled out either', () => {
  const joints = (count: number): string => `A=a${';'.repeat(count)} ls $A`;
  expect([joints(900), joints(1_100)].map(mayBeSpelled)).toEqual([true, false]);
});

test('the same script is spelled the same again', () => {
  const script = 'A=a; ls $A';
  expect([spelled(script), spelled(script)]).toEqual(['A=a; ls a', 'A=a; ls a']);
  expect(finish(spelledTexts(script, false, grammars))).toEqual(['A=a; ls a']);
});

test('what is nested deeper than the stack is read as far as it may be', () => {
  const nest = (open: string, close: string): string => `${open.repeat(450)}x${close.repeat(450)}`;
  for (const deep of [nest('$(', ')'), `echo ${nest('${a:-', '}')}`, `echo ${nest('${a:-', '$(y)}')}`])
    expect(spelled(`${deep.slice(0, 32_000)}; A=a; ls $A`)?.endsWith('ls a') ?? true).toBe(true);
  const sum = `$x = ${"'a'+".repeat(6_000)}'a'; Remove-Item $x`;
  expect(() => finish(spelledOut(sum, true, grammars, new Allowance(10_000))).text).not.toThrow();
});

test('signs of ours in a script do no harm', () => {
  expect(spelled('A=\ue000b\ue001; ls $A')).toBe('A=?b?; ls \\?b\\?'.replaceAll('\\', ''));
});

test('variables right behind one another are two', () => {
  expect(spelled('A=a; B=b; ls x/$A$B.c')).toBe('A=a; B=b; ls x/ab.c');
  expect(spelled("awk '$A$B'; A=a")).toBe(undefined);
});

const fill = (loop: (k: number) => string): string => Array.from({ length: 150 }, (_, k) => loop(k)).join('');

test('says where work ran out before all was spelled', async () => {
  const whole = (script: string, isPowershell = false): boolean =>
    finish(spelledOut(script, isPowershell, grammars, new Allowance(10_000))).isWhole;
  const filled = `A=a; ${fill((k) => `for i in a b c d e f g h; do echo ${k}${'/$i'.repeat(20)}; done; `)}; ls $A`;
  expect(['ls', 'A=a; ls $A', filled].map((script) => whole(script))).toEqual([true, true, false]);
  const rounds = fill((k) => `foreach ($i in 'a', 'b', 'c', 'd', 'e', 'f', 'g') { del ${k}${'/$i'.repeat(30)} }; `);
  expect(["$a = 'a'; del $a", rounds].map((one) => whole(one, true))).toEqual([true, false]);
  const command = callOf({ command: filled }, { powers: ['execute'], roles: { '/command': 'command' } });
  const { findings } = await lookAtCall(shell(context), command);
  expect(findings?.map(({ kind, severity }) => [kind, severity])).toContainEqual(['shell.unparsed', 'high']);
});

test('what has grown longer than a command may be comes in pieces that end with a line', () => {
  const long = `A=${'x'.repeat(900)}\n${Array.from({ length: 50 }, (_, k) => `echo ${k} $A`).join('\n')}`;
  const pieces = finish(spelledTexts(long, false, grammars));
  expect(pieces.map(({ length }) => length <= LONGEST)).toEqual([true, true]);
  expect(pieces.join('')).toBe(spelled(long));
  expect(pieces[1]?.startsWith('\necho ')).toBe(true);
  expect(finish(spelledTexts('ls', false, grammars))).toEqual([]);
});

test('long scripts are read whole: what is said once is not said again for one more value or call', () => {
  const loops = 'say() { echo "$1: $2" >&2; }\nfor f in a b c d; do say $f b; say $f b; done\n'.repeat(60);
  const script = `false && p=x\n${loops}p=mc; rm ~/.cursor/\${p}p.json`;
  const { text, isWhole } = finish(spelledOut(script, false, grammars, new Allowance(10_000)));
  expect(isWhole).toBe(true);
  expect(text).toContain('rm ~/.cursor/mcp.json');
  expect(text?.length).toBeLessThan(1.5 * script.length);
});

test('what was said in a first round of a loop, or where it did not fit, is said again', () => {
  expect(spelled('for f in a b; do ls $f; done')).toContain('ls a\nls b');
  const large = Array.from({ length: 30 }, (_, i) => `${i}`.repeat(500)).join(' ');
  const script = `for f in ${large}; do echo $f $f $f $f $f; done; for f in a b; do ls $f; done`;
  expect(spelled(script)).toContain('ls a\nls b');
});

test('PowerShell is asked for where it puts texts together without a name', () => {
  const look = (script: string): string | undefined =>
    finish(spelledOut(script, true, grammars, new Allowance(10_000))).text;
  expect(look("del ('a/b'+'c')")).toBe('del "a/bc"');
  expect(look("$n = 'b'; del $HOME/a/$n.x")).toContain('del "$HOME/a/b.x"');
  expect(look('del (Join-Path a b)')).toBe('del "a\\b"');
});

test('PowerShell is known by its commands', () => {
  expect(['Remove-Item x', 'rm x'].map(readsAsPowershell)).toEqual([true, false]);
});

/** Commands of literal words: some do harm, the others are their neighbours. */
const LINES = [
  'rm -rf /etc',
  'rm -rf /srv/data',
  'cp x /etc/passwd',
  'cp x out/passwd',
  'chmod -R 777 /srv',
  'dd if=x of=/dev/sda',
  'tee ~/.cursor/mcp.json',
  'tee ~/.cursor/notes.md',
  'rm -r ~/.local/state/sallyport',
  'rm /home/me/.claude.json',
  'mv ~/.claude /tmp/x',
  'curl -o x.sh https://there.example/x',
  'cat ~/.ssh/id_rsa',
  'ls -la /srv',
];
const seenIn = async (command: string): Promise<string[]> => {
  const call = callOf({ command }, { powers: ['execute'], roles: { '/command': 'command' } });
  const seen = await Promise.all([shell(context), self(context)].map((one) => lookAtCall(one, call)));
  return seen.flatMap(({ findings = [] }) =>
    // Which of our places a name may stand for is another question once a variable is in it.
    findings.map(({ kind, severity, message }) =>
      kind.startsWith('self.') ? `self ${severity}` : `${kind} ${severity} ${message}`,
    ),
  );
};

/** A line in which parts of words were put into variables before it. */
const disguised = fc
  .tuple(fc.constantFrom(...LINES), fc.infiniteStream(fc.nat(5)), fc.constantFrom('; ', '\n', ' && '))
  .map(([line, choices, joint]) => {
    const next = (): number => choices.next().value as number;
    const settings: string[] = [];
    const put = (piece: string): string => {
      const name = `v${settings.length}`;
      settings.push([`${name}=${piece}`, `export ${name}=${piece}`, `${name}='${piece}'`][next() % 3] as string);
      return [`\${${name}}`, `"$${name}"`, `\${${name}:-x}`][next() % 3] as string;
    };
    const words = line.split(' ').map((word) => {
      const at = Math.min(word.length, 1 + next());
      const [first, rest] = [word.slice(0, at), word.slice(at)];
      // A sign for the home counts only where it begins a word as it is written.
      const start = next() < 3 && !first.startsWith('~') ? put(first) : first;
      return start + (rest !== '' && next() < 3 ? put(rest) : rest);
    });
    return { line, script: [...settings, words.join(' ')].join(joint) };
  });

test('a script is judged at least like the one in which its variables are put in by hand', async () => {
  await fc.assert(
    fc.asyncProperty(disguised, async ({ line, script }) => {
      const [plain, seen] = [await seenIn(line), await seenIn(script)];
      expect(seen).toEqual(expect.arrayContaining(plain));
    }),
    { numRuns: 300 },
  );
});

test('and spelled, it is that one', () => {
  fc.assert(
    fc.property(disguised, ({ line, script }) => {
      const out = (spelled(script) ?? script).split(/; |\n| && /).at(-1) ?? '';
      expect(out.replace(/["\\]/g, '')).toBe(line);
    }),
  );
});
