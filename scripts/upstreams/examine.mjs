import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { installed, otherNode } from '../packages.mjs';
import { definitionDifferences, firstDifference, instructionDifferences, LISTS } from './compare.mjs';
import { openPeer } from './peer.mjs';
import { items, valueAt } from './slices.mjs';

const run = promisify(execFile);

const MODERN = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'upstreams', version: '1' },
  },
};
/** How long all of a server's lists may take to arrive through Sallyport, in milliseconds. */
const LISTED = 90_000;
/** How long what was heard may take to be judged and shown. */
const JUDGED = 10_000;
const START = '80s';

/**
 * Lists a server directly and through Sallyport, calls its harmless tool both ways, and says every way in which they
 * differ. What cannot be installed or started is a fault too, with its reason. `folder` is its own and empty.
 */
export async function examine(server, { folder, main }) {
  const report = { faults: [] };
  const open = [];
  try {
    const place = prepare(server, folder);
    const direct = await seeDirectly(place, report, (peer) => open.push(peer));
    await seeThrough(server, place, main, direct, report, (peer) => open.push(peer));
  } catch (error) {
    report.faults.push(error.message);
  } finally {
    for (const peer of open) await peer.close();
  }
  return report;
}

/** Installs a server, and says how it is started: the same way by us and by Sallyport. */
function prepare(server, folder) {
  const root = installed(`upstream-${server.name}`, { [server.package]: server.version }, { scripts: false });
  const home = path.join(folder, 'home');
  const files = path.join(folder, 'files');
  for (const each of [home, files]) mkdirSync(each);
  for (const [name, text] of Object.entries({ 'a.txt': 'alpha\n', ...server.files }))
    writeFileSync(path.join(files, name), text);
  const package_ = path.join(root, 'node_modules', server.package);
  const { bin } = JSON.parse(readFileSync(path.join(package_, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[server.bin ?? Object.keys(bin)[0]];
  const node = server.node === undefined ? process.execPath : otherNode(server.node);
  const fill = (value) => fillIn(value, { files, home });
  return {
    home,
    command: node,
    args: [path.join(package_, file), ...fill(server.args ?? [])],
    env: fill(server.env ?? {}),
    call: server.call === undefined ? undefined : { name: server.call.tool, arguments: fill(server.call.args) },
    // Some servers start others with the `node` they find.
    path: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
  };
}

/** Puts folders in the place of `${files}` and `${home}`, at any depth. */
export function fillIn(value, folders) {
  if (typeof value === 'string') return value.replace(/\$\{(files|home)\}/g, (_, name) => folders[name]);
  if (Array.isArray(value)) return value.map((each) => fillIn(each, folders));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillIn(each, folders)]));
}

