/** A value that a document sets, and what it is called there; of an item of a list, what the list is called. */
export interface Setting {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** How much of a document is read, and how many lines of it. UTF-16 units. */
const LONGEST = 65_536;
const MOST_LINES = 4_096;
/** A longer line holds no single value. */
const LONGEST_LINE = 1_024;
/** Fewer lines with a value may be a sentence with a colon. */
const FEWEST = 2;

const NAME = `"?'?([\\p{L}\\d_$][\\p{L}\\d_.$/-]{0,80})"?'?`;
/** `name: value` and `- name: value`, as YAML has them. */
const COLON = new RegExp(`^((?:- +)*)${NAME} ?:(?: +(.*))?$`, 'u');
/** `name = value`, `export NAME=value`: TOML, INI and what programs read at their start. */
const EQUALS = new RegExp(`^(?:export +)?${NAME} {0,40}= {0,40}(.*)$`, 'u');
const ITEM = /^(?:- +)+(.*)$/;
/** What sets nothing: empty lines, comments and directives, a section's name, a document's end, an alias, a bracket alone. */
const SILENT = /^(?:$|[#;%]|<<:|\{\{.*\}\}$|\[{1,2}[^\]]{1,120}\]{1,2}$|-{3}|\.{3}$|[\]})],?$|-$)/;
/** Behind this the lines that are further in are a text. */
const TEXT = /^[|>][+-]?\d?$/;
/** A list or a table that goes on in the next lines, and the line that it ends with. */
const OPEN = /^[[{][^\]}]*$/;
const CLOSED = /[\]}]\s*,?(?:\s*[#;].*)?$/;
/** What stands before a value and is none: an anchor, a type. */
const MARKED = /^(?:[&!][^\s,]{0,80}(?: +|$))+/;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;

/**
 * The values of a text that does nothing but set some: YAML, TOML, INI, lines of `name = value`. Undefined where a line of it is
 * anything else, as in a letter with a list. One pass over its lines; a text in it is read as far as it sets something as well.
 */
export function settingsIn(text: string, most: number): readonly Setting[] | undefined {
  if (!text.includes('\n')) return undefined;
  const found: Setting[] = [];
  let [lines, above, inner, last, isOpen] = [0, '', -1, -1, false];
  for (let at = 0; at < Math.min(text.length, LONGEST) && ++lines <= MOST_LINES && found.length < most; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    const said = line.slice(0, LONGEST_LINE).trim();
    const column = line.search(/\S/);
    if (column >= 0 && column <= inner) inner = -1;
    if (SILENT.test(said) && !(isOpen && CLOSED.test(said))) continue;
    const hit = COLON.exec(said) ?? EQUALS.exec(said);
    const [name, value] =
      hit === null ? [above, above === '' ? undefined : ITEM.exec(said)?.[1]] : [hit.at(-2) ?? '', hit.at(-1) ?? ''];
    if (isOpen) {
      for (const one of valuesOf(`[${said}]`)) found.push({ name: above, value: one });
      isOpen = !CLOSED.test(said);
      continue;
    }
    if (value === undefined) {
      // What is further in goes on with what stands above it: a text, or a value of several lines.
      if (inner < 0 && (last < 0 || column <= last)) return undefined;
      continue;
    }
    [above, last] = [name, column];
    if (TEXT.test(value)) inner = column;
    else for (const one of valuesOf(value)) found.push({ name, value: one });
    isOpen = OPEN.test(value);
  }
  return found.length < FEWEST ? undefined : found;
}

/** The values that stand behind a name: one, or those of a list or a table on one line. */
function valuesOf(text: string): readonly Setting['value'][] {
  const value = uncommented(text.replace(MARKED, '')).trim();
  if (value === '') return NOTHING;
  if (!/^[[{]/.test(value)) return [scalarOf(value)];
  return value
    .replace(/[[\]{}]/g, ' ')
    .split(',')
    .map((one) => one.replace(IN_TABLE, '').trim())
    .filter((one) => one !== '')
    .map(scalarOf);
}
const NOTHING: readonly Setting['value'][] = Object.freeze([]);
/** The name before a value of a table on one line: `{ name: api }`, `{ version = "1" }`. */
const IN_TABLE = /^\s*(?:"[\w.-]{1,80}"|\w[\w.-]{0,80})\s*(?::\s|=)/;

const uncommented = (value: string): string =>
  /^["']/.test(value)
    ? value.replace(/^("[^"]*"|'[^']*')\s*(?:[#;].*|,)?$/, '$1')
    : value.replace(/\s+[#;].*$/, '').replace(/,$/, '');

function scalarOf(text: string): Setting['value'] {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (NUMBER.test(text)) return Number(text);
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : word === 'null' || word === '~' ? null : text;
}
