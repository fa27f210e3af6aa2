import { expect, it } from 'vitest';
import { runCli, runProgram, scratch } from '../stage.ts';

it.each([
  [['--port', '65536'], /Write a number from 0 to 65535/],
  [['--names', 'odd'], /Allowed choices are prefixed, plain/],
  [['--port', '7600'], /--port is for --http alone[\s\S]*sallyport serve --http/],
  [['--host', '127.0.0.1'], /--host is for --http alone/],
  [['--allow-anonymous'], /--allow-anonymous is for --http alone/],
])('refuses %j before anything is started', async (args, said) => {
  await expect(runProgram('serve', ...args)).rejects.toThrow(said);
});

it('serves what it is told to, and says where there is nothing', async () => {
  const folder = scratch();
  const done = await runCli(['serve', '--config', `${folder}/none.yaml`, '--state', folder]);
  expect(done).toMatchObject({ code: 1, err: expect.stringContaining('none.yaml') });
});