/** What a server inherits of us, when we start it: what Sallyport hands on as well. */
const inherited = ({ home, path: PATH }) => ({ PATH, HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', SHELL: '/bin/sh' });

async function seeDirectly(place, report, opened) {
  const { command, args, env } = place;
  const peer = openPeer({
    command,
    args,
    env: { ...inherited(place), ...env, SALLYPORT_DOWNSTREAM: '1' },
    cwd: place.home,
  });
  opened(peer);
  const greeting = await peer.greet();
  const lists = await listAll(peer, JSON.parse(valueAt(greeting, 'capabilities') ?? '{}'));
  report.tools = lists['tools/list'].length;
  report.others =
    lists['prompts/list'].length + lists['resources/list'].length + lists['resources/templates/list'].length;
  const instructions = valueAt(greeting, 'instructions');
  const result = place.call === undefined ? undefined : await answered(peer, 'tools/call', place.call);
  const uri = uriOf(lists['resources/list'][0]);
  const read = uri === undefined ? undefined : await answered(peer, 'resources/read', { uri });
  await peer.close();
  return { lists, instructions: instructions === undefined ? undefined : JSON.parse(instructions), result, uri, read };
}

async function seeThrough(server, place, main, direct, report, opened) {
  const config = path.join(place.home, 'servers.config.yaml');
  const { command, args, env } = place;
  const behind = { command, args, env, cwd: place.home, labels: [], start: START };
  writeFileSync(config, JSON.stringify({ servers: { [server.name]: behind } }));
  const state = path.join(place.home, 'state');
  const serve = [main, 'serve', '--config', config, '--state', state, '--trust'];
  const peer = openPeer({ command: process.execPath, args: serve, env: inherited(place), cwd: place.home });
  opened(peer);
  await peer.greet();
  const lists = await listThrough(peer, server.name, countOf(direct.lists));
  for (const method of Object.keys(LISTS))
    report.faults.push(...definitionDifferences(LISTS[method], server.name, direct.lists[method], lists[method]));
  const discovered = valueAt(await peer.request('server/discover', MODERN), 'instructions');
  const instructions = discovered === undefined ? undefined : JSON.parse(discovered);
  report.faults.push(...instructionDifferences(direct.instructions, instructions, server.name));
  report.protocol = await spokenWith(server.name, main, state);
  if (direct.uri !== undefined) {
    const uri = uriOf(lists['resources/list'][0]);
    const read = await answered(peer, 'resources/read', { uri });
    // The address is the union's wherever the protocol has one.
    const own = read.replaceAll(JSON.stringify(uri), JSON.stringify(direct.uri));
    if (own !== direct.read) report.faults.push(`read of ${direct.uri}: ${firstDifference(direct.read, own)}`);
  }
  if (place.call === undefined) return;
  const shown = lists['tools/list'].find((_, i) => nameOf(direct.lists['tools/list'][i]) === place.call.name);
  if (shown === undefined) {
    report.call = 'NO TOOL';
    report.faults.push(`it has no tool ${place.call.name}`);
    return;
  }
  const result = await answered(peer, 'tools/call', { ...place.call, name: nameOf(shown) });
  report.call = `${place.call.name}: ${kindOf(JSON.parse(result))}`;
  const [one, other] = [direct.result, result].map((text) => mask(text, server.volatile ?? []));
  if (one !== other) report.faults.push(`${place.call.name}: ${firstDifference(one, other)}`);
}

/** Which revision Sallyport spoke with a server, as its record says. */
async function spokenWith(name, main, state) {
  const { stdout } = await run(process.execPath, [main, 'log', '--kind', 'note', '--json', '--state', state]);
  const notes = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return notes.find(({ server, protocol }) => server === name && protocol !== undefined)?.protocol;
}

const nameOf = (definition) => (definition === undefined ? undefined : JSON.parse(definition).name);

const uriOf = (resource) => (resource === undefined ? undefined : JSON.parse(resource).uri);

const kindOf = ({ error, isError }) => (error !== undefined ? 'protocol error' : isError === true ? 'error' : 'result');

/** The text of an answer. An error of the protocol is an answer too. */
const answered = (peer, method, params) =>
  peer.request(method, params).catch((error) => JSON.stringify({ error: error.message }));

const mask = (text, volatile) => volatile.reduce((masked, each) => masked.replace(new RegExp(each, 'g'), '•'), text);

/** All pages of every list that the server says it has; the others are empty. */
async function listAll(peer, capabilities) {
  const lists = {};
  for (const [method, key] of Object.entries(LISTS)) {
    lists[method] = [];
    if (capabilities[method.split('/')[0]] === undefined) continue;
    let params = {};
    do {
      // A server may offer resources and know nothing of templates.
      const page = await peer.request(method, params).catch(() => '{}');
      lists[method].push(...items(valueAt(page, key) ?? '[]'));
      const cursor = valueAt(page, 'nextCursor');
      params = cursor === undefined ? undefined : { cursor: JSON.parse(cursor) };
    } while (params !== undefined);
  }
  return lists;
}

/** Every list of the union without its own tools, once the server behind has been heard and what it said was judged. */
async function listThrough(peer, name, expected) {
  const started = Date.now();
  let ready;
  for (;;) {
    const status = JSON.parse(await answered(peer, 'tools/call', { name: 'sallyport__status', arguments: {} }));
    const standing = new RegExp(`server ${name}: (.*)`).exec(status.content?.[0]?.text ?? '')?.[1];
    if (standing?.startsWith('failed') || Date.now() - started > LISTED)
      throw new Error(`through Sallyport: ${standing}`);
    if (standing === undefined) {
      ready ??= Date.now();
      const lists = await listAll(peer, { tools: {}, prompts: {}, resources: {} });
      lists['tools/list'] = lists['tools/list'].filter((text) => !nameOf(text).startsWith('sallyport__'));
      // Fewer than there should be may be on their way; for ever fewer is a difference.
      if (countOf(lists) >= expected || Date.now() - ready > JUDGED) return lists;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const countOf = (lists) => Object.values(lists).reduce((sum, list) => sum + list.length, 0);
