import type { Options } from 'json-schema-to-typescript';
import type { Json } from '../../model/json.ts';
import { tameSchema } from './tame.ts';

/** A type and its declaration. */
export interface SchemaType {
  /** The text to write where the type is used. */
  readonly type: string;
  /** Empty where it needs none. */
  readonly declarations: string;
  /** Why the type is unknown. */
  readonly why?: string;
  readonly parts: number;
}

const OPTIONS: Partial<Options> = {
  bannerComment: '',
  // Formatting takes six times as long as all the rest.
  format: false,
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  enableConstEnums: false,
  // The schema refers to nothing outside; should it ever, nothing is fetched.
  $refOptions: { resolve: { external: false, http: false, file: false } },
};

const unknown = (why: string): SchemaType => ({ type: 'unknown', declarations: '', why, parts: 0 });

/** The type of what a schema accepts. `name` must be unique in the file. */
export async function schemaType(schema: Json, name: string): Promise<SchemaType> {
  const tamed = tameSchema(schema, name);
  if ('why' in tamed) return unknown(tamed.why);
  const { compile } = await import('json-schema-to-typescript');
  try {
    const text = indented(await compile(structuredClone(tamed.schema) as object, name, OPTIONS));
    const isNamed = new RegExp(`^export (?:interface|type) ${name}\\b`, 'm').test(text);
    return isNamed ? { type: name, declarations: text, parts: tamed.parts } : unknown('it could not be named');
  } catch (error) {
    return unknown(`it could not be made: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`);
  }
}

/** What opens at the end of a line is closed at the beginning of another; comments open nothing. */
function indented(text: string): string {
  let depth = 0;
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const isComment = /^\s*(?:\/\*\*|\*)/.test(line);
      if (!isComment && /^[}\])]/.test(line)) depth--;
      const spaces = '  '.repeat(Math.max(0, depth));
      const opens = !isComment && line.endsWith('{');
      const end = isComment || opens || depth === 0 || line === '' ? '' : ';';
      if (opens) depth++;
      return line === '' ? '' : `${spaces}${line}${end}`;
    })
    .join('\n');
}
