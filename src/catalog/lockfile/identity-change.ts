import { type Change, type Grade, quoted } from './change.ts';
import type { Identity } from './lockfile.ts';

/** The changes in where a server comes from. */
export function identityChanges(before: Identity, after: Identity): Change[] {
  const isSamePackage = before.package === after.package && before.package !== undefined;
  // Another version of the same package has another command line; that is all there is to report then.
  const told = isSamePackage && before.packageVersion !== after.packageVersion;
  return KEYS.flatMap(([key, name, grade]): Change[] => {
    const [was, is] = [textOf(before[key]), textOf(after[key])];
    if (was === is) return [];
    if (key === 'args' && told && sameBut(before, after)) return [];
    const now = is === undefined ? `${name} is gone` : `${name} is ${quoted(is)}`;
    return [{ grade, says: was === undefined ? now : `${now}, and was ${quoted(was)}` }];
  });
}

const KEYS: readonly (readonly [keyof Identity, string, Grade])[] = [
  ['command', 'its command', 'high'],
  ['args', 'what its command is given', 'medium'],
  ['package', 'its package', 'high'],
  ['packageVersion', "its package's version", 'low'],
  ['image', 'its image', 'medium'],
  ['url', 'its address', 'high'],
  ['name', 'the name it gives itself', 'medium'],
  ['version', 'the version it gives itself', 'low'],
  ['protocol', 'the protocol it speaks', 'none'],
];

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(' ') : (value as string | undefined);

const sameBut = (before: Identity, after: Identity): boolean => {
  const without = ({ args = [], packageVersion }: Identity): string =>
    JSON.stringify(
      args
        .map((arg) => (packageVersion === undefined ? arg : arg.replace(packageVersion, '')))
        .map((arg) => arg.replace(/[@=]+$/, '')),
    );
  return without(before) === without(after);
};
