import type { Call } from '../../model/call.ts';
import { nameAt, type Value } from '../reading/place.ts';

/** Languages run by an interpreter rather than a shell, as they appear in names of tools, servers and arguments. */
const LANGUAGE =
  /python|py(?:odide|thon)|jupyter|notebook|javascript|typescript|(?:^|[^a-z])(?:node(?:js)?|deno|bun|js|ts|py|ruby|php|perl|lua|julia|r)(?:$|[^a-z])|evaluate|puppeteer|playwright|browser|sandbox_code/i;
const NAMES_COMMAND = /shell|bash|command|cmd/i;
const SHELL = /^(?:ba|z|da|k|fi)?sh$|^shell|^console$|^terminal$|^cmd$|^pwsh$|^powershell$/i;
/** Arguments that hold a program. Those that hold a command belong to a shell, whatever the tool is called. */
const HOLDS_PROGRAM = /(?:^|_)(?:code|expression|function|source|snippet|script|program|cell)$|^exec$|^run$/i;
const SAYS_LANGUAGE = /^(?:language|lang|runtime|interpreter|kernel|kernel_name|engine)$/i;
/** Beginnings of lines that occur in programs and in no shell script. */
const READS_AS_PROGRAM =
  /^[ \t]*(?:import [\w.]+|from [\w.]+ import |def \w+\(|class \w+[(:]|print\(|async (?:def|function)\b|(?:const|let|var) [\w{[]|function\s*\w*\(|(?:async )?\(?[\w, ]{0,40}\)? =>|await |return |with open\(|console\.\w+\()/m;

/**
 * How certain it is that a value is a program for an interpreter (Python, JavaScript, …) rather than a command for a
 * shell: `said` by a language argument or by names, or `read` from how it is written. Undefined if it is not a program.
 */
export function certaintyOfProgram(
  { target }: Call,
  { at, text }: Value,
  values: readonly Value[],
): 'said' | 'read' | undefined {
  const name = snake(nameAt(at));
  if (LANGUAGE.test(name) && !NAMES_COMMAND.test(name)) return 'said';
  if (!HOLDS_PROGRAM.test(name)) return undefined;
  const language = values.find((other) => SAYS_LANGUAGE.test(nameAt(other.at)))?.text.trim();
  if (language !== undefined) return SHELL.test(language) ? undefined : 'said';
  if (LANGUAGE.test(snake(`${target.upstream}_${target.name}`))) return 'said';
  return READS_AS_PROGRAM.test(text) ? 'read' : undefined;
}

const snake = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
