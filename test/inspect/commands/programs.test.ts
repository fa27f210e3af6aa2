import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readProgram } from '../../../src/inspect/commands/programs.ts';

const messages = (code: string): string[] => readProgram(code).deeds.map(({ message }) => message);
const shelled = (code: string): readonly string[] => readProgram(code).shelled;

test.each([
  ["import subprocess\nsubprocess.run(['rm', '-rf', '/srv'])", 'rm -rf /srv'],
  ["subprocess.check_output(['git', 'log', f'--since={day}'])", "git log '--since={day}'"],
  ["spawn('rm', ['-r', folder])", 'rm -r $folder'],
  ["execFileSync('ls', [])", 'ls'],
  ["os.system(f'rm -rf {x}')", 'rm -rf {x}'],
  ["command = 'ls -la'\nsubprocess.run(command, shell=True)", 'ls -la'],
  ['!pip install numpy\nimport numpy', 'pip install numpy'],
  ['%pip install numpy', 'pip install numpy'],
  ['%%bash\nls /srv\npwd', 'ls /srv\npwd'],
])('hands out what %j gives to a shell', (code, text) => {
  expect(shelled(code)).toContain(text);
});

test.each([
  'print(1 != 2)',
  'a = 7 % pip\nrows = [run(x) for x in xs]',
  'hit = /a(b)/.exec(text)',
  'print("subprocess")',
])('gives nothing of %j to a shell', (code) => {
  expect(shelled(code)).toEqual([]);
  expect(messages(code)).toEqual([]);
});

test.each([
  ['subprocess.run(cmd, shell=True)', 'Runs a command that is only put together while the program runs.'],
  ['os.system(args.command)', 'Runs a command that is only put together while the program runs.'],
  ["cmd = 'ls'\ncmd = read()\nos.system(cmd)", 'Runs a command that is only put together while the program runs.'],
  ['exec(base64.b64decode(text))', 'Runs code that is only put together while the program runs.'],
  ['new Function(body)()', 'Runs code that is only put together while the program runs.'],
  ["open('/etc/hosts', 'a').write(line)", "Writes to the system's own files."],
  ["shutil.rmtree('/srv/data')", 'Removes a folder with everything in it.'],
  ['exec(requests.get(url).text)', 'Runs what it downloads.'],
])('sees what %j would do', (code, message) => {
  expect(messages(code)).toContain(message);
});

test.each([
  'from statistics import mean\nprint(mean([3, 1, 4]))',
  "import pandas as pd\ndf = pd.read_csv('sales.csv')\nprint(df.query('amount > 5').groupby('month').sum())",
  "with open('notes.md', 'w') as f:\n    f.write('done')",
  "with open('/etc/hosts') as f:\n    print(f.read())",
  "() => document.querySelector('h1').textContent",
  "const rows = [...document.querySelectorAll('tr')].map((r) => r.innerText); return rows;",
  "eval('1 + 1')",
  'model.eval()\nmodel.run(x)',
  "import re\npattern = re.compile('a+')\nprint(pattern.findall(text))",
])('sees nothing in %j', (code) => {
  expect(readProgram(code)).toEqual({ deeds: [], shelled: [], doubtful: [] });
});

test('says that a program is too long to be read, and reads the end of one that is just short enough', () => {
  const rest = '\nshutil.rmtree("/srv")';
  expect(messages('x = 1\n'.repeat(6_000))).toEqual(['Is a program that is too long to be read.']);
  expect(messages('x = 1\n'.repeat(5_000) + rest)).toEqual(['Removes a folder with everything in it.']);
});

test('a removal is seen wherever in a program it stands', () => {
  fc.assert(
    fc.property(fc.nat(4_500), fc.nat(400), (before, after) => {
      const code = `${'x = 1\n'.repeat(before)}shutil.rmtree("/srv")\n${'y = 2\n'.repeat(after)}`;
      expect(messages(code)).toEqual(['Removes a folder with everything in it.']);
    }),
    { numRuns: 50 },
  );
});
