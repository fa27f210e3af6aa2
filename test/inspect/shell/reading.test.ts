import { expect, test } from 'vitest';
import { Course } from '../../../src/inspect/shell/course.ts';
import { loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { LineLook } from '../../../src/inspect/shell/line-look.ts';
import { readAs, readerOfCode, runFile, takenBy, writeFile } from '../../../src/inspect/shell/reading.ts';
import { finish } from '../../../src/model/steps.ts';
import { expectLinear } from '../../growth.ts';

const grammars = await loadGrammars();
const course = (): Course => new Course(true, undefined);
const scripts = (into: Course): string[] => into.scripts.map(({ text }) => text);
const messages = (into: Course): string[] => into.deeds.map(({ message }) => message);

test('a text is read in the language of whoever runs it', () => {
  const [shell, sql, code, ticked, script] = [course(), course(), course(), course(), course()];
  readAs('shell', 'rm -rf src', shell);
  readAs('sql', 'DROP TABLE users', sql);
  readAs('code', "import os; os.system('rm -rf src')", code);
  readAs('code', 'const a = `ls`;', ticked);
  readAs('javascript', 'const a = `ls`;', script);
  expect([shell, code, ticked, script].map(scripts)).toEqual([['rm -rf src'], ['rm -rf src'], ['ls'], []]);
  expect(messages(sql)).toEqual(['Drops or empties data in a database.']);
});

test('a command that a program puts together is no question of whoever starts the program', () => {
  const into = course();
  readAs('code', 'import subprocess\nsubprocess.run(command)', into);
  expect([messages(into), scripts(into)]).toEqual([[], []]);
});

test.each([
  ['x', '#!/bin/sh\nrm -rf src', ['#!/bin/sh\nrm -rf src']],
  ['x', '#!/usr/bin/env python3\nimport os\nos.system("rm -rf src")', ['rm -rf src']],
  ['x.py', 'import os\nos.system("rm -rf src")', ['rm -rf src']],
  ['x.mjs', 'execSync("rm -rf src")', ['rm -rf src']],
])('a file that is run by its name is read by its first line or its ending: %s %s', (file, text, read) => {
  const [before, after] = [course(), course()];
  writeFile(file, text, before);
  runFile(`./${file}`, 'itself', before);
  runFile(`./${file}`, 'itself', after);
  writeFile(file, text, after);
  expect([scripts(before), scripts(after)]).toEqual([read, read]);
});

test.each([
  ['tee', ['-a', 'a', 'b'], { files: ['a', 'b'] }],
  ['dd', ['if=x', 'of=y'], { files: ['y'] }],
  ['set-content', ['x.ps1', 'ls'], { files: ['x.ps1'], text: 'ls' }],
  ['add-content', ['-Value', 'ls', '-Path', 'x.ps1'], { files: ['x.ps1'], text: 'ls' }],
  ['out-file', ['x.ps1'], { files: ['x.ps1'] }],
  ['cat', ['x'], { files: [] }],
])('%s writes down', (name, args, taken) => {
  expect(takenBy(name, args)).toEqual(taken);
});

test('tells who reads code', () => {
  expect(['bash', 'source', 'cmd', 'python3', 'node'].map(readerOfCode)).toEqual([
    'shell',
    'shell',
    'shell',
    'code',
    'javascript',
  ]);
});

test('work on what is written and run is linear in the line', () => {
  expectLinear(
    ['echo a >> x\nsh x\n', 'echo select 1 >> x\npsql -f x\n', 'echo a >> x\ncat x | sh\n'],
    (line) => finish(new LineLook({ at: '/a', text: line, reader: 'bash' }, grammars, false).findings()),
    { size: 8_000 },
  );
});
