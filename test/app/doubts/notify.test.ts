import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { notifyDoubts } from '../../../src/app/doubts/notify.ts';
import { parseConfig } from '../../../src/config/load.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-notify-'));
writeFileSync(path.join(folder, 'tell'), '', { mode: 0o755 });

const doubtsOf = (notify: string[] | undefined, isTrusted?: () => boolean): string[] => {
  const text = JSON.stringify({ servers: {}, approvals: notify === undefined ? {} : { notify } });
  const loaded = parseConfig(path.join(folder, 'servers.config.yaml'), text);
  return notifyDoubts(loaded, { PATH: folder }, isTrusted).map(({ what, instead }) => `${what}. ${instead}`);
};

it.skipIf(process.platform === 'win32')('has a doubt where the command is not there, or waits for a person', () => {
  expect(doubtsOf(undefined)).toEqual([]);
  for (const command of ['tell', './tell', path.join(folder, 'tell')]) expect(doubtsOf([command, 'x'])).toEqual([]);
  expect(doubtsOf(['tell'], () => true)).toEqual([]);
  expect(doubtsOf(['tell'], () => false)).toEqual([
    'nobody has said that this may run. Look at it: sallyport trust approvals.notify',
  ]);
  chmodSync(path.join(folder, 'tell'), 0o644);
  for (const command of ['tell', './tell'])
    expect(doubtsOf([command])).toEqual([
      `${command} is not executable, so nobody would be told. Make it so: chmod +x ${path.join(folder, 'tell')}`,
    ]);
  for (const command of ['other', './other'])
    expect(doubtsOf([command])).toEqual([
      `${command} cannot be found, so nobody would be told. Install it, or write its whole path.`,
    ]);
});
