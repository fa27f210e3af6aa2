import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../model/json.ts';

const SCRIPT = /[\\/]dist[\\/]cli[\\/]main\.js$/i;

/**
 * Whether a script is that of another copy of Sallyport, in a folder of whatever name: one that were taken for a server would
 * be put behind itself. One that is gone is known by its place alone; it starts nothing.
 */
export function isOwnCopy(script: string): boolean {
  if (!SCRIPT.test(script) || !path.isAbsolute(script)) return false;
  const folder = path.join(path.dirname(script), '..', '..');
  if (!existsSync(script)) return !existsSync(folder);
  try {
    const said: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return isObject(said) && said.name === 'sallyport';
  } catch {
    return false;
  }
}
