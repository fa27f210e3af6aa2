import assert from 'node:assert/strict';
import path from 'node:path';
import { otherNode } from '../packages.mjs';
import { makePlace } from './place.mjs';

/**
 * Runs one case of a client in a folder that is not there yet, and holds what Sallyport recorded against what is known of
 * the client. Resolves with what was recorded of it; rejects with what was wrong. `binFolder` holds the client's commands.
 */
export async function drive(client, one, { folder, root, binFolder }) {
  const place = makePlace(folder, root);
  if (client.node !== undefined)
    place.env.PATH = [path.dirname(otherNode(client.node)), place.env.PATH].join(path.delimiter);
  const served = one.over === 'http' ? await place.serveHttp() : undefined;
  try {
    await one.run({ place, bin: (name) => path.join(binFolder, name), url: served?.url });
  } finally {
    await served?.stop();
  }
  const record = await place.record();
  const seen = expectRecorded(record, { ...client.as, ...one.as }, one);
  await place.verify();
  return seen;
}

/** What the handshakes said, and by what sessions were known, must be what is known of this client. */
export function expectRecorded({ said, calls, holds, sessions }, { client, revision, late, asks }, { over, source }) {
  assert.notEqual(said.length, 0, 'no handshake was recorded');
  const spoken = new Set(said.filter(({ method }) => method !== 'server/discover').map((one) => one.revision));
  const known = over === 'stdio' && late !== undefined ? [revision, late] : [revision];
  for (const each of spoken) assert.ok(known.includes(each), `it spoke ${each}, not ${known.join(' or ')}`);
  for (const one of said) {
    assert.ok(one.client.startsWith(`${client} `), `it called itself ${one.client}, not ${client}`);
    assert.equal(one.asks, asks);
  }
  for (const { who } of [...calls, ...holds]) assert.ok(who.includes(client), `${who} is recorded, not ${client}`);
  const sources = new Set(
    calls.length + holds.length > 0 ? sessions.map((one) => one.source) : said.map((one) => one.source),
  );
  assert.deepEqual([...sources], [source]);
  return { client: said[0].client, revision: [...spoken].join(', '), asks, source };
}
