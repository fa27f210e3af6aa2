import { expect, test } from 'vitest';
import { DISKS } from '../../../src/inspect/commands/disks.ts';
import { gravity } from './seen.ts';

const seen = gravity(DISKS);

test.each([
  ['mkfs -t ext4 /dev/sdb', 'critical'],
  ['mkfs.ext4 -n /dev/sdb', undefined],
  ['mkfs.ext4 -F disk.img', 'low'],
  ['mkfs.ext4 /dev/disk.img', 'critical'],
  ['parted disk.img mklabel gpt', 'low'],
  ['cryptsetup luksFormat /dev/sdb key.img', 'critical'],
  ['wipefs -a $X.img', 'critical'],
  ['shred -u /tmp/x', undefined],
  ['shred -u x', 'high'],
  ['diskutil apfs list', undefined],
  ['diskutil apfs deleteContainer disk1', 'critical'],
  ['mkfs.xfs -N /dev/sdb', undefined],
  ['mkfs.xfs -n /dev/sdb', 'critical'],
  ['wipefs /dev/sdb', undefined],
  ['wipefs -a /dev/sdb', 'critical'],
  ['wipefs -a -n /dev/sdb', undefined],
  ['fdisk -l', undefined],
  ['sfdisk --list /dev/sda', undefined],
  ['sfdisk /dev/sda', 'critical'],
  ['parted /dev/sda print', undefined],
  ['parted /dev/sda print rm 1', 'critical'],
  ['dd if=/dev/sda of=/dev/null', undefined],
  ['dd of=/dev/sda if=x', 'critical'],
  ['dd if=/dev/zero of=/dev/shm/x', undefined],
  ['cryptsetup luksDump /dev/sdb', undefined],
  ['cryptsetup luksFormat /dev/sdb', 'critical'],
  ['zfs destroy -r tank', 'critical'],
  ['zfs destroy -n tank', undefined],
  ['zfs list', undefined],
  ['lvremove --test vg/x', undefined],
  ['diskutil eraseDisk APFS x disk2', 'critical'],
  ['clear-disk -Number 1', 'critical'],
  ['clear-disk -Number 1 -WhatIf', undefined],
  ['format d:', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
