import { expect, test } from 'vitest';
import { valuesOf } from '../../../src/inspect/reading/place.ts';
import { certaintyOfProgram } from '../../../src/inspect/shell/program-text.ts';
import { type JsonObject, leaves } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

/** How sure it is that the last argument is a program. */
function certainty(args: JsonObject, tool: string): string | undefined {
  const call = callOf(args, { powers: ['execute'] }, tool);
  const values = valuesOf(call, leaves(call.params));
  const value = values.at(-1);
  return value === undefined ? undefined : certaintyOfProgram(call, value, values);
}

test.each<[JsonObject, string]>([
  [{ code: 'x' }, 'run_python'],
  [{ script: 'document.title' }, 'puppeteer_evaluate'],
  [{ function: '() => 1' }, 'browser_evaluate'],
  [{ cell: '1 + 1' }, 'jupyter_execute'],
  [{ initScript: 'x' }, 'open_browser_page'],
  [{ python_code: 'x' }, 'sandbox'],
  [{ language: 'python', code: 'x' }, 'execute'],
  [{ runtime: 'node20', source: 'x' }, 'execute'],
])('%j of %s is said to be a program', (args, tool) => {
  expect(certainty(args, tool)).toBe('said');
});

test.each([
  'import os\nprint(os.getcwd())',
  'const x = 1;\nconsole.log(x)',
  'async () => { await page.click("a") }',
  'for x in range(3):\n    print(x)',
])('%j reads as a program where nothing says so', (code) => {
  expect(certainty({ code }, 'execute')).toBe('read');
});

test.each<[JsonObject, string]>([
  [{ command: 'ls' }, 'python_shell'],
  [{ cmd: 'node x.js' }, 'run'],
  [{ code: 'rm -rf /' }, 'execute'],
  [{ language: 'bash', code: 'rm -rf /' }, 'run_python_or_shell'],
  [{ script: 'npm run build' }, 'run_script'],
  [{ text: 'import os' }, 'run_python'],
])('%j of %s is for a shell, or nothing that runs', (args, tool) => {
  expect(certainty(args, tool)).toBeUndefined();
});
