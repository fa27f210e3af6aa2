import path from 'node:path';
import { type CustomInspector, openCustom } from '../../../src/inspect/custom/custom.ts';
import type { CustomSource } from '../../../src/inspect/custom/source.ts';

/** A custom inspector of this text, as it is read from a file. */
export const sourceOf = (text: string, name = 'house'): CustomSource => ({
  name,
  file: path.resolve('/inspectors', `${name}.mjs`),
  text,
  hash: text,
});

export interface Opened extends CustomInspector {
  readonly printed: string[];
}

export async function open(text: string, limit = 20_000): Promise<Opened> {
  const printed: string[] = [];
  const custom = await openCustom({ source: sourceOf(text), limit, log: (line) => printed.push(line) });
  return { ...custom, printed };
}

/** The body of `onCall`, as a module. */
export const onCall = (body: string): string => `export default {
  version: 3,
  async onCall(call, view) { ${body} },
};`;
