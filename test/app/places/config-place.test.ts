import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  aboutState,
  aboutThis,
  findConfig,
  isStray,
  placeText,
  shellWord,
  whereabouts,
} from '../../../src/app/places/config-place.ts';
import { stateRoot } from '../../../src/journal/state/state-dir.ts';
import { scratch } from '../../cli/stage.ts';

function stage() {
  const top = scratch();
  const [folder, home, state] = ['folder', 'home', 'state'].map((name) => path.join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [folder, home, state]) mkdirSync(each);
  const write = (file: string): string => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '{}');
    return file;
  };
  const adopt = (id: string, config: string, more: object = {}): void => {
    const kept = {
      client: 'x',
      file: '/x',
      target: '/x',
      mode: 0,
      backup: '',
      written: '',
      before: '',
      after: '',
      slots: [],
    };
    const adoption = { id, at: 0, files: [kept], config: { file: config, after: '' }, secrets: [], ...more };
    write(path.join(state, 'adoptions', `${id}.json`));
    writeFileSync(path.join(state, 'adoptions', `${id}.json`), JSON.stringify(adoption));
  };
  return { folder, home, state, write, adopt, find: (config?: string) => findConfig({ config, folder, home, state }) };
}

describe('the configuration of a command', () => {
  it('is the one that is named, else of this folder, else adopted last, else where adoption puts one', async () => {
    const { folder, home, write, adopt, find } = stage();
    expect(await find()).toBeUndefined();
    const usual = write(path.join(home, 'sallyport', 'servers.config.yaml'));
    expect(await find()).toEqual({ file: usual, by: 'home' });
    const older = write(path.join(home, 'older.yaml'));
    const newer = write(path.join(home, 'newer.yaml'));
    adopt('000000000000001-1', older);
    adopt('000000000000002-1', newer);
    adopt('000000000000003-1', path.join(home, 'gone.yaml'));
    expect(await find()).toEqual({ file: newer, by: 'adopted' });
    const here = write(path.join(folder, 'servers.config.yaml'));
    expect(await find()).toEqual({ file: here, by: 'folder' });
    expect(await find('nowhere.yaml')).toEqual({ file: path.join(folder, 'nowhere.yaml'), by: 'named' });
  });

  it('is never what a project was adopted into, seen from elsewhere', async () => {
    const { home, write, adopt, find } = stage();
    const user = write(path.join(home, 'user.yaml'));
    const project = write(path.join(home, 'project', 'servers.config.yaml'));
    adopt('000000000000001-1', user);
    adopt('000000000000002-1', project, { project: path.join(home, 'project') });
    expect(await find()).toEqual({ file: user, by: 'adopted' });
  });

  it('has to be looked at where nobody named or adopted it', () => {
    const all = (['named', 'folder', 'adopted', 'home'] as const).map((by) => isStray({ file: '/x', by }));
    expect(all).toEqual([false, true, false, true]);
    expect(placeText({ file: '/x', by: 'adopted' })).toBe('/x (from the last sallyport adopt)');
  });
});

it('printed commands hold in any folder, whatever the place is called', () => {
  expect(aboutThis({ file: '/a/b.yaml' })).toBe(' --config /a/b.yaml');
  expect(aboutThis({ file: '/a b/c.yaml' }, '/s')).toBe(" --config '/a b/c.yaml' --state /s");
  const usual = stateRoot({ env: { ...process.env, SALLYPORT_STATE: '', XDG_STATE_HOME: '' } });
  expect(aboutState(usual)).toBe('');
  expect(whereabouts({ file: '/c.yaml' }, '/s')).toEqual({ config: ' --config /c.yaml', state: ' --state /s' });
  expect(whereabouts(undefined, usual)).toEqual({ config: '', state: '' });
  expect(shellWord("it's")).toBe(process.platform === 'win32' ? '"it\'s"' : String.raw`'it'\''s'`);
});

it('a folder of Windows is one word there, and none elsewhere', () => {
  const folder = String.raw`C:\Users\ada\state`;
  expect(shellWord(folder, 'win32')).toBe(folder);
  expect(shellWord(folder, 'linux')).toBe(`'${folder}'`);
  expect(shellWord(String.raw`C:\Users\A B`, 'win32')).toBe(String.raw`"C:\Users\A B"`);
});

it('says outright what only the variables of this process lead to', () => {
  vi.stubEnv('SALLYPORT_STATE', '/given');
  try {
    expect(aboutState(stateRoot())).toBe(' --state /given');
  } finally {
    vi.unstubAllEnvs();
  }
});
