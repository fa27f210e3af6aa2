import { entitiesOf } from '../../model/entity.ts';
import type { Memory } from '../../model/view.ts';

/** The folders of a session in which a shell of its may stand. */
export type StandingPlaces = (memory: Memory) => readonly string[];

/**
 * Folders above the state directories in which a shell may have been left standing by an earlier call: those below the
 * home that this session has named. Everybody names a home.
 */
export function standingPlaces(states: readonly string[], home: string): StandingPlaces {
  const plain = home.replace(/[\\/]+$/, '');
  const places = states.flatMap((state) => {
    const steps = state.split(/[\\/]/);
    return steps.slice(1, -1).flatMap((_, i) => {
      const folder = state.slice(0, steps.slice(0, i + 2).join('/').length);
      if (i === 0 || plain === folder || plain.startsWith(`${folder}/`) || plain.startsWith(`${folder}\\`)) return [];
      const short = folder.startsWith(plain) ? [`~${folder.slice(plain.length)}`] : [];
      const keys = [folder, ...short].flatMap((text) => entitiesOf(text).map(({ key }) => key));
      return [{ folder, keys }];
    });
  });
  return (memory) =>
    places.filter(({ keys }) => keys.some((key) => memory.given(key) !== undefined)).map(({ folder }) => folder);
}
