import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const built = pathToFileURL('dist/app/serving/compiling.js').href;

// V8 complains of a flag that it does not know to the process's own stderr, past everything that could be listened to.
test('sets flags that this V8 knows, and no others', () => {
  const code = `import('${built}').then((it) => { it.startCompiling(); it.compileForCalls(); console.log('set'); })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'set\n', stderr: '' });
});

// One that a compiling thread reads while it works ends the process: `--max-inlined-bytecode-size` did, in one start of 250
// ("Check failed: inlineability == SharedFunctionInfo::kHasOptimizationDisabled").
test('changes no flag that compiling threads read', () => {
  const source = readFileSync('src/app/serving/compiling.ts', 'utf8');
  const flags = [...source.matchAll(/setFlagsFromString\('([^=']*)/g)].map(([, flag]) => flag);
  expect(new Set(flags)).toEqual(
    new Set(['--interrupt-budget', '--regexp-tier-up-ticks', '--ticks-before-optimization']),
  );
});

// An expression that has run before keeps how it was compiled. With another flag this ended the process, or the first
// place alone was replaced.
test('leaves expressions that have run before, and their likes, as good as new ones', () => {
  const uses = `const uses = (it) => [...'XaxbX'.matchAll(it), 'XaxbX'.replace(it, '-'), 'XaxbX'.split(it).length, it.test('x')]`;
  const code = `${uses}; const early = /x/gi; early.exec('xx'); early.lastIndex = 0;
    import('${built}').then((it) => { it.startCompiling(); it.compileForCalls(); for (let i = 0; i < 3; i++) {
      console.log(JSON.stringify([early, /x/gi, new RegExp('x', 'gi'), /[x]/gi].map((one) => { one.lastIndex = 0; return uses(one); })));
    } })`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  const one = [['X'], ['x'], ['X'], '-a-b-', 4, true];
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${JSON.stringify([one, one, one, one])}\n`.repeat(3) });
});
