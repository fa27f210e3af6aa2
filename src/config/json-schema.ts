import { z } from 'zod';
import type { Path } from '../model/complaint.ts';
import { configSchema } from './schema.ts';

/** The part of JSON Schema that zod writes and that we read back. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
}

let written: SchemaNode | undefined;

/** The JSON Schema of servers.config.yaml, as editors read it: what may be written, defaults included. */
export function configJsonSchema(): SchemaNode {
  written ??= z.toJSONSchema(configSchema, { io: 'input' }) as SchemaNode;
  return written;
}

/** Where that of this version ships; as far above this module as above its bundle. */
export const SCHEMA_FILE = new URL('../../servers.config.schema.json', import.meta.url);

/** The text of servers.config.schema.json. */
export const schemaFile = (): string => `${JSON.stringify(configJsonSchema(), null, 2)}\n`;

/** The keys that are allowed in the object at a path of the configuration. */
export function keysAt(path: Path): string[] {
  let node: SchemaNode | undefined = configJsonSchema();
  for (const step of path) {
    if (node === undefined) return [];
    if (typeof step === 'number') node = node.items;
    else {
      const other: SchemaNode | boolean | undefined = node.additionalProperties;
      node = node.properties?.[step] ?? (typeof other === 'object' ? other : undefined);
    }
  }
  return Object.keys(node?.properties ?? {});
}
