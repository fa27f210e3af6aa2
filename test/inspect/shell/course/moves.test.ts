import { expect, test } from 'vitest';
import { Moves } from '../../../../src/inspect/shell/course/moves.ts';
import { loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { LineLook } from '../../../../src/inspect/shell/line-look.ts';
import { finish } from '../../../../src/model/steps.ts';
import { expectLinear } from '../../../growth.ts';

const grammars = await loadGrammars();
const look = (text: string, reader: 'bash' | 'powershell' | 'interpreter' = 'bash'): string =>
  finish(new LineLook({ at: '/arguments/command', text, reader }, grammars, false).findings())
    .map(({ severity, message }) => `${severity} ${message}`)
    .join();
const LOSES = 'medium Removes what was moved there before.';

test('what was moved is in its new place, and in what that lies in', () => {
  const isMoved = (from: string, to: string, removed: string): boolean => {
    const moves = new Moves();
    moves.move(from.split(' '), to);
    moves.next();
    moves.lose(['-r', removed]);
    return moves.losesMoved;
  };
  for (const [from, to, removed] of [
    ['src', 'dist', './dist/'],
    ['src', './build/x', 'build'],
    ['src', 'build/x', 'build/*'],
    ['a b', 'dist/', 'dist/a'],
    ['src/', 'dist/', 'dist/src'],
    ['src', '/tmp/x', '/tmp/x/lib'],
    ['src', 'out\\x', 'out'],
    ['{}', 'dist/', 'dist'],
    ['src', '$PWD/dist', 'dist'],
    ['src', 'dist', '$(pwd)/dist'],
  ] as const)
    expect([from, to, removed, isMoved(from, to, removed)]).toEqual([from, to, removed, true]);
  for (const [from, to, removed] of [
    ['src', 'dist/', 'dist/cache'],
    ['src', 'dist', 'dist2'],
    ['dist', 'dist.old', 'dist.old'],
    ['src', '', 'src'],
  ] as const)
    expect([from, to, removed, isMoved(from, to, removed)]).toEqual([from, to, removed, false]);
});

test('what went before it was moved there is not lost; a script stands where its command does, or at the end', () => {
  const after = (act: (moves: Moves) => void): boolean => {
    const moves = new Moves();
    moves.next();
    act(moves);
    return moves.losesMoved;
  };
  const [move, lose] = [(to: Moves) => to.move(['src'], 'dist'), (to: Moves) => to.lose(['dist'])];
  for (const [is, act] of [
    [true, (moves: Moves) => [move(moves), moves.next(), lose(moves)]],
    [false, (moves: Moves) => [lose(moves), moves.next(), move(moves)]],
    [true, (moves: Moves) => [move(moves.inside()), moves.next(), lose(moves)]],
    [false, (moves: Moves) => [lose(moves.inside()), moves.next(), move(moves)]],
    [true, (moves: Moves) => [move(moves), moves.next(), lose(moves.inside())]],
    [true, (moves: Moves) => [move(moves.inside()), lose(moves.inside())]],
    [false, (moves: Moves) => [lose(moves.inside()), move(moves.inside())]],
    [true, (moves: Moves) => [lose(moves.inside(true)), moves.next(), move(moves)]],
    [false, (moves: Moves) => [lose(moves.inside().inside(true)), move(moves.inside())]],
    [true, (moves: Moves) => [move(moves), moves.next(), moves.loseMade()]],
    [false, (moves: Moves) => [moves.move(['src'], 'lib'), moves.next(), moves.loseMade()]],
  ] as const)
    expect([act.toString(), after((moves) => void act(moves))]).toEqual([act.toString(), is]);
});

test('of more than is noted anything may be meant', () => {
  const moved = new Moves();
  for (let i = 0; i < 200; i++) moved.move(['a'], `b${i}`);
  expect(moved.losesMoved).toBe(false);
  moved.lose(['dist']);
  expect(moved.losesMoved).toBe(true);
  const lost = new Moves();
  for (let i = 0; i < 2_000; i++) lost.lose([`dist${i}`]);
  expect(lost.losesMoved).toBe(false);
  lost.move(['a'], 'b');
  expect(lost.losesMoved).toBe(true);
});

test.each([
  'mv src dist && rm -rf dist',
  'OUT=dist; mv src "$OUT" && rm -rf "$OUT"',
  'mv src /tmp/x; rm -r /tmp',
  'mv -t build src; rm -rf build',
  'mv src dist && find dist -delete',
  'Move-Item src dist; Remove-Item dist -Recurse',
])('what was moved is not made again where it went: %s', (text) => {
  expect(look(text)).toContain(LOSES);
});

test.each(['mv dist build && rm -rf build', 'mv src lib && find . -name "*.pyc" -delete', 'mv a b && rm -f b'])(
  'and other moves lose nothing: %s',
  (text) => {
    expect(look(text)).not.toMatch(/medium|high|critical/);
  },
);

test.each([
  'find src -exec mv {} dist/ \\; ; RMRF dist',
  'find src -type f -exec mv -t dist {} +\nRMRF dist',
  "sh -c 'mv src dist'; RMRF dist",
  'bash -c "mv src dist" && RMRF dist',
  "mv src dist; sh -c 'RMRF dist'",
  "env X=1 sh -c 'mv src dist'; RMRF dist",
  "su -c 'mv src dist'; RMRF dist",
  "bash <<< 'mv src dist'; RMRF dist",
  'bash <<E\nmv src dist\nE\nRMRF dist',
  'bash <<E && RMRF dist\nmv src dist\nE',
  "bash <<'E'\nmv src dist\nRMRF dist\nE",
  'git mv src dist; RMRF dist',
  'git -C . mv src/a.ts dist/ && RMRF dist',
  'rclone move src dist; RMRF dist',
  'parallel mv {} dist/ ::: src/*; RMRF dist',
  "mmv 'src/*' 'dist/#1'; RMRF dist",
  'mount --bind src dist; RMRF dist',
  'sshfs ours:/ dist; RMRF dist',
  "trap 'RMRF dist' EXIT; mv src dist",
  'mv src dist; git clean -fdX',
  `python3 -c "import shutil; shutil.move('src', 'dist')"; RMRF dist`,
  `python3 -c "import shutil; [shutil.move(f, 'dist') for f in x]"; RMRF dist`,
  `python3 -c "from pathlib import Path; Path('src').rename('dist')"; RMRF dist`,
  `node -e "require('fs').renameSync('src', 'dist')"; RMRF dist`,
  `perl -e 'rename "src", "dist"'; RMRF dist`,
  `mv src dist; python3 -c "import shutil; shutil.rmtree('dist')"`,
])('what is moved by whatever means is lost with its new place: %s', (script) => {
  expect(look(script.replaceAll('RMRF', 'rm -rf'))).toContain(LOSES);
});

test.each([
  "find src -name '*.map' -exec mv {} maps/ \\; ; RMRF dist",
  "RMRF dist; sh -c 'mv src dist'",
  'RMRF dist && bash <<E\nmv src dist\nE',
  'bash <<E\nRMRF dist\nE\nmv src dist',
  'git mv src lib; RMRF dist',
  "trap 'RMRF dist' EXIT; mv src lib",
  'mv src lib; git clean -fdX',
  `python3 -c "import shutil; shutil.rmtree('dist'); shutil.move('src', 'dist')"`,
  `python3 -c "x = s.replace('a', 'dist')"; RMRF dist`,
])('and what is moved elsewhere, or later, is not: %s', (script) => {
  expect(look(script.replaceAll('RMRF', 'rm -rf'))).not.toContain(LOSES);
});

test('a program in another language moves and removes as a shell does', () => {
  const program = "import shutil\nshutil.move('src', 'dist')\nshutil.rmtree('dist')";
  expect(look(program, 'interpreter')).toContain(LOSES);
  expect(look(program.split('\n').reverse().join('\n'), 'interpreter')).not.toContain(LOSES);
});

test.each([
  'robocopy src dist /MOVE; Remove-Item -Recurse dist',
  'robocopy src dist *.cs /MOV\nRemove-Item dist -Recurse',
  'Rename-Item src dist; Remove-Item dist -Recurse',
  'Rename-Item -Path src -NewName dist; Remove-Item dist -Recurse',
  "[IO.Directory]::Move('src', 'dist'); Remove-Item dist -Recurse",
  "(Get-Item src).MoveTo('dist'); Remove-Item dist -Recurse",
  'gci src | % { $_.MoveTo("dist\\" + $_.Name) }; Remove-Item dist -Recurse',
  'New-Item -ItemType Junction -Path dist -Target src; Remove-Item dist -Recurse',
  'cmd /c mklink /J dist src; Remove-Item dist -Recurse',
  'Move-Item src dist; gci dist | ri -r',
  "Move-Item src dist; [IO.Directory]::Delete('dist', $true)",
  "Move-Item src dist; $d = 'dist'; Remove-Item $d -Recurse",
])('so it is in PowerShell: %s', (script) => {
  expect(look(script, 'powershell')).toContain(LOSES);
});

test.each([
  'robocopy src dist /E; Remove-Item -Recurse dist',
  'Remove-Item dist -Recurse; Rename-Item src dist',
  "[IO.Directory]::Delete('dist', $true); [IO.Directory]::Move('src', 'dist')",
  'New-Item -ItemType Directory -Path dist; Remove-Item dist -Recurse',
])('and nothing else is lost there: %s', (script) => {
  expect(look(script, 'powershell')).not.toContain(LOSES);
});

test('is told in time linear in what is moved and removed', () => {
  expectLinear(['mv a dist;', 'rm -r dist;', "sh -c 'mv a b';", 'bash <<E\nE\n'], (text) => void look(text), {
    size: 1_000,
  });
});
