import { describe, expect, it } from 'vitest';
import { launchKey } from '../../../src/discover/launch.ts';
import { mergeSeen } from '../../../src/discover/merging.ts';
import { seeContainers } from '../../../src/discover/sources/containers.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const container = (name: string, config: JsonObject, more: JsonObject = {}): JsonObject => ({
  Id: `id of ${name}`,
  Name: `/${name}`,
  State: { Running: true, Pid: 4711 },
  Config: { Env: ['PATH=/usr/bin'], Cmd: null, Entrypoint: null, Labels: {}, ...config },
  NetworkSettings: { Ports: {} },
  ...more,
});
const answer = (...containers: JsonObject[]) => ({ engine: 'docker', text: JSON.stringify(containers) });
const see = (text: string): (readonly [number, number])[] => {
  const at = text.indexOf('SECRET');
  return at < 0 ? [] : [[at, at + 6]];
};

describe('containers that run', () => {
  it('are servers where their image, label, command or variables say so', () => {
    const { seen, troubles, notes } = seeContainers(
      [
        answer(
          container('hub', { Image: 'ghcr.io/github/github-mcp-server:v1', Cmd: ['stdio'], Env: ['TOKEN=SECRET'] }),
          container('cat', { Image: 'mcp/time' }),
          container('own', { Image: 'acme/tools', Labels: { 'io.modelcontextprotocol.server.name': 'io.acme/tools' } }),
          container('py', { Image: 'python:3', Cmd: ['uvx', 'mcp-server-fetch'] }),
          container('db', { Image: 'postgres:17', Env: ['POSTGRES_PASSWORD=SECRET'], Cmd: ['postgres'] }),
          container('web', { Image: 'nginx', Labels: { 'com.docker.compose.service': 'web' } }),
        ),
      ],
      see,
    );
    expect(seen.map(({ name, certainty, by, way, at }) => [name, certainty, by, way, at.container])).toEqual([
      ['hub', 'likely', 'docker', 'unsure', 'hub'],
      ['cat', 'certain', 'docker', 'unsure', 'cat'],
      ['own', 'certain', 'docker', 'unsure', 'own'],
      ['py', 'likely', 'docker', 'unsure', 'py'],
    ]);
    expect(seen[0]?.held.map(({ name }) => name)).toEqual(['TOKEN']);
    expect(JSON.stringify(seen)).not.toContain('SECRET');
    expect([troubles, notes]).toEqual([[], []]);
  });

  it('belong to the entry of a client that starts the image, or leads to the port', () => {
    const ports = {
      NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '4000' }], '81/tcp': null } },
    };
    const { seen } = seeContainers(
      [
        answer(
          container('hub', { Image: 'mcp/hub', Cmd: ['stdio'] }),
          container('web', { Image: 'acme/mcp-web' }, ports),
        ),
      ],
      see,
    );
    const entry = (name: string, launch: { command?: string; args?: string[]; url?: string }, marks: string[]) =>
      ({
        source: 'clients',
        kind: 'server',
        name,
        at: { file: '/c.json' },
        certainty: 'certain',
        reason: 'configured in Cursor',
        way: 'past',
        launch,
        held: [],
        keys: [launchKey(launch)],
        marks,
      }) as const;
    const finds = mergeSeen([
      entry('github', { command: 'docker', args: ['run', '-i', '--rm', 'mcp/hub'] }, []),
      entry('pages', { url: 'http://localhost:4000/mcp' }, ['port 4000']),
      ...seen,
    ]);
    expect(finds.map(({ name, seen: places }) => [name, places.length])).toEqual([
      ['github', 2],
      ['pages', 2],
    ]);
  });

  it('are told of once where one engine answers by two names', () => {
    const text = JSON.stringify([container('time', { Image: 'mcp/time' })]);
    const { seen } = seeContainers(
      [
        { engine: 'docker', text },
        { engine: 'podman', text },
      ],
      see,
    );
    expect(seen).toHaveLength(1);
  });

  it('are said not to have been looked at where there is no engine, or none that answers', () => {
    expect(seeContainers([], see)).toMatchObject({
      troubles: [],
      notes: [expect.stringContaining('no docker, podman')],
    });
    expect(seeContainers([{ engine: 'docker', idle: 'Cannot connect' }], see)).toMatchObject({
      troubles: [],
      notes: ['containers: docker has no engine that runs: Cannot connect'],
    });
    expect(seeContainers([{ engine: 'docker', trouble: 'permission denied' }], see).troubles).toEqual([
      'containers: docker: permission denied',
    ]);
  });

  it.each(['', '{', '{}', 'null'])('that are no list are a trouble: %j', (text) => {
    expect(seeContainers([{ engine: 'podman', text }], see).troubles).toEqual([
      'containers: podman answered something that is not a list of containers',
    ]);
  });

  it.each<JsonObject>([{}, { Config: 7, Name: null }, { Config: { Env: 'A=b', Cmd: 'x', Labels: [] } }])(
    'of a shape that nobody knows are no servers: %j',
    (odd) => {
      expect(seeContainers([answer(odd)], see)).toEqual({ seen: [], troubles: [], notes: [] });
    },
  );
});
