import type { InspectContext } from '../context.ts';
import { plainPath } from '../paths/form.ts';
import { CLIENT_FOLDERS } from './client-files.ts';
import { SPACE, stands } from './step-names.ts';

/** Whose configuration a folder keeps: that of a client, for all projects of its user, or Sallyport's own. */
export type Kept = 'client' | 'config';

/** Tells whose configuration lies right in a folder, in the form that `pathForms` gives. */
export type Keeps = (folder: string) => Kept | undefined;

const WILD = /[*?[{]|\w\$/;
const USER = /^(?:\/home\/[^/]+|\/users\/[^/]+|\/root|[a-z]:\/users\/[^/]+|~[\w.-]*)\/(.+)$/;
/** Below a home, and by the variables that say the same: where programs keep their settings. */
const SETTINGS =
  /^(?:\.config|library\/application support|appdata\/(?:local|roaming)(?:\/packages\/[^/]+\/localcache\/roaming)?)\/(.+)$/;
const BY_VARIABLE = /^(?:%appdata%|\$\{?env:appdata\}?|\$appdata|\$\{?xdg_config_home\}?)\/(.+)$/;
/** In a home, these belong to an editor or to nobody: clients keep a configuration there in projects alone. */
const OF_PROJECTS = /^\.(?:github|vscode|zed)$/;

/** Folders of those whose file tells enough by its name alone; and what is around that of Amazon Q. */
const NAMED_ALONE = [
  ...['claude', 'kilo', 'saoudrizwan.claude-dev/settings'],
  ...['.cline/data/settings', '.mcporter', '.aws/amazonq'],
];
/** Folders in a home that are a client's own, around that of its configuration; not where others have theirs as well. */
const AROUND = ['.codeium', '.kiro', '.junie', '.cline'];
const FOLDERS = [...CLIENT_FOLDERS, ...NAMED_ALONE, ...AROUND].filter((folder) => !OF_PROJECTS.test(folder));
const DOTTED = FOLDERS.filter((folder) => folder.startsWith('.'));
/** Without the folders of their publishers, and of the editor that they extend. */
const PLAIN = FOLDERS.filter((folder) => !folder.startsWith('.'));

/** What a project has in a folder of the same name is its own: its people and their agents write there every day. */
export function keptFolders({ home, ownFiles }: Pick<InspectContext, 'home' | 'ownFiles'>): Keeps {
  const own = new Set(ownFiles.map((file) => folderOf(plainPath(file, home))));
  const above = `${plainPath(home, home)}/`;
  return (folder) => {
    const path = folder.includes(SPACE) ? folder.replaceAll(SPACE, ' ') : folder;
    const below = path.startsWith(above) ? path.slice(above.length) : USER.exec(path)?.[1];
    if (below !== undefined && DOTTED.some((one) => isAs(below, one))) return 'client';
    const settings = (below === undefined ? BY_VARIABLE : SETTINGS).exec(below ?? path)?.[1];
    if (settings !== undefined && PLAIN.some((one) => isAs(tailOf(settings, one), one))) return 'client';
    return own.has(path) ? 'config' : undefined;
  };
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

/** As many steps of a path, from its end, as a folder has. */
function tailOf(path: string, folder: string): string {
  const count = folder.split('/').length;
  return path.split('/').slice(-count).join('/');
}

function isAs(path: string, folder: string): boolean {
  if (path === folder || !WILD.test(path)) return path === folder;
  const names = folder.split('/');
  const steps = path.split('/');
  // What is mostly pattern stands for any folder.
  return steps.length === names.length && steps.every((step, i) => /\w{3}/.test(step) && stands(step, names[i] ?? ''));
}
