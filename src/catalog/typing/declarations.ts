import type { JsonObject } from '../../model/json.ts';
import type { Lockfile } from '../lockfile/lockfile.ts';
import { comment } from './comment.ts';
import { INSPECTOR_DECLARATIONS } from './inspector-declarations.ts';
import { type SchemaType, schemaType } from './schema-type.ts';
import { openTypeNames } from './type-name.ts';

/** How the file begins; a file of ours is recognised by it. */
export const BANNER = '// Written by `sallyport types` from the lockfile. Do not edit: it is written anew.';

/** For all schemas together: thousands of tools need less. */
const MOST_PARTS = 400_000;

export interface Declarations {
  readonly text: string;
  readonly tools: number;
  /** Arguments and results whose type is unknown, and why. */
  readonly unknown: readonly { readonly tool: string; readonly of: 'arguments' | 'result'; readonly why: string }[];
}

const ANY_ARGS: SchemaType = { type: '{ [key: string]: unknown }', declarations: '', parts: 0 };

/** Types of the arguments and results of every locked tool. The same lockfile gives the same text. */
export async function declarationsOf(
  { servers }: Lockfile,
  heard: (count: number, all: number) => void = () => undefined,
): Promise<Declarations> {
  const nameOf = openTypeNames();
  const all = sorted(servers).flatMap(([server, { tools }]) =>
    sorted(tools).map(([name, locked]) => ({ server, name, tool: `${server}.${name}`, locked })),
  );
  const entries: string[] = [];
  const declarations: string[] = [];
  const unknown: { tool: string; of: 'arguments' | 'result'; why: string }[] = [];
  let left = MOST_PARTS;
  const make = async (schema: JsonObject[string], name: string): Promise<SchemaType> => {
    if (left <= 0) return { type: 'unknown', declarations: '', why: 'the schemas before it are too many', parts: 0 };
    const made = await schemaType(schema, name);
    left -= made.parts;
    return made;
  };
  for (const [index, { server, name, tool, locked }] of all.entries()) {
    const { inputSchema, outputSchema, description } = locked.definition();
    const args = inputSchema === undefined ? ANY_ARGS : await make(inputSchema, nameOf(server, name, 'Args'));
    const result = outputSchema === undefined ? undefined : await make(outputSchema, nameOf(server, name, 'Result'));
    for (const made of [args, result])
      if (made !== undefined && made.declarations !== '') declarations.push(made.declarations);
    if (args.why !== undefined) unknown.push({ tool, of: 'arguments', why: args.why });
    if (result?.why !== undefined) unknown.push({ tool, of: 'result', why: result.why });
    entries.push(
      [
        ...(typeof description === 'string' && description.trim() !== '' ? [comment(description, '  ')] : []),
        `  ${JSON.stringify(tool)}: {`,
        ...whyLines('args', args),
        `    args: ${args.type};`,
        ...(result === undefined ? [] : whyLines('result', result)),
        `    result: ToolResult${result === undefined ? '' : `<${result.type}>`};`,
        '  };',
      ].join('\n'),
    );
    heard(index + 1, all.length);
  }
  const tools = `/** Every locked tool, as \`server.tool\`. */\nexport interface Tools {\n${entries.map((entry) => `${entry}\n`).join('')}}`;
  const text = `${[BANNER, tools, INSPECTOR_DECLARATIONS.trimEnd(), ...declarations].join('\n\n')}\n`;
  return { text, tools: all.length, unknown };
}

const whyLines = (of: string, { why }: SchemaType): string[] =>
  why === undefined ? [] : [comment(`${of === 'args' ? 'Arguments are' : 'Structure is'} unknown: ${why}.`, '    ')];

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1));
