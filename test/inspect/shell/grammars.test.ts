import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Allowance, Grammar, type Grammars, loadGrammars, withGrammars } from '../../../src/inspect/shell/grammars.ts';
import { finish, type Steps } from '../../../src/model/steps.ts';

const rootOf = (grammar: Grammar, text: string) => finish(grammar.parse(text, new Allowance(10_000)))?.rootNode;
const broken = (): Grammar =>
  new Grammar(() => ({
    parse: () => {
      throw new Error('out of memory');
    },
    reset: () => undefined,
  }));

test('grammars are loaded once, and read both shells', async () => {
  const grammars = await loadGrammars();
  expect(await loadGrammars()).toBe(grammars);
  expect(rootOf(grammars.bash, 'rm -rf x')?.hasError).toBe(false);
  expect(rootOf(grammars.powershell, 'Remove-Item x')?.hasError).toBe(false);
});

test('a look waits for the grammars once, and is in steps from then on', async () => {
  const look = function* ({ bash }: Grammars): Steps<string | undefined> {
    yield;
    return (yield* bash.parse('ls', new Allowance(10_000)))?.rootNode.text;
  };
  expect(() => rootOf(broken(), 'x')).toThrow('out of memory');
  expect(withGrammars(look)).toBeInstanceOf(Promise);
  await loadGrammars();
  const steps = withGrammars(look);
  expect(steps instanceof Promise || finish(steps)).toBe('ls');
});

test('those who ask at once get the same, also after a parser failed', async () => {
  expect(() => rootOf(broken(), 'x')).toThrow('out of memory');
  const all = await Promise.all([loadGrammars(), loadGrammars(), loadGrammars()]);
  expect(new Set(all).size).toBe(1);
  for (const { bash } of all) expect(rootOf(bash, 'rm -rf x')?.hasError).toBe(false);
});

test('a parse that takes too long is given up, and the next is whole', async () => {
  const { bash } = await loadGrammars();
  expect(finish(bash.parse('a; '.repeat(20_000), new Allowance(0)))).toBeNull();
  expect(rootOf(bash, 'echo x')?.text).toBe('echo x');
});

test('a parser that failed is not used again', async () => {
  const before = await loadGrammars();
  expect(() => rootOf(broken(), 'x')).toThrow('out of memory');
  expect(await loadGrammars()).not.toBe(before);
});

test('a parse goes on after its pause, while others parse with the same grammar', async () => {
  const { bash } = await loadGrammars();
  const text = 'for a in b c; do echo $a "$(d <<< e)"; done\n'.repeat(700);
  const whole = finish(bash.parse(text, new Allowance(10_000)))?.rootNode;
  const steps = bash.parse(text, new Allowance(10_000));
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) expect(rootOf(bash, 'echo x')?.text).toBe('echo x');
  const shape = (node = whole) => node?.namedChildren.map((part) => [part?.type, part?.startIndex, part?.text]);
  expect(shape(step.value?.rootNode)).toEqual(shape());
});

test('a parse stops after a while, however long its text, and keeps its parser for itself', () => {
  let parsers = 0;
  const never = new Grammar(() => {
    parsers++;
    return {
      parse: (_text, _old, { progressCallback }) => {
        while (!progressCallback());
        return null;
      },
      reset: () => undefined,
    };
  });
  const [one, other] = [never.parse('a', new Allowance(100)), never.parse('b', new Allowance(100))];
  expect([one.next().done, other.next().done, one.next().done]).toEqual([false, false, false]);
  expect([finish(one), finish(other)]).toEqual([null, null]);
  expect(finish(never.parse('c', new Allowance(1)))).toBeNull();
  expect(parsers).toBe(2);
});

// One word of PowerShell had V8 optimise its lexer beside the calls: 7 s of a processor, and the process could not end before.
test('a grammar is compiled once, and V8 knows the flags for that', () => {
  const built = (file: string) => JSON.stringify(pathToFileURL(`dist/${file}.js`).href);
  const code = `import { Allowance, loadGrammars } from ${built('inspect/shell/grammars')};
    import { finish } from ${built('model/steps')};
    const { bash, powershell } = await loadGrammars();
    for (const text of ['ls', 'rm -rf x; '.repeat(400)])
      for (const grammar of [bash, powershell]) finish(grammar.parse(text, new Allowance(10_000)));`;
  const options = ['--trace-wasm-compilation-times', '--input-type=module', '-e', code];
  const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('using Liftoff');
  expect(stdout).not.toContain('using TurboFan');
});
