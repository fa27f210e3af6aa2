import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { seeManifests } from '../../../src/discover/sources/manifests.ts';
import { put, scratch } from '../home.ts';

it('reads the files that are manifests, and says which it could not', async () => {
  const root = scratch();
  const files = [
    put(path.join(root, 'compose.yaml'), 'services: { git: { image: mcp/git } }'),
    put(path.join(root, 'Dockerfile.dev'), 'FROM mcp/git'),
    put(path.join(root, 'large.yml'), Buffer.alloc(1_000_001, 'x')),
    put(path.join(root, 'binary.yml'), Buffer.from([0, 1])),
    put(path.join(root, 'broken.yml'), 'a: [mcp'),
    put(path.join(root, 'silent.yml'), 'a: ['),
    put(path.join(root, 'pnpm-lock.yaml'), 'services: { git: { image: mcp/git } }'),
    put(path.join(root, 'README.md'), 'image: mcp/git'),
    path.join(root, 'folder.yml'),
  ];
  mkdirSync(path.join(root, 'folder.yml'));
  const steps: number[] = [];
  const { seen, troubles } = await seeManifests(
    files,
    () => [],
    (done) => void steps.push(done),
  );
  expect(seen.map(({ at }) => path.basename(at.file ?? ''))).toEqual(['compose.yaml', 'Dockerfile.dev']);
  expect(troubles.map((trouble) => path.basename(trouble.split(':', 1)[0] ?? ''))).toEqual([
    'large.yml',
    'broken.yml',
    'folder.yml',
  ]);
  expect(steps).toHaveLength(7);
});
