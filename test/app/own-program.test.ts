import path from 'node:path';
import { expect, it } from 'vitest';
import { ownProgram, ownPrograms } from '../../src/app/own-program.ts';

it('names a package where its own folder is one that npx clears', () => {
  expect(ownProgram('/home/ann/.npm/_npx/0a1b/node_modules/sallyport/dist/cli/main.js').args).toEqual([
    '-y',
    expect.stringMatching(/^sallyport@\d/),
  ]);
  expect(ownProgram('/opt/sallyport/dist/cli/main.js')).toEqual({
    command: process.execPath,
    args: ['/opt/sallyport/dist/cli/main.js'],
  });
});

it('is known by its whole path', () => {
  expect(ownPrograms()).toEqual([path.resolve('src/cli/main.js')]);
});
