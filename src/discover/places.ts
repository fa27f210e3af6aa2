import os from 'node:os';
import path from 'node:path';
import type { Client, ClientFile, Machine } from './client.ts';

/**
 * A place is a path whose first step is a word: `~` the home folder, `<config>` and `<data>` where programs of the XDG
 * kind keep settings and what they made, `<support>` where desktop programs keep settings, `<local>` their place on Windows
 * alone, `<code>` the user folders of VS Code and its kin, `<claude>`, `<codex>` and `<copilot>` what a variable of that
 * client may move. A system in front, as in `win32:<local>/x`, means there alone.
 */
export function resolvePlace(place: string, machine: Machine): string[] {
  const [, system, rest] = /^(?:(win32|darwin|linux):)?(.*)$/.exec(place) ?? [];
  if (rest === undefined || (system !== undefined && system !== machine.platform)) return [];
  const [base = '', ...steps] = rest.split('/');
  const { join } = pathOf(machine);
  return (BASES[base]?.(machine) ?? []).map((folder) => join(folder, ...steps));
}

/** The path rules of a system, whichever this process runs on. */
export const pathOf = ({ platform }: Pick<Machine, 'platform'>): path.PlatformPath =>
  platform === 'win32' ? path.win32 : path.posix;

/** The machine that this process runs on. */
export const thisMachine = (): Machine => ({ platform: process.platform, home: os.homedir(), env: process.env });

/** Where a file of a machine is for us. */
export const reached = (file: string, { mount }: Pick<Machine, 'mount'>): string => mount?.(file) ?? file;

/** Every file in which a client may keep the servers of this user. */
export function globalFiles(client: Client, machine: Machine): ClientFile[] {
  const files = [...new Set(client.global.flatMap((place) => resolvePlace(place, machine)))];
  return files.map((file) => ({ client, file: reached(file, machine) }));
}

/** Every file in which a client may keep the servers of a project, whose folder is given whole. */
export const projectFiles = (client: Client, project: string, machine: Machine): ClientFile[] =>
  client.project.map((steps) => {
    const file = pathOf(machine).join(project, ...steps.split('/'));
    return { client, project, file: reached(file, machine) };
  });

/** One spelling for a folder that is written whole; undefined where it is not. Windows takes either slash. */
export function wholeFolder(folder: string, machine: Pick<Machine, 'platform'>): string | undefined {
  const { isAbsolute, normalize, parse } = pathOf(machine);
  // A path without a drive is one only where everybody stands on the same.
  if (!isAbsolute(folder) || (machine.platform === 'win32' && /^[\\/](?![\\/])/.test(folder))) return undefined;
  const whole = normalize(folder).replace(/^[a-z](?=:)/, (drive) => drive.toUpperCase());
  return whole === parse(whole).root ? whole : whole.replace(/[\\/]+$/, '');
}

/** Whether two folders are one, as far as their names say. */
export function sameFolder(one: string, other: string, machine: Pick<Machine, 'platform'>): boolean {
  const [first, second] = [one, other].map((folder) => wholeFolder(folder, machine) ?? folder);
  if (machine.platform !== 'win32') return first === second;
  return first?.toLowerCase() === second?.toLowerCase();
}

const CODE_KIN = ['Code', 'Code - Insiders', 'VSCodium'];

/** A variable that holds an absolute path, or what is there without it. */
function variable(name: string, machine: Machine, ...otherwise: readonly string[]): string {
  const value = machine.env[name];
  const { isAbsolute, join } = pathOf(machine);
  return value !== undefined && isAbsolute(value) ? value : join(machine.home, ...otherwise);
}

const config = (machine: Machine): string => variable('XDG_CONFIG_HOME', machine, '.config');

function support(machine: Machine): string {
  if (machine.platform === 'win32') return variable('APPDATA', machine, 'AppData', 'Roaming');
  if (machine.platform === 'darwin') return path.posix.join(machine.home, 'Library', 'Application Support');
  return config(machine);
}

const BASES: Readonly<Record<string, (machine: Machine) => string[]>> = {
  '~': ({ home }) => [home],
  '<config>': (machine) => [config(machine)],
  '<data>': (machine) => [variable('XDG_DATA_HOME', machine, '.local', 'share')],
  '<support>': (machine) => [support(machine)],
  '<local>': (machine) => [variable('LOCALAPPDATA', machine, 'AppData', 'Local')],
  '<code>': (machine) => CODE_KIN.map((kin) => pathOf(machine).join(support(machine), kin, 'User')),
  '<claude>': (machine) => [variable('CLAUDE_CONFIG_DIR', machine)],
  '<codex>': (machine) => [variable('CODEX_HOME', machine, '.codex')],
  '<copilot>': (machine) => [variable('COPILOT_HOME', machine, '.copilot')],
};
