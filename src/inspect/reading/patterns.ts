import type { Compile } from '../json-schema/run.ts';

type Pattern = ReturnType<Compile>;

/** Patterns that were compiled or cannot be compiled; the number is limited, since strangers choose them. */
const MOST_PATTERNS = 2_000;
const LONGEST_PATTERN = 2_000;
const compiled = new Map<string, Pattern | undefined>();
let engine: typeof import('re2js').RE2JS | undefined;

/** Loads the engine for patterns written by others: RE2, which runs in time linear in the text. */
export async function loadPatterns(): Promise<void> {
  engine ??= (await import('re2js')).RE2JS;
}

export const arePatternsLoaded = (): boolean => engine !== undefined;

/** Compiles a pattern in JavaScript syntax. Throws on lookaround, back references and whatever else RE2 rejects. */
export const compilePattern: Compile = (source) => {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  if (compiled.has(source)) throw new Error('a pattern that cannot be compiled');
  if (compiled.size >= MOST_PATTERNS) compiled.clear();
  compiled.set(source, undefined);
  if (engine === undefined || source.length > LONGEST_PATTERN) throw new Error('a pattern that cannot be compiled');
  const pattern = engine.compile(engine.translateRegExp(source));
  compiled.set(source, pattern);
  return pattern;
};
