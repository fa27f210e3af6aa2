import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askEngines } from '../../../src/app/discovering/container-engines.ts';
import { discoverHere } from '../../../src/app/discovering.ts';
import { scratch } from '../../cli/stage.ts';

const FOUND = [{ Id: 'a1', Name: '/clock', Config: { Image: 'mcp/time', Env: [], Cmd: null, Labels: null } }];

/** A folder with a program that is called as an engine and says what is told. */
function engine(name: string, script: string): string {
  const folder = scratch();
  const file = path.join(folder, name);
  writeFileSync(file, `#!${process.execPath}\nconst [verb, ...rest] = process.argv.slice(2);\n${script}`);
  chmodSync(file, 0o755);
  return folder;
}

const GOOD = `if (verb === 'ps') console.log('a1');
else if (verb === 'inspect' && rest.join() === 'a1') console.log(${JSON.stringify(JSON.stringify(FOUND))});
else process.exit(9);`;

describe('the engines of containers', () => {
  it('are those on the path, asked for what runs and what that is', () => {
    const PATH = [engine('podman', GOOD), engine('docker', `if (verb !== 'ps') process.exit(9);`)].join(path.delimiter);
    const answers = askEngines({ PATH });
    expect(answers.map(({ engine, text }) => [engine, JSON.parse(text ?? '')])).toEqual([
      ['docker', []],
      ['podman', FOUND],
    ]);
  });

  it('are none where none is there', () => {
    expect(askEngines({})).toEqual([]);
    expect(askEngines({ PATH: `${scratch()}${path.delimiter}relative` })).toEqual([]);
  });

  it('that do not run are idle, and those that refuse are a trouble', () => {
    const says = (line: string) => engine('docker', `console.error(${JSON.stringify(line)}); process.exit(1);`);
    const down = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    expect(askEngines({ PATH: says(down) })).toEqual([{ engine: 'docker', idle: down }]);
    const shut = 'permission denied while trying to connect to the Docker daemon socket';
    expect(askEngines({ PATH: says(shut) })).toEqual([{ engine: 'docker', trouble: shut }]);
    expect(askEngines({ PATH: engine('docker', 'process.exit(3);') })).toEqual([
      { engine: 'docker', trouble: 'it ended with 3' },
    ]);
  });

  it('say of the others what one that ended meanwhile does not hide', () => {
    const script = `if (verb === 'ps') console.log('a1\\na2');
else { console.log(${JSON.stringify(JSON.stringify(FOUND))}); console.error('no such object: a2'); process.exit(1); }`;
    expect(askEngines({ PATH: engine('docker', script) })).toEqual([
      { engine: 'docker', text: expect.stringContaining('mcp/time') },
    ]);
  });

  it('are looked at by discovery', async () => {
    const config = path.join(scratch(), 'servers.config.yaml');
    writeFileSync(config, 'servers: {}\n');
    const machine = { platform: process.platform, home: scratch(), env: { PATH: engine('docker', GOOD) } };
    const { finds } = await discoverHere({ sources: ['containers'], machine, config });
    expect(finds.map(({ name, certainty, seen }) => [name, certainty, seen[0]?.at])).toEqual([
      ['clock', 'certain', { container: 'clock' }],
    ]);
  });
});
