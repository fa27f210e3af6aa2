import path from 'node:path';
import type { Certainty, Seen, Sightings } from '../find.ts';
import { type Dependency, dependenciesIn, isDependencyFile } from '../projects/dependencies.ts';
import { isCode, type StartUp, startUpsIn } from '../projects/start-up.ts';
import { readText, whatFailed } from '../walk.ts';

/** A folder with a file that says what its code depends on. */
interface Project {
  readonly folder: string;
  readonly name: string;
  readonly dependencies: (Dependency & { readonly file: string })[];
  readonly startUps: (StartUp & { readonly file: string })[];
}

/** Servers and agents in code. Each project is one of either kind at most: how many it makes is only known when it runs. */
export async function seeCode(
  files: readonly string[],
  root: string,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Sightings> {
  const projects = new Map<string, Project>();
  const troubles: string[] = [];
  const large: string[] = [];
  const wanted = files.filter((file) => isDependencyFile(path.basename(file)) || isCode(path.basename(file)));
  // Projects first, so that code finds the nearest above it.
  const ordered = [
    ...wanted.filter((file) => isDependencyFile(path.basename(file))),
    ...wanted.filter((file) => isCode(path.basename(file))),
  ];
  for (const [i, file] of ordered.entries()) {
    progress(i, ordered.length);
    try {
      const read = await readText(file);
      if (read === 'too large') large.push(file);
      else if (read !== undefined) take(projects, root, file, read.text);
    } catch (error) {
      troubles.push(`${file}: ${whatFailed(error)}`);
    }
  }
  const notes = large.length === 0 ? [] : [`code that is too large to be looked at: ${large.join(', ')}`];
  return { seen: [...projects.values()].flatMap(seenOf), troubles, notes };
}

function take(projects: Map<string, Project>, root: string, file: string, text: string): void {
  const base = path.basename(file);
  const dependencies = dependenciesIn(base, text);
  if (dependencies !== undefined) {
    const project = openProject(projects, path.dirname(file), nameIn(base, text));
    project.dependencies.push(...dependencies.map((each) => ({ ...each, file })));
    return;
  }
  const startUps = startUpsIn(base, text);
  if (startUps.length === 0) return;
  const home = nearestAbove(projects, root, path.dirname(file));
  openProject(projects, home).startUps.push(...startUps.map((each) => ({ ...each, file })));
}

function openProject(projects: Map<string, Project>, folder: string, name?: string): Project {
  const known = projects.get(folder);
  if (known !== undefined) return known;
  const made = { folder, name: name ?? path.basename(folder), dependencies: [], startUps: [] };
  projects.set(folder, made);
  return made;
}

/** The nearest project, or the folder itself where there is none. */
function nearestAbove(projects: ReadonlyMap<string, Project>, root: string, folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (projects.has(at)) return at;
    if (at === root || path.dirname(at) === at) return folder;
  }
}

const nameIn = (base: string, text: string): string | undefined =>
  (base === 'package.json'
    ? /^[ \t]*"name"[ \t]*:\s*"([^"]+)"/m
    : /^[ \t]*(?:name[ \t]*=[ \t]*"([^"]+)"|module[ \t]+(\S+))/m
  )
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);

const TRIED =
  /(?:^|[\\/])(?:tests?|__tests__|specs?|examples?|fixtures?|samples?|demos?|e2e)[\\/]|[._-](?:test|spec)\.\w+$|(?:^|[\\/])test_[^\\/]*\.py$/i;

function seenOf({ folder, name, dependencies, startUps }: Project): Seen[] {
  const kinds = ['server', 'agent'] as const;
  return kinds.flatMap((kind): Seen[] => {
    const own = startUps.filter((each) => each.kind === kind);
    const real = own.filter(({ file }) => !TRIED.test(path.relative(folder, file)));
    const [start] = real.length > 0 ? real : own;
    const [needs] = dependencies.filter(({ meaning }) => meaning.kind === kind);
    // An SDK serves both sides: code that only makes clients is no server.
    const isOther = kind === 'server' && start === undefined && startUps.some((each) => each.kind === 'agent');
    if ((start === undefined && needs === undefined) || isOther) return [];
    const [certainty, reason] = judge(start, needs, real.length > 0);
    const spot = start ?? needs;
    return [
      {
        source: 'code',
        kind,
        name,
        at: spot === undefined ? { file: folder } : { file: spot.file, line: spot.line },
        certainty,
        reason,
        way: 'unsure',
        launch: {},
        held: [],
        keys: [`${kind} in ${folder}`],
        ...(kind === 'server' ? { near: [`folder ${folder}`] } : {}),
      },
    ];
  });
}

function judge(
  start: StartUp | undefined,
  needs: Dependency | undefined,
  isReal: boolean,
): readonly [Certainty, string] {
  const depends = needs === undefined ? '' : `depends on ${needs.name}, ${needs.meaning.about}`;
  if (start === undefined) return [needs?.meaning.kind === 'agent' ? 'likely' : 'possible', depends];
  const makes = `has \`${start.what}\``;
  const reason = depends === '' ? makes : `${makes} and ${depends}`;
  if (!isReal) return ['possible', `${reason}, in tests or examples alone`];
  return [needs === undefined ? 'likely' : 'certain', reason];
}
