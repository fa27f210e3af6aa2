import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drive } from '../../scripts/clients/drive.mjs';
import { MCPDO } from '../../scripts/clients/inspector.mjs';
import { AI_SDK, LANGCHAIN } from '../../scripts/clients/libraries.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const binFolder = path.join(root, 'node_modules', '.bin');
/** The development dependencies among the clients of `npm run test:clients`, under this very Node. */
const CLIENTS = [
  AI_SDK,
  LANGCHAIN,
  { ...MCPDO, node: undefined, cases: MCPDO.cases.filter(({ over }) => over === 'stdio') },
];

describe.each(CLIENTS)('$name', (client) => {
  it.each(client.cases)('$what, over $over', { timeout: 120_000 }, async (one) => {
    const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-client-')), 'place');
    const seen = await drive(client, one, { folder, root, binFolder });
    expect(seen).toMatchObject({ source: one.source, client: expect.stringContaining(client.as.client) });
  });
});
