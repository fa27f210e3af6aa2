// Clients that show what they are connected to, without a model, and one that calls.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MAIL, TOKEN } from './place.mjs';
import { runClient } from './process.mjs';

function write(place, name, value) {
  const file = path.join(place.home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

/** By what the session of a client without keys of its own is known. */
const LISTING = { stdio: 'process', http: 'mcp-session-id' };
const bearer = { Authorization: `Bearer ${TOKEN}` };

async function gemini({ place, bin, url }) {
  const sallyport = url === undefined ? { command: place.node, args: place.args } : { httpUrl: url, headers: bearer };
  write(place, '.gemini/settings.json', {
    mcpServers: { sallyport },
    // Servers of folders that nobody trusted are not started.
    security: { folderTrust: { enabled: false } },
    privacy: { usageStatisticsEnabled: false },
  });
  const listed = await runClient(bin('gemini'), ['mcp', 'list'], {
    env: { ...place.env, GEMINI_API_KEY: 'dummy' },
    cwd: place.files,
  });
  assert.match(listed.all, /sallyport: .*Connected/);
}

async function opencode({ place, bin, url }) {
  const sallyport =
    url === undefined
      ? { type: 'local', command: [place.node, ...place.args] }
      : { type: 'remote', url, headers: bearer, oauth: false };
  write(place, '.config/opencode/opencode.json', { mcp: { sallyport }, autoupdate: false });
  const env = { ...place.env, OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' };
  const listed = await runClient(bin('opencode'), ['mcp', 'list'], { env, cwd: place.files });
  assert.match(listed.all, /sallyport[^\n]*connected/);
}

/** Each command is a process of its own, and a session: what is approved for one is held anew in the next. */
async function mcporter({ place, bin, url }) {
  const sallyport = url === undefined ? { command: place.node, args: place.args } : { baseUrl: url, headers: bearer };
  write(place, 'mcporter.json', { mcpServers: { sallyport }, imports: [] });
  const config = ['--config', path.join(place.home, 'mcporter.json')];
  const ask = (...words) => runClient(bin('mcporter'), [...config, ...words], { env: place.env, cwd: place.files });
  const call = (tool, ...words) => ask('call', `sallyport.${tool}`, ...words);
  const listed = await ask('list', 'sallyport');
  assert.match(listed.out, /echo__echo/, listed.all);
  const summed = await call('everything__get-sum', 'a=2', 'b=3');
  assert.match(summed.out, /sum of 2 and 3 is 5/, summed.all);
  const mail = Object.entries(MAIL).map(([key, value]) => `${key}=${value}`);
  const held = await call('mail__send', ...mail);
  const id = /sallyport approve (\w+)/.exec(held.all)?.[1];
  assert.notEqual(id, undefined, held.all);
  // Over stdio the session has ended with its process: nobody could approve it any more.
  if (url !== undefined) await place.approve(id);
  const again = await call('mail__send', ...mail);
  assert.match(again.all, /sallyport approve \w+/);
  assert.ok(!again.all.includes(id), again.all);
  assert.equal(place.sent(), 0);
}

export const GEMINI = {
  name: 'Gemini CLI',
  packages: { '@google/gemini-cli': '0.61.0' },
  node: '22.23.3',
  as: { client: 'mcp-test-client', revision: '2025-06-18', asks: 'no' },
  cases: ['stdio', 'http'].map((over) => ({ what: 'mcp list', over, run: gemini, source: LISTING[over] })),
};

export const OPENCODE = {
  name: 'opencode',
  packages: { 'opencode-ai': '1.18.33' },
  as: { client: 'opencode', revision: '2025-11-25', asks: 'no' },
  cases: ['stdio', 'http'].map((over) => ({ what: 'mcp list', over, run: opencode, source: LISTING[over] })),
};

export const MCPORTER = {
  name: 'mcporter',
  packages: { mcporter: '0.12.3' },
  node: '24.21.0',
  as: { client: 'mcporter', revision: '2025-11-25', asks: 'no' },
  cases: [
    { what: 'lists, calls, and is held', over: 'stdio', run: mcporter, source: LISTING.stdio },
    { what: 'lists, calls, and is held', over: 'http', run: mcporter, source: LISTING.http },
  ],
};
