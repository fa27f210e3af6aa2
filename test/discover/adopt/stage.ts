import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../../src/config/load.ts';
import type { Choice } from '../../../src/discover/adopt/choice.ts';
import type { AdoptionPlan } from '../../../src/discover/adopt/plan.ts';
import { planAdoption } from '../../../src/discover/adopt/plan.ts';
import type { SecretShelf } from '../../../src/discover/adopt/secrets.ts';
import { serverForm } from '../../../src/discover/adopt/server-form.ts';
import type { Client, Machine } from '../../../src/discover/client.ts';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { CLIENTS } from '../../../src/discover/clients.ts';
import { globalFiles } from '../../../src/discover/places.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { makeMachine, put, scratch } from '../home.ts';
import type { Made } from './round-trip.ts';

export const MAIN = '/opt/sallyport/dist/cli/main.js';

/** A shelf of files. */
export function shelfIn(folder: string): SecretShelf & { readonly all: () => string[] } {
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: string): string => path.join(folder, name);
  return {
    place: folder,
    reference: (name) => `\${file:${fileOf(name)}}`,
    accepts: () => true,
    read: async (name) => {
      try {
        return readFileSync(fileOf(name), 'utf8');
      } catch {
        return undefined;
      }
    },
    write: async (name, value) => writeFileSync(fileOf(name), value),
    all: () => readdirSync(folder).sort(),
  };
}

export interface Stage {
  readonly machine: Machine;
  readonly shelf: SecretShelf;
  readonly config: string;
  readonly projects?: readonly string[];
}

/** A plan for what is on a machine's disk now. */
export async function planNow(
  { machine, shelf, config, projects = [] }: Stage,
  choice: Choice = {},
): Promise<AdoptionPlan> {
  const own = { command: '/usr/bin/node', args: [MAIN, 'serve', '--config', config] };
  const ourselves = { programs: [MAIN], urls: [] };
  const survey = await surveyClients({ machine, projects, ourselves });
  let text: string | undefined;
  try {
    text = readFileSync(config, 'utf8');
  } catch {
    text = undefined;
  }
  const servers: Record<string, JsonObject> = {};
  const parsed = parseConfig(config, text ?? '').config;
  for (const [name, server] of Object.entries(parsed.servers)) {
    const { command, url, cwd, args, env, headers, disabled } = server;
    const shown = async (each: string): Promise<string> => {
      const file = /\$\{file:([^}]+)\}/.exec(each);
      return file === null
        ? each
        : each.replace(file[0], () => readFileSync(file[1] ?? '', 'utf8').replaceAll('${', () => '$${'));
    };
    const all = async (texts: Record<string, string>): Promise<Record<string, string>> =>
      Object.fromEntries(
        await Promise.all(Object.entries(texts).map(async ([key, each]) => [key, await shown(each)] as const)),
      );
    servers[name] = serverForm({
      kind: url === undefined ? 'stdio' : server.transport === 'sse' ? 'sse' : 'http',
      args: await Promise.all(args.map(shown)),
      env: await all(env),
      headers: await all(headers),
      disabled,
      others: [],
      ...(command === undefined ? {} : { command: await shown(command) }),
      ...(url === undefined ? {} : { url: await shown(url) }),
      ...(cwd === undefined ? {} : { cwd }),
    });
  }
  return planAdoption({
    survey,
    choice,
    machine,
    own,
    config: { file: config, text, servers, agents: parsed.agents, purposes: Object.keys(parsed.purposes) },
    shelves: [shelf],
  });
}

/** Everything below a folder: bytes, modes, where links lead. */
export function snapshot(folder: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    const found = lstatSync(file);
    const mode = (found.mode & 0o7777).toString(8);
    if (found.isSymbolicLink()) all[name] = `link ${readlinkSync(file)}`;
    else all[name] = found.isFile() ? `${mode} ${readFileSync(file).toString('base64')}` : mode;
  }
  return all;
}

export const clientOf = (id: string): Client => CLIENTS.find((client) => client.id === id) as Client;

export const fileFor = (client: Client, machine: Machine): string => globalFiles(client, machine)[0]?.file ?? '';

/** A machine to adopt on, with a state directory and a configuration of its own. */
export function stageOn(machine: Machine): Stage & { readonly state: string } {
  const state = scratch();
  return {
    machine,
    state,
    shelf: shelfIn(path.join(state, 'secrets')),
    config: path.join(scratch(), 'gate', 'servers.config.yaml'),
  };
}

export const PLAIN = { crlf: false, mark: false, newline: true, comments: true, indent: '  ' };
export const MADE: Made[] = [
  { name: 'mail', command: 'npx', args: ['-y', 'mail'], env: { API_KEY: 'q7Rk2VbT9xLm', LOG: 'info' } },
  { name: 'crm', url: 'https://crm.example/mcp' },
];

export const json = (value: object): string => JSON.stringify(value, null, 2);

/** A machine with these servers in Claude Desktop, and those in Cursor. */
export function twoClients(desktop: object, cursor: object) {
  const machine = makeMachine('linux');
  put(fileFor(clientOf('claude-desktop'), machine), json({ mcpServers: desktop }));
  put(fileFor(clientOf('cursor'), machine), json({ mcpServers: cursor }));
  return { machine, stage: stageOn(machine) };
}
