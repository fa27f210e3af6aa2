import { type Deed, destructive } from '../shell/deeds.ts';
import { isScratch } from '../shell/words.ts';
import { emptying } from './emptying.ts';
import { always, has, type Judge, operandsOf, some, unless, when } from './options.ts';

const formats = destructive('Formats a disk.', 'critical');
const erases = destructive('Erases a disk.', 'critical');
const parts = destructive('Changes the partitions of a disk.', 'critical');
const volumes = destructive('Removes a volume with everything on it.', 'critical');

/** `dd`: an `of=` that names a pseudo device only discards or prints the data, so nothing is lost. */
const copies: Judge = (args) => {
  if (some(args, /^of=\/dev\/(?!null|zero|full|std(?:out|err)|fd\/|tty|pts\/|shm\/)/))
    return destructive('Overwrites a disk.', 'critical');
  const files = args.flatMap((arg) => /^of=(?!\/dev\/)(.+)/.exec(arg)?.[1] ?? []);
  const deed = some(args, /^if=\/dev\/(?:zero|null|u?random)$/) && files.length > 0 ? emptying(files) : undefined;
  // To fill a file with nothing is how a large one is made.
  return deed === undefined || deed.severity === 'low' || !some(files, /[*?[{$`]/) ? undefined : deed;
};

const subcommand =
  (pattern: RegExp, deed: Deed): Judge =>
  (args) =>
    pattern.test(operandsOf(args)[0] ?? '') ? deed : undefined;

/** A disk image is an ordinary file outside /dev, created together with its contents. */
const IMAGE = /^(?!\/dev\/)[\w./~-]{1,300}\.(?:img|raw|qcow2|vhdx?|vmdk|luks|ext[234]|fat)$/i;
const isImage = (args: readonly string[]): boolean => some(args, IMAGE) && !some(args, /^\/dev\/|[$`*?{]/);

const WHOLE: readonly (readonly [name: string, judge: Judge])[] = [
  // For mke2fs, `-n` is a dry run; other `mkfs` tools use it for something else.
  ['mkfs', always(formats)],
  ...['mke2fs', 'mkfs.ext2', 'mkfs.ext3', 'mkfs.ext4'].map(
    (name) => [name, unless((args) => has(args, 'n'), always(formats))] as const,
  ),
  ['mkfs.xfs', unless((args) => has(args, 'N'), always(formats))],
  ['newfs', always(formats)],
  ['mkswap', always(formats)],
  // Without an option wipefs only lists signatures; with one of these it erases, unless it is a dry run.
  ['wipefs', (args) => (has(args, 'a', '--all', '--offset') || has(args, 'o') ? tried(args, erases) : undefined)],
  ['fdisk', unless((args) => has(args, 'l', '--list'), always(parts))],
  [
    'sfdisk',
    unless(
      (args) => has(args, '', '--list', '--dump', '--json', '--verify', '--no-act') || some(args, /^-[ldJn]$/),
      always(parts),
    ),
  ],
  ['sgdisk', when(/^(?:-[zZondgG]|--(?:zap|clear|new|delete|mbrtogpt)\S*)/, parts)],
  [
    'parted',
    unless(
      (args) =>
        has(args, 'l', '--list') ||
        (some(args, /^(?:print|p|help|unit)$/) && !some(args, /^(?:mk|rm|resize|set|rescue|name|toggle)/)),
      always(parts),
    ),
  ],
  ['diskpart', always(parts)],
  ['shred', unless(isScratch, always(destructive('Erases files for good.')))],
  ['srm', always(destructive('Erases files for good.'))],
  ['dd', copies],
  ['dcfldd', copies],
  ['blkdiscard', always(erases)],
  ['hdparm', when(/^--(?:security-erase|trim-sector|make-bad|write-sector|repair-sector)/, erases)],
  ['nvme', when(/^(?:format|sanitize|write\S*)$/, erases)],
  ['cryptsetup', when(/^(?:luksFormat|luksErase|erase|luksKillSlot|luksRemoveKey|reencrypt)$/, erases)],
  ...['lvremove', 'vgremove', 'pvremove', 'lvreduce'].map(
    (name) => [name, unless((args) => has(args, 't', '--test'), always(volumes))] as const,
  ),
  ['zfs', unless((args) => has(args, 'n'), subcommand(/^(?:destroy|rollback)$/, volumes))],
  ['zpool', unless((args) => has(args, 'n'), subcommand(/^(?:destroy|labelclear)$/, volumes))],
  ['btrfs', when(/^delete$/, volumes)],
  ['mdadm', when(/^--(?:zero-superblock|stop|remove|fail)$/, volumes)],
  ['diskutil', when(/^(?:erase\w*|partitionDisk|reformat|secureErase|zeroDisk|randomDisk|\w*delete\w*)$/i, erases)],
  ['umount', always(destructive('Takes a disk away from what uses it.', 'medium'))],
  ['swapoff', always(destructive('Takes a disk away from what uses it.', 'medium'))],
  ['format-volume', tries(formats)],
  ['clear-disk', tries(erases)],
  ['initialize-disk', tries(parts)],
  ['remove-partition', tries(parts)],
  ['format', when(/^[a-z]:/i, destructive('Formats a disk.'))],
];

/** What is done to disks, partitions and volumes. */
export const DISKS: readonly (readonly [name: string, judge: Judge])[] = WHOLE.map(([name, judge]) => [
  name,
  (args, as) => {
    const deed = judge(args, as);
    return deed !== undefined && isImage(args) ? { ...deed, severity: 'low' } : deed;
  },
]);

function tried(args: readonly string[], deed: Deed): Deed | undefined {
  return has(args, 'n', '--no-act') ? undefined : deed;
}
function tries(deed: Deed): Judge {
  return unless((args) => args.some((arg) => /^-whatif(?::\$true)?$/i.test(arg)), always(deed));
}
