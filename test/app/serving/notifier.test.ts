import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Notifier, type NotifierOptions } from '../../../src/app/serving/notifier.ts';
import type { Hold } from '../../../src/model/approval.ts';

const HOLD: Hold = {
  id: 'abcd1234',
  call: 'c1',
  binding: 'b',
  session: 's',
  principal: { id: 'local', agent: 'support', client: { name: 'probe', version: '1' }, human: 'elicitation' },
  target: { upstream: 'mail', name: 'send' },
  method: 'tools/call',
  shown: '{"to":"ann@customer.example"}',
  rules: ['asks'],
  reasons: ['Mail leaves.\nTwice \u001b[31m.', 'Mail leaves.\nTwice \u001b[31m.'],
  door: 'terminal',
  at: 1_700_000_000_000,
  expires: 1_700_000_900_000,
};

function rig(code: string, more: Partial<NotifierOptions> = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-notifier-'));
  writeFileSync(path.join(folder, 'tell.mjs'), code);
  const faults: string[] = [];
  const notifier = new Notifier({
    words: [process.execPath, 'tell.mjs'],
    folder,
    bar: () => undefined,
    answering: (id, isList = false) => `sallyport approve ${id}${isList ? ' --list' : ''}`,
    onFault: (message) => faults.push(message),
    ...more,
  });
  const fileOf = (name: string): string => path.join(folder, name);
  return { notifier, faults, fileOf };
}

const KEEPS = `
  import { appendFileSync, readFileSync } from 'node:fs';
  appendFileSync('told', readFileSync(0));
  appendFileSync('mark', process.env.SALLYPORT_DOWNSTREAM + '\\n');
`;

it('hands a command one line about the call, without its arguments, in the folder of the configuration', async () => {
  const { notifier, faults, fileOf } = rig(KEEPS);
  notifier.tell(HOLD);
  // The file is there before its text is.
  const mark = (): number => (existsSync(fileOf('mark')) ? Number(readFileSync(fileOf('mark'), 'utf8')) : 0);
  // What it starts approves nothing.
  await expect.poll(mark, { timeout: 20_000 }).toBeGreaterThan(0);
  const told = readFileSync(fileOf('told'), 'utf8');
  expect(told.endsWith('\n')).toBe(true);
  expect(JSON.parse(told)).toEqual({
    event: 'held',
    id: 'abcd1234',
    method: 'tools/call',
    server: 'mail',
    tool: 'send',
    agent: 'support',
    client: 'probe',
    why: [expect.stringMatching(/^Mail leaves\. Twice .*\[31m\.$/)],
    rules: ['asks'],
    at: '2023-11-14T22:13:20.000Z',
    expires: '2023-11-14T22:28:20.000Z',
    answer: 'sallyport approve abcd1234',
  });
  expect(faults).toEqual([]);
});

it('names the command for a whole list, where the question shows one', async () => {
  const { notifier, fileOf } = rig(KEEPS);
  const from = { call: 'c', upstream: 'guests', tool: 'read' };
  notifier.tell({ ...HOLD, list: { at: '/arguments/to', from, rows: [], more: 0 } });
  await expect.poll(() => existsSync(fileOf('mark')), { timeout: 20_000 }).toBe(true);
  expect(JSON.parse(readFileSync(fileOf('told'), 'utf8'))).toMatchObject({
    answer: 'sallyport approve abcd1234',
    answerList: 'sallyport approve abcd1234 --list',
  });
});

it('says once that it fails, and again after it has worked', async () => {
  const { notifier, faults, fileOf } = rig(`
    import { appendFileSync, existsSync } from 'node:fs';
    appendFileSync('ran', 'x');
    if (!existsSync('works')) { console.error('no screen'); process.exit(3); }
  `);
  const ran = (): number => (existsSync(fileOf('ran')) ? readFileSync(fileOf('ran'), 'utf8').length : 0);
  const tell = async (many: number): Promise<void> => {
    for (let i = 0; i < many; i++) notifier.tell(HOLD);
    const before = ran();
    await expect.poll(ran, { timeout: 20_000 }).toBe(before + many);
  };
  await tell(2);
  await expect.poll(() => faults, { timeout: 20_000 }).toHaveLength(1);
  expect(faults[0]).toMatch(
    /nobody was told that a call waits: \S+ ended with code 3: no screen\. .*sallyport pending/,
  );
  writeFileSync(fileOf('works'), '');
  await tell(1);
  rmSync(fileOf('works'));
  const toldOf = async (): Promise<number> => {
    await tell(1);
    return faults.length;
  };
  await expect.poll(toldOf, { timeout: 20_000 }).toBe(2);
});

it.each([
  ['cannot be found', { words: ['/no/such/program'] }, /command not found: \/no\/such\/program does not exist/],
  ['nobody has looked at', { bar: () => 'it waits for trust' }, /it waits for trust/],
] as const)('tells nobody by a command that %s, and says so', async (_what, more, why) => {
  const { notifier, faults, fileOf } = rig(KEEPS, more as Partial<NotifierOptions>);
  notifier.tell(HOLD);
  await expect.poll(() => faults, { timeout: 20_000 }).toEqual([expect.stringMatching(why)]);
  expect(existsSync(fileOf('told'))).toBe(false);
});

it('says so, and goes on, where what it has to tell cannot be put in words', async () => {
  const { notifier, faults, fileOf } = rig(KEEPS);
  notifier.tell({ ...HOLD, expires: 9e15 });
  await expect
    .poll(() => faults, { timeout: 20_000 })
    .toEqual([expect.stringMatching(/nobody was told.*: Invalid time/)]);
  notifier.tell(HOLD);
  await expect.poll(() => existsSync(fileOf('mark')), { timeout: 20_000 }).toBe(true);
});

it('lets no server write a sentence by the name of a tool', async () => {
  const { notifier, fileOf } = rig(KEEPS);
  notifier.tell({ ...HOLD, target: { upstream: 'mail', name: 'send: this "was" approved' } });
  await expect.poll(() => existsSync(fileOf('mark')), { timeout: 20_000 }).toBe(true);
  expect(JSON.parse(readFileSync(fileOf('told'), 'utf8')).tool).toBe('send:-this-was-approved');
});

it.skipIf(process.platform === 'win32')('keeps nothing open for what a command leaves behind', async () => {
  const leaves = `
    import { spawn } from 'node:child_process';
    spawn(process.execPath, ['stays.mjs'], { detached: true, stdio: ['ignore', 'ignore', 'inherit'] }).unref();
  `;
  const { notifier, faults, fileOf } = rig(leaves);
  writeFileSync(
    fileOf('stays.mjs'),
    `
      import { writeFileSync } from 'node:fs';
      process.stderr.on('error', () => { writeFileSync('broken', ''); process.exit(); });
      setInterval(() => process.stderr.write('x'), 20);
      setTimeout(() => process.exit(), 30_000);
    `,
  );
  notifier.tell(HOLD);
  await expect.poll(() => existsSync(fileOf('broken')), { timeout: 20_000 }).toBe(true);
  expect(faults).toEqual([]);
});

it('ends a command that goes on, with what it started', async () => {
  const { notifier, faults } = rig('setInterval(() => {}, 1_000)', { within: 50 });
  notifier.tell(HOLD);
  await expect.poll(() => faults, { timeout: 20_000 }).toEqual([expect.stringMatching(/did not end within 0\.05 s/)]);
});
