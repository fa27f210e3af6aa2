import { statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/schema.ts';
import type { Complaint, Locate } from '../../model/complaint.ts';
import { wholeLine } from '../../model/whole-line.ts';

/** Servers whose `command` is a whole line, which no start would find; `folder` is where one without `cwd` starts. */
export function commandDoubts(
  { servers }: Config,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  locate: Locate,
): Complaint[] {
  return Object.entries(servers).flatMap(([name, { command, cwd = folder, env: own }]) => {
    if (command === undefined) return [];
    const folders = (own.PATH ?? env.PATH ?? '').split(path.delimiter);
    const isFile = (file: string): boolean =>
      isOne(path.resolve(cwd, file)) || (!/[\\/]/.test(file) && folders.some((each) => isOne(path.join(each, file))));
    const what = wholeLine(command, isFile);
    if (what === undefined) return [];
    const at = ['servers', name, 'command'];
    return [{ path: at, what, place: locate(at) }];
  });
}

const isOne = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
