import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One import of a source file. `isType` where nothing of it is left at run time. */
export interface Import {
  readonly from: string;
  readonly isType: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The imports and re-exports in a source text. */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  for (const [, type, names, from] of source.matchAll(STATEMENT)) {
    const each = /^\{([\s\S]*)\}$/
      .exec(names?.trim() ?? '')?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const onlyTypes = each !== undefined && each.length > 0 && each.every((name) => /^\s*type\s/.test(name));
    found.push({ from: from ?? '', isType: type !== undefined || onlyTypes });
  }
  for (const [, from] of source.matchAll(DYNAMIC)) found.push({ from: from ?? '', isType: false });
  return found;
}

/** Whether anything of a source text is left at run time. */
export function hasCode(source: string): boolean {
  const bare = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^import\s[^;]*?;/gm, '');
  return (
    /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:const|let|function\*?|class|await|if|for|try)\b/m.test(bare) ||
    /^export\s+(?:\*|\{(?!\s*type\s))/m.test(bare) ||
    /^[A-Za-z_$][\w$.]*\(/m.test(bare)
  );
}

/** Files below a folder, `/`-separated and relative to it, sorted. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith(ending))
    .sort();
}

export const readSource = (folder: string, file: string): string => readFileSync(path.join(folder, file), 'utf8');
