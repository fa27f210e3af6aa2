import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../config/error.ts';
import type { Loaded } from '../config/load.ts';
import type { CustomSource } from '../inspect/custom/source.ts';
import { inspectorHash } from '../journal/state/trust.ts';
import { codeOf, messageOf } from '../model/caught.ts';
import type { Complaint } from '../model/complaint.ts';
import { didYouMean } from '../model/words/nearest.ts';

/** More than any inspector, bundled ones included. */
const MOST_BYTES = 1_000_000;

/** Reads the code of the inspectors that a configuration names, without running any. Throws `ConfigError` with every complaint. */
export async function readInspectorSources(loaded: Loaded): Promise<readonly CustomSource[]> {
  const entries = Object.entries(loaded.config.policy.inspectors);
  if (entries.length === 0) return [];
  const { INSPECTOR_NAMES: shipped } = await import('../inspect/index.ts');
  const complaints: Complaint[] = [];
  const complain = (name: string, key: string | undefined, what: string, instead: string): void => {
    const at = ['policy', 'inspectors', name, ...(key === undefined ? [] : [key])];
    complaints.push({ path: at, what, instead, place: loaded.locate(at, key === undefined ? { key: true } : {}) });
  };
  const sources: CustomSource[] = [];
  for (const [name, { file }] of entries) {
    const isShipped = shipped.includes(name);
    if (file === undefined) {
      if (isShipped) continue;
      const instead = `There are ${shipped.join(', ')}; one of your own has a \`file\`.`;
      complain(name, undefined, `there is no inspector "${name}"${didYouMean(name, shipped)}`, instead);
    } else if (isShipped) {
      complain(name, 'file', `"${name}" is an inspector that ships with Sallyport`, 'Give yours another name.');
    } else {
      const whole = path.resolve(loaded.folder, file);
      const text = await textOf(whole);
      if (typeof text === 'string') sources.push({ name, file: whole, text, hash: inspectorHash(text) });
      else complain(name, 'file', `${whole}: ${text.what}`, text.instead);
    }
  }
  if (complaints.length > 0) throw new ConfigError(complaints);
  return sources;
}

async function textOf(file: string): Promise<string | { readonly what: string; readonly instead: string }> {
  try {
    const about = await stat(file);
    if (!about.isFile()) return { what: 'is not a file', instead: 'Name the module itself.' };
    if (about.size > MOST_BYTES)
      return { what: `is ${about.size} bytes`, instead: `At most ${MOST_BYTES} are read: is this the right file?` };
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT')
      return { what: 'there is no such file', instead: 'The path is relative to the configuration.' };
    return { what: messageOf(error), instead: 'Make it readable for this user.' };
  }
}
