import { destructive } from '../shell/deeds.ts';
import { EVERYTHING } from '../shell/words.ts';
import { always, has, type Judge, operandsOf, unless, when } from './options.ts';

/** World-writable, or setuid or setgid. `1777` is the usual mode of temporary folders, and not matched. */
export const OPEN =
  /^(?:0?[0-7][0-7][2367]|0?[2467][0-7]{3}|[ugoa]*[+=][rwxXt]*s[rwxXst]*|[ug]*[oa][ugoa]*[+=][rxXst]*w[rwxXst]*)$/;
const opens: Judge = (args) => {
  // A mode such as `-x` looks like an option.
  const isTaken = args.some((arg) => /^0{3,4}$|^(?:a|[go]*u[ugo]*)?-[rwxX]+$/.test(arg));
  if (isTaken && args.some((arg) => /^[/~$]/.test(arg) && EVERYTHING.test(arg)))
    return destructive('Takes away access to a folder that other programs need.');
  if (!args.some((arg) => arg.split(',').some((part) => OPEN.test(part)))) return undefined;
  const isDeep = has(args, 'R', '--recursive');
  return destructive(
    isDeep ? 'Gives everybody access to a whole folder tree.' : 'Gives everybody access to a file.',
    isDeep ? 'high' : 'medium',
  );
};

const owns: Judge = (args) =>
  has(args, 'R', '--recursive') &&
  operandsOf(args)
    .slice(1)
    .some((arg) => EVERYTHING.test(arg))
    ? destructive('Changes the owner of a whole folder tree.')
    : undefined;

/** What is done to the permissions on files and folders, and to those of programs. */
export const PERMISSIONS: readonly (readonly [name: string, judge: Judge])[] = [
  ['chmod', opens],
  ['chown', owns],
  ['chgrp', owns],
  ['chattr', always(destructive('Changes what may be done to files at all.', 'medium'))],
  [
    'setfacl',
    when(
      /^(?:[mo,]*(?:d:)?o(?:ther)?::?[r-]?w|[^,]*,o::rw)/,
      destructive('Gives everybody access to a file.', 'medium'),
    ),
  ],
  ['setcap', unless((args) => has(args, 'v'), always(destructive('Gives a program rights that others have not.')))],
];
