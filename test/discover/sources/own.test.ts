import path from 'node:path';
import { expect, it } from 'vitest';
import { launchKey } from '../../../src/discover/launch.ts';
import { seeOwn } from '../../../src/discover/sources/own.ts';
import { put, scratch } from '../home.ts';

it('sees what is behind Sallyport, and where it serves', async () => {
  const file = put(
    path.join(scratch(), 'servers.config.yaml'),
    'servers:\n  mail: { command: npx, args: [mail, --token, "${env:T}"], env: { TOKEN: q7Rk2VbT9xLmZ4 } }\n  crm: { url: "https://crm.example/${env:T}" }\n  old: { command: old, disabled: true }\nhttp: { port: 7700, path: /gate }\n',
  );
  const { seen, urls, troubles } = await seeOwn([file], { T: 'tea' }, () => []);
  expect(troubles).toEqual([]);
  expect(urls).toEqual(['http://localhost:7700/gate']);
  expect(seen.map(({ name, at, way, held }) => [name, at.line, way, held.length])).toEqual([
    ['mail', 2, 'behind', 1],
    ['crm', 3, 'behind', 0],
    ['old', 4, 'unsure', 0],
  ]);
  expect(JSON.stringify(seen)).not.toContain('q7Rk2');
  expect(seen[1]?.keys).toContain(launchKey({ url: 'https://crm.example/tea' }));
});

it("takes a client's own file, which says nothing of where Sallyport serves", async () => {
  const file = put(path.join(scratch(), 'mcp.json'), '{ "mcpServers": { "mail": { "command": "mail" } } }');
  const { seen, urls } = await seeOwn([file], {}, () => []);
  expect([seen.map(({ name }) => name), urls]).toEqual([['mail'], []]);
});

it('goes on behind a configuration that cannot be read', async () => {
  const folder = scratch();
  const broken = put(path.join(folder, 'broken.yaml'), 'servers:\n  mail: { command: 7 }\n');
  const good = put(path.join(folder, 'good.yaml'), 'servers:\n  mail: { command: mail }\n');
  const { seen, troubles } = await seeOwn([path.join(folder, 'nowhere.yaml'), broken, good], {}, () => []);
  expect(seen).toHaveLength(1);
  expect(troubles).toHaveLength(2);
  expect(troubles[1]).toContain('broken.yaml:2:');
});
