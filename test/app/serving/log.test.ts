import { expect, it } from 'vitest';
import { Log } from '../../../src/app/serving/log.ts';

it('shows what terminals would obey, and completes commands once it is known what they are about', () => {
  const written: string[] = [];
  const log = new Log((text) => written.push(text));
  log.say('run `sallyport trust`');
  log.where = { config: ' --config /c.yaml', state: ' --state /s' };
  log.say('run `sallyport trust`, then \u001b[2J');
  expect(written).toEqual([
    'sallyport: run `sallyport trust`\n',
    'sallyport: run `sallyport trust --config /c.yaml --state /s`, then \\u{1b}[2J\n',
  ]);
});
