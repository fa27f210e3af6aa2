import { expect, test } from 'vitest';
import { look } from '../../../src/app/locking/look.ts';
import { promisesOf } from '../../../src/app/serving/promises.ts';
import type { Settings } from '../../../src/app/settings.ts';
import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Standing } from '../../../src/model/upstreams.ts';
import { LISTING } from './mail-listing.ts';

const config = configSchema.parse({ servers: { mail: { command: 'mail' }, crm: { command: 'crm' } } });
const settings = ({ isVouched = true, isLocked = true } = {}): Pick<Settings, 'loaded' | 'lock'> => {
  const { mail } = config.servers;
  const servers = new Map(isLocked && mail !== undefined ? [['mail', lockServer(LISTING, mail, (text) => text)]] : []);
  return {
    loaded: { path: '', folder: '', text: '', hash: '', foreign: false, config, warnings: [], locate: () => undefined },
    lock: {
      path: '',
      bytes: undefined,
      stamp: '',
      accepted: { lockfile: { servers }, look, lookAtUsage: look, conceal: (text) => text, isVouched },
    },
  };
};
const standing = (upstream: string, state: Standing['state'] = 'starting'): Standing => ({
  upstream,
  state,
  processes: 0,
});
const promised = (given: ReturnType<typeof settings>, standings = [standing('mail'), standing('crm')], may = true) =>
  promisesOf(given, standings, () => may, 1).map(({ upstream }) => upstream);

test('servers that are starting are shown as they were accepted', () => {
  expect(promised(settings())).toEqual(['mail']);
  expect(promised(settings({ isLocked: false }))).toEqual([]);
});

test('nothing is shown of one that waits for a person, that has started, or that failed', () => {
  expect(promised(settings(), [standing('mail')], false)).toEqual([]);
  for (const state of ['ready', 'failed', 'waiting-for-trust', 'waiting-for-login', 'disabled'] as const)
    expect(promised(settings(), [standing('mail', state)])).toEqual([]);
  expect(promised(settings(), [standing('gone')])).toEqual([]);
});

test('a lockfile that was only found shows nothing', () => {
  expect(promised(settings({ isVouched: false }))).toEqual([]);
});
