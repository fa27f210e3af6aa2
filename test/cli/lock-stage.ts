import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readConfiguration } from '../../src/app/settings.ts';
import { openTrustDesk } from '../../src/app/trust-desk.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, type Place, place } from '../e2e/gateway.ts';
import { alone } from './stage.ts';

/** A configuration whose one server, `mail`, offers what a file says. */
export interface LockStage {
  readonly at: Place;
  readonly lockfile: string;
  readonly options: { readonly config: string; readonly state: string; readonly guard: typeof alone };
  /** What the server offers from now on. */
  offer(definitions: JsonObject): void;
  readonly locked: () => string;
}

export const mailTool: JsonObject = {
  name: 'send_email',
  description: 'Sends an e-mail.',
  inputSchema: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] },
};
export const searchTool: JsonObject = {
  name: 'search',
  description: 'Searches.',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } } },
};

/** Everything in the configuration may run, as if a person had looked. */
export async function stageLock(definitions: JsonObject, more: JsonObject = {}): Promise<LockStage> {
  const at = place({});
  const file = path.join(at.dir, 'mail.json');
  const offer = (next: JsonObject): void => writeFileSync(file, JSON.stringify(next));
  offer(definitions);
  writeFileSync(
    at.config,
    JSON.stringify({ servers: { mail: fixture('definitions', [file], { labels: [] }) }, ...more }),
  );
  await trustEverything(at);
  const lockfile = path.join(at.dir, 'sallyport.lock.yaml');
  return {
    at,
    lockfile,
    options: { config: at.config, state: at.state, guard: alone },
    offer,
    locked: () => readFileSync(lockfile, 'utf8'),
  };
}

export async function trustEverything({ config, state }: Place, servers: readonly string[] = ['mail']): Promise<void> {
  const desk = openTrustDesk(await readConfiguration({ config }), openStateDir(state).trust, () => undefined);
  await desk.trustAll({ write: async () => true }, 0);
  // The trust is written when it can be.
  for (;;) {
    const written = openTrustDesk(await readConfiguration({ config }), openStateDir(state).trust, () => undefined);
    if (servers.every((name) => written.isTrusted(name))) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
