import { CLIENT_FILES, OWN_FILES } from './client-files.ts';
import type { Keeps } from './kept-folders.ts';
import { stands } from './step-names.ts';

/** A variable may be nothing within a name; one that begins a name may be any, and is put in elsewhere where it is known. */
const WILD = /[*?[{]|\w\$/;
/** Folders in which nothing but a client's configuration is kept as JSON: `*.json` there is that. */
const OF_CLIENTS = /(?:^|\/)(?:\.cursor|\.roo|\.lmstudio|\.amazonq|\.junie\/mcp|\.kiro\/settings|windsurf)$/;
/** Besides clients' configurations, these have those of an editor. */
const OF_EDITORS = /(?:^|\/)(?:user|zed)$/;
const ENDING = /\.?(?:jsonc?|toml|ya?ml)$/;
/** As many letters of a folder's name, written out, stand for little else; behind a dot, fewer do. */
const FOLDER = 3;

/** Which file of ours or of a client's a path, lower case, can stand for by its patterns, if it stands for little else. */
export function patternKind(path: string, keeps: Keeps): 'self.config' | 'self.client-config' | undefined {
  if (!WILD.test(path)) return undefined;
  const steps = path.split('/');
  if (OWN_FILES.some((file) => standsNear(steps, file) && isMostly(steps.at(-1) ?? '', file))) return 'self.config';
  return CLIENT_FILES.some((file) => standsNear(steps, file) && isNear(steps, file, keeps))
    ? 'self.client-config'
    : undefined;
}

/** Whether the last steps can be those of a file, and one of them is a pattern. */
function standsNear(steps: readonly string[], file: string): boolean {
  const named = file.split('/');
  const tail = steps.slice(-named.length);
  return (
    tail.length === named.length &&
    tail.some((step) => WILD.test(step)) &&
    named.every((name, i) => stands(tail[i] ?? '', name))
  );
}

function isNear(steps: readonly string[], file: string, keeps: Keeps): boolean {
  const pattern = steps.at(-1) ?? '';
  const end = file.lastIndexOf('/');
  const names = file.split('/');
  const folders = steps.slice(-names.length, -1).filter((step, i) => step !== names[i]);
  if (end < 0) return file.startsWith('.') ? isTelling(pattern, file) : /^[\w.-]{4}/.test(pattern);
  const least = Math.min(FOLDER, ...folders.map((step) => (step.startsWith('.') ? 2 : 0) + written(step)));
  if (least < FOLDER) return false;
  if (!WILD.test(pattern) || written(pattern) > 0) return true;
  const folder = file.slice(0, end);
  // In a user's home there is little else; a project keeps more in a folder of that name.
  const isOfClient =
    OF_CLIENTS.test(folder) || (!OF_EDITORS.test(folder) && keeps(steps.slice(0, -1).join('/')) === 'client');
  return isOfClient && folders.every((step) => written(step) >= FOLDER);
}

/** Whether most of a name is written out, or two letters of it and its ending. */
const isTelling = (pattern: string, name: string): boolean =>
  isMostly(pattern, name) || (written(pattern) > 1 && ENDING.test(pattern));

const isMostly = (pattern: string, name: string): boolean => written(pattern) * 2 >= written(name);

/** How many letters of a pattern are written out, before its ending. */
const written = (pattern: string): number =>
  pattern.replace(ENDING, '').replace(/\$\{?\w+\}?|\[(?:\[:\w+:\]|[^\]])*\]|\{[^}]*\}|\W/g, '').length;

/** Whether a path with `*` or `?` can stand for another one, or for a folder above that. */
export function standsAbove(path: string, other: string): boolean {
  if (!path.startsWith('/') || path.length < 3 || !/[*?]/.test(path)) return false;
  const names = other.split('/');
  return path.split('/').every((step, i) => stands(step, names[i] ?? ''));
}
