import { type FSWatcher, watch } from 'node:fs';
import { readlink } from 'node:fs/promises';
import path from 'node:path';

/** More links in a row than this are a circle. */
const MOST_LINKS = 40;

/**
 * Every path that decides what a file holds: the file itself, wherever it is, and each link on the way to it. Kubernetes
 * mounts configurations as links through a folder `..data`, which is itself a link that is replaced.
 */
export async function placesOf(file: string): Promise<readonly string[]> {
  const places: string[] = [];
  const { root } = path.parse(path.resolve(file));
  let ahead = stepsOf(file);
  let at = root;
  for (let step = ahead.shift(); step !== undefined; step = ahead.shift()) {
    const here = path.join(at, step);
    const target = places.length < MOST_LINKS ? await readlink(here).catch(() => undefined) : undefined;
    if (target === undefined) at = here;
    else {
      places.push(here);
      ahead = [...stepsOf(path.resolve(at, target)), ...ahead];
      at = root;
    }
  }
  return [...places, at];
}

function stepsOf(file: string): string[] {
  const whole = path.resolve(file);
  return whole
    .slice(path.parse(whole).root.length)
    .split(path.sep)
    .filter((step) => step !== '');
}

/** Watches the folders of places: a file that is replaced takes a watch of its own with it. Returns how to stop. */
export function watchPlaces(places: readonly string[], told: () => void, failed: (error: unknown) => void): () => void {
  const folders = new Map<string, Set<string>>();
  for (const place of places) {
    const folder = path.dirname(place);
    folders.set(folder, (folders.get(folder) ?? new Set()).add(path.basename(place)));
  }
  const watchers: FSWatcher[] = [];
  for (const [folder, names] of folders) {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name)) told();
      });
      watchers.push(watcher.on('error', failed));
    } catch (error) {
      failed(error);
    }
  }
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
