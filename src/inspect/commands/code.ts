import { type Deed, givesShell, removesAllFound, removesFolder, runsDownload } from '../shell/deeds.ts';
import { isScratch } from '../shell/words.ts';
import { areLeftovers } from './leftovers.ts';

/** Longest code read on a command line, in UTF-16 units. Longer code is a program, too much for these patterns. */
const LONGEST = 8_192;
/** Strings passed to a shell that are read. */
export const MOST_SHELLED = 10;
/** Not passed over in silence: what is not read may do anything. */
export const TOO_MANY: Deed = {
  kind: 'shell.unparsed',
  severity: 'high',
  message: 'Passes more commands to a shell than Sallyport reads.',
};

/** Calls in Python, Node, Ruby, Perl and PHP that remove whole trees, or everything that matches a pattern. */
const REMOVES =
  /\b(?:rmtree|removedirs|rm_rf?|remove_dir_all|remove_entry_secure|rimraf)\b|\b(?:rm|rmdir|remove)(?:Sync)?\s{0,5}\([^)]{0,300}recursive\s{0,5}:\s{0,5}(?:true|1|!0)|\bunlink\s{0,5}\(?\s{0,5}(?:glob\b|<)|\b(?:File\.delete|unlink)\W{1,10}(?:Dir|glob)\b/;
const FETCHES =
  /\b(?:urlopen|urlretrieve|requests\.get|httpx\.get|LWP|HTTP::Tiny|URI\.open|Net::HTTP|XMLHttpRequest|fetch\s{0,3}\(|https?['"]?\)?\.get)|\b(?:get|open|file_get_contents|include|require|import)\s{0,3}\(?\s{0,3}["']https?:/;
/** A pattern is compiled and executed too: `re.compile(`, `/a/.exec(`; `builtins.exec(` is what it is by itself. */
const EVALUATES =
  /(?<!(?<!\b(?:builtins|__builtins__|globalThis|global|window|self|Kernel))\.)\b(?:eval|exec|compile)\s{0,3}[\s({]|\b(?:system|popen|Function|instance_eval|loadstring|passthru|shell_exec)\s{0,3}[\s({]|\b(?:include|import)\s{0,3}\(/;
const CONNECTS = /\b(?:socket|TCPSocket|fsockopen|net\.(?:connect|Socket)|IO::Socket)\b/;
const SPAWNS = /\bdup2\b|\bpty\b|["'\s/](?:ba|z)?sh\b|\bcmd(?:\.exe)?\b/;
/** Calls that remove something, and the subset that names its target as a literal. */
const CALLS =
  /\b(?:rmtree|removedirs|rm_rf?|remove_dir_all|remove_entry_secure|rimraf|rm(?:dir)?(?:Sync)?|unlink|File\.delete)\b/g;
const NAMED = /\b(?:rmtree|rm_rf?|rimraf|rm(?:dir)?(?:Sync)?)\s{0,5}\(\s{0,5}(['"])([^'"$`{\\]{1,200})\1/g;
/** Calls that move something to a place that is a literal, or remove what is one. */
const CARRIES =
  /\b(?:(?:shutil\.)?move(?:Sync)?|os\.(?:renames?|replace)|rename(?:Sync)?|(?:File|FileUtils)\.(?:rename|mv))\s{0,5}\(?\s{0,5}(?:(['"])([^'"$`{\\\n]{1,200})\1|[\w.[\]]{1,80})\s{0,5},\s{0,5}(['"])([^'"$`{\\\n]{1,200})\3|\bPath\(\s{0,5}(['"])([^'"\\\n]{1,200})\5\s{0,5}\)\.(?:rename|replace)\(\s{0,5}(['"])([^'"\\\n]{1,200})\7|\b(?:rmtree|rm_rf?|rimraf|rm(?:dir)?(?:Sync)?)\s{0,5}\(\s{0,5}(['"])([^'"$`{\\\n]{1,200})\9/g;
const MOST_CARRIED = 40;
/** A string that is passed to a shell. */
const SHELLED =
  /\b(?:system|popen|exec(?:Sync)?|shell_exec|passthru|check_output|check_call|getoutput|do\s+shell\s+script|os\.execute|run|call|Popen)\s{0,5}\(?\s{0,5}[frbuFRBU]{0,2}(["'])((?:[^"'\\]|\\.|(?!\1)["']){1,2000}?)\1/g;
const BACKTICKS = /`([^`]{1,500})`|%x[({[]([^)}\]]{1,500})[)}\]]/g;

/** Whatever lies in a folder, or matches a pattern; and the place or pattern, where that is a literal. */
const LISTS =
  /\b(?:listdir|scandir|os\.walk|i?glob|rglob|readdir(?:Sync)?|opendir|Dir(?:\.(?:glob|entries|children|each_child))?)\s{0,3}[([]\s{0,5}(?:(["'])([^"'\n]{0,200})\1)?|\biterdir\b|<[^<>\n]{0,40}\*[^<>\n]{0,40}>|\bfind\s{0,3}\(\s{0,3}sub\b/g;
/** What removes one file after the other. */
const REMOVES_EACH =
  /\bos\.(?:remove|unlink)\b|\bunlink(?:Sync)?\b|\bFile\.(?:delete|unlink)\b|\bremoveSync\b|\brmSync\b/;
const NEAR = 250;

/** Removes what a list names: of a whole program, only what stands near to it is meant. */
function lostEach(code: string): Deed | undefined {
  if (!REMOVES_EACH.test(code)) return undefined;
  let found: Deed | undefined;
  for (const { 0: list, 2: place = '', index } of code.matchAll(LISTS)) {
    if (!REMOVES_EACH.test(code.slice(Math.max(0, index - NEAR), index + list.length + NEAR))) continue;
    if (!areLeftovers([place])) return removesAllFound;
    found = { ...removesAllFound, severity: 'low' };
  }
  return found;
}

/** Whether code executes the input it reads, so that the input has to be judged rather than the code. */
export const runsInput = (code: string): boolean =>
  code.length > LONGEST ||
  /\b(?:eval|exec(?:Sync|File(?:Sync)?|v\w{0,2}|l\w{0,2})?|system|popen|Popen|subprocess|spawn(?:Sync)?|Function|runpy|instance_eval|class_eval|loadstring|dofile|passthru|shell_exec|child_process|pickle|marshal|vm)\b|(?<!re\.)\bcompile\s{0,3}\(|`|%x|\bload\s{0,3}\(\s{0,3}io\b|\|\s{0,3}["']?(?:ba)?sh\b/.test(
    code,
  );

/** What code does by itself, and the strings in it that it passes to a shell. */
export interface ReadCode {
  readonly deed: Deed | undefined;
  readonly shelled: readonly string[];
  /** What it moves and then removes, as a shell would be told to. */
  readonly carried: string;
  /** Between backticks: commands in Ruby, Perl and PHP, and plain strings in JavaScript. */
  readonly ticked: readonly string[];
}

/** Reads code as it stands on a command line. More strings than are returned are a deed of their own. */
export function readCode(code: string): ReadCode {
  if (code.length > LONGEST) return { deed: undefined, shelled: [], carried: '', ticked: [] };
  const shelled = new Set<string>();
  const ticked = new Set<string>();
  for (const [, , text = ''] of code.matchAll(SHELLED)) shelled.add(text);
  if (/`|%x/.test(code)) for (const [, ticks, percent] of code.matchAll(BACKTICKS)) ticked.add(ticks ?? percent ?? '');
  return {
    deed: deedOf(code) ?? (shelled.size > MOST_SHELLED ? TOO_MANY : undefined),
    shelled: [...shelled].slice(0, MOST_SHELLED),
    carried: carriedBy(code),
    ticked: [...ticked].slice(0, MOST_SHELLED),
  };
}

/** What is removed besides is told by the deed. */
function carriedBy(code: string): string {
  const lines: string[] = [];
  for (const [, , from, , to, , path, , there, , removed] of code.matchAll(CARRIES)) {
    const place = to ?? there;
    if (place !== undefined) lines.push(`mv ${asWord(from ?? path ?? '$x')} ${asWord(place)}`);
    else if (areLeftovers([removed ?? ''])) lines.push(`rm -r ${asWord(removed)}`);
    if (lines.length >= MOST_CARRIED) break;
  }
  return lines.join('\n');
}
const asWord = (text = ''): string => (text.startsWith('$') ? text : `'${text}'`);

function deedOf(code: string): Deed | undefined {
  if (CONNECTS.test(code) && SPAWNS.test(code)) return givesShell;
  if (FETCHES.test(code) && EVALUATES.test(code)) return runsDownload;
  const each = lostEach(code);
  if (!REMOVES.test(code) || each?.severity === 'medium') return each;
  const named = [...code.matchAll(NAMED)].map(([, , folder = '']) => folder);
  const isLeft = named.length > 0 && named.length === (code.match(CALLS)?.length ?? 0) && areLeftovers(named);
  if (!isLeft) return removesFolder;
  return isScratch(named) ? each : { ...removesFolder, severity: 'low' };
}
