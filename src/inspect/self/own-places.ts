import type { InspectContext } from '../context.ts';
import { isPathLike, isWithin, pathForms, plainPath } from '../paths/form.ts';
import { CLIENT_FILES, CLIENT_FOLDERS, OWN_FILES, OWN_PROGRAM } from './client-files.ts';
import { standsAbove } from './file-patterns.ts';
import { type Keeps, keptFolders } from './kept-folders.ts';
import { StateReach, type Terrain } from './state/reach.ts';

/** What of ours a path names. */
export type OwnKind = 'self.config' | 'self.state' | 'self.client-config' | 'self.program';

const HINT =
  "sallyport|servers\\.config|mcp|claude|codex|settings\\.json|opencode|kilo|config\\.|verdict|%|\\\\|\\.\\.|''";

/** The places of Sallyport's own files, and of the configurations that route clients through it. */
export class OwnPlaces implements Terrain {
  readonly state: StateReach;
  readonly keeps: Keeps;
  /** The last steps of all of these, lower case. */
  readonly names: ReadonlySet<string>;
  /** Steps with a space in them, which a command may quote in many ways. */
  readonly spaced: readonly string[];
  /** The last steps of the state directories. */
  readonly #stateNames: ReadonlySet<string>;
  readonly #home: string;
  readonly #own: readonly string[];
  readonly #clients: readonly string[];
  readonly #all: readonly string[];
  /** Matches every text that could name one of these: it contains one of their names, or is spelled to hide one. */
  readonly #hint: RegExp;

  constructor(context: InspectContext) {
    const { home, ownFiles, stateDirectories, clientConfigs } = context;
    const plain = (path: string): string => plainPath(path, home);
    const states = stateDirectories.map(plain);
    this.#home = home;
    this.#own = ownFiles.map(plain);
    this.#clients = clientConfigs.map(plain);
    this.#all = [...this.#own, ...states, ...this.#clients];
    this.#stateNames = new Set(states.map(lastStep));
    this.state = new StateReach(states);
    this.keeps = keptFolders(context);
    this.names = new Set(this.#all.map(lastStep));
    this.spaced = [...new Set(this.#all.flatMap((path) => path.split('/')))].filter((step) => step.includes(' '));
    this.#hint = new RegExp(`${HINT}|${[...this.names].map(literal).join('|') || HINT}`, 'iu');
  }

  /** A cheap test, to be made before any other. */
  mayBeIn(text: string): boolean {
    return this.#hint.test(text);
  }

  /** Whether a command names a state directory by its last step. */
  isStateNamed(command: string): boolean {
    const lower = command.toLowerCase();
    return [...this.#stateNames].some((name) => lower.includes(name));
  }

  /** A text as the plainest path that it can be read as. */
  readonly plainest = (text: string): string => pathForms(text, this.#home).at(-1)?.path ?? '';

  kindOf(text: string): OwnKind | undefined {
    for (const { path } of pathForms(text, this.#home)) {
      const kind = this.#kindOfPath(path);
      if (kind !== undefined) return kind;
    }
    return undefined;
  }

  /** Whether a text names a folder that has something of ours in it. */
  isAround(text: string): boolean {
    const path = this.plainest(text);
    if (path.length <= 1) return false;
    return (
      this.state.isAbove(path) ||
      this.#all.some((one) => one !== path && (isWithin(one, path) || standsAbove(path, one)))
    );
  }

  /**
   * Whether a text is nothing but a folder above the state directory, or one of a client's: most often the one in which
   * a command is started.
   */
  isStart(text: string): boolean {
    if (text.length >= 256 || /[\s;&|]/.test(text) || !isPathLike(text)) return false;
    const path = this.plainest(text);
    return this.state.isAbove(path) || this.keeps(path) === 'client';
  }

  /** What clients call the configurations that they keep right in a folder. */
  readonly filesIn = (folder: string): readonly string[] => [
    ...this.#clients.flatMap((file) => (file === `${folder}/${lastStep(file)}` ? [lastStep(file)] : [])),
    ...CLIENT_FILES.flatMap((file) => {
      const end = file.lastIndexOf('/');
      return end > 0 && endsIn(folder, [file.slice(0, end)]) ? [file.slice(end + 1)] : [];
    }),
  ];

  /** Whether a text names a folder in which a client keeps its configuration. */
  isClientFolder(text: string): boolean {
    return endsIn(this.plainest(text), CLIENT_FOLDERS);
  }

  #kindOfPath(path: string): OwnKind | undefined {
    if (this.state.reaches(path)) return 'self.state';
    if (OWN_PROGRAM.test(path)) return 'self.program';
    if (!path.startsWith('/') && !/^[a-z]:/.test(path) && path !== '') {
      if (this.#own.some((file) => file.endsWith(`/${path}`))) return 'self.config';
      // Links may lead to any name, and a name alone may be any project's.
      if (path.includes('/') && this.#clients.some((file) => file.endsWith(`/${path}`))) return 'self.client-config';
    }
    if (this.#own.includes(path) || endsIn(path, OWN_FILES)) return 'self.config';
    if (this.#clients.includes(path) || endsIn(path, CLIENT_FILES)) return 'self.client-config';
    return undefined;
  }
}

/** Whether a path is one of these, or ends in one at a step. */
export const endsIn = (path: string, ends: readonly string[]): boolean =>
  ends.some((end) => path === end || (path.endsWith(end) && path.charCodeAt(path.length - end.length - 1) === 47));

const lastStep = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
