import type { Call } from '../model/call.ts';
import type { Severity } from '../model/evidence/severity.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { nameAt, type Value, valuesOf } from './reading/place.ts';
import { effectsOf } from './sql/tree.ts';

/** Longest text that is read, in UTF-16 units. The grammar takes 0.2 ms for a query, and seconds for hostile megabytes. */
const LONGEST = 32_768;

const SAYS_SQL =
  /sql|postgres|\bpg\b|maria|oracle|snowflake|bigquery|redshift|duckdb|clickhouse|database|(?:^|[._-])db(?:[._-]|$)/i;
const ARGUMENT_SAYS_SQL = /^(?:sql|statement|sql_?query|query_?sql|sql_?statement|raw_?query)s?$/i;
const LOOKS_LIKE_SQL =
  /^\s{0,50}(?:--[^\n]{0,500}\n\s{0,20}|\/\*[^*]{0,500}\*\/\s{0,20}){0,5}(?:select\b[\s\S]{1,4000}\bfrom\b|insert\s+into\b|update\b[\s\S]{1,500}\bset\b|delete\s+from\b|merge\s+into\b|with\b[\s\S]{1,300}\bas\s{0,5}\(|(?:create|alter|drop|truncate)\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|unique\s+|materialized\s+)?(?:table|view|index|schema|database|role|user|function|extension|sequence|type|trigger|policy|system)\b|truncate\s+\w|grant\s+\w[\s\S]{1,300}\bto\b|revoke\s+\w[\s\S]{1,300}\bfrom\b|copy\s+[\w.("]+[\s\S]{0,300}\b(?:from|to)\b|do\s+\$|set\s+(?:role|session)\b)/i;
const HINT = /select|insert|update|delete|merge|with|create|alter|drop|truncate|grant|revoke|copy|do\s|set\s/i;
/** Signs of danger in a text that does not parse: what a more lenient server might do with it. */
const DANGEROUS =
  /\b(?:drop\s+(?:table|database|schema|view|user|role|index|column)|truncate\s|delete\s+from|alter\s+(?:table|role|system|user)|grant\s|revoke\s|xp_cmdshell|into\s+(?:out|dump)file|load_file\s?\(|shutdown\b|attach\s+database|exec(?:ute)?\s+(?:immediate|sp_|xp_|master))/i;

// Every server treats a comment as white space. It can separate the words that a pattern looks for.
const COMMENT = /\/\*[^*]{0,1000}\*\//g;

/** SQL inside a comment, meant for a reader of comments: a model, or a server that executes them. */
const COMMENTED =
  /(?:--|\/\*)[^\n]{0,200}\b(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from\s+\w+\s*;)/i;

let parse: ((text: string) => unknown) | undefined;

/** Loads PostgreSQL's own grammar (1.8 MB of WebAssembly, some 20 ms). */
export async function loadSql(): Promise<void> {
  if (parse !== undefined) return;
  const grammar = await import('libpg-query');
  await grammar.loadModule();
  parse = grammar.parseSync;
}

/** MySQL quotes names with backticks, PostgreSQL's grammar with double quotes. Tried only if the text fails as it is. */
const dialects = (text: string): string[] => (text.includes('`') ? [text, text.replaceAll('`', '"')] : [text]);

function parseAny(text: string): { stmts?: unknown } | undefined {
  for (const form of dialects(text)) {
    try {
      return parse?.(form) as { stmts?: unknown };
    } catch {
      // A text that does not parse is a finding if a query was expected, and ordinary prose if not.
    }
  }
  return undefined;
}

interface Candidate {
  readonly value: Value;
  /** Whether the tool or the argument is named as SQL, so that a text that cannot be parsed is worth reporting. */
  readonly isSaid: boolean;
}

const RUNS = /(?:^|[._-])(?:shell|bash|zsh|cmd|command|terminal|process|powershell|pwsh)(?:$|[._-])/i;
const isRunning = ({ target }: Call, at: string): boolean => RUNS.test(target.name) && RUNS.test(nameAt(at));

/** A server of databases may run programs too: `run_command` of `postgres-tools` is given no query. */
const isOfDatabase = (call: Call, at: string): boolean =>
  SAYS_SQL.test(call.target.name) || (SAYS_SQL.test(call.target.upstream) && !isRunning(call, at));

function candidateOf(call: Call, value: Value): Candidate | undefined {
  const { at, text, role } = value;
  if (text.length < 4) return undefined;
  if (ARGUMENT_SAYS_SQL.test(nameAt(at))) return { value, isSaid: true };
  if ((role === 'query' || role === 'command') && isOfDatabase(call, at)) return { value, isSaid: true };
  if (role !== 'content' && HINT.test(text) && LOOKS_LIKE_SQL.test(text)) return { value, isSaid: false };
  return undefined;
}

function look(candidates: readonly Candidate[]): Sighting {
  const findings: Finding[] = [];
  for (const { value, isSaid } of candidates) {
    const { at, text } = value;
    const add = (kind: string, severity: Severity, message: string): void => {
      findings.push({ kind, severity, at, message });
    };
    const tree = text.length > LONGEST ? undefined : parseAny(text);
    if (tree === undefined) {
      const isDangerous = text.includes('/*!') || DANGEROUS.test(text.replace(COMMENT, ' '));
      if (isSaid || text.length > LONGEST) {
        const why = text.length > LONGEST ? 'it is too long to be read' : 'it cannot be read as SQL';
        add(
          'sql.unparsed',
          isDangerous ? 'high' : 'low',
          `${isDangerous ? 'Could change or drop data, but ' : 'Should be a query, but '}${why}.`,
        );
      }
      continue;
    }
    if (COMMENTED.test(text))
      add('sql.unparsed', 'medium', 'Holds a statement in a comment, where a person would not look for it.');
    if (Array.isArray(tree.stmts) && tree.stmts.length > 1)
      add('sql.multiple', 'medium', `Holds ${tree.stmts.length} statements.`);
    for (const effect of effectsOf(tree)) add(effect.kind, effect.severity, effect.message);
  }
  return findings.length === 0 ? NOTHING_SEEN : { findings };
}

/** What the SQL in arguments would do, parsed by PostgreSQL's own grammar. */
export const sql: Inspector = {
  name: 'sql',
  version: 4,
  readsCallAlone: true,
  onCall(call, texts) {
    let candidates: Candidate[] | undefined;
    const values = valuesOf(call, texts);
    for (let i = 0; i < values.length; i++) {
      const candidate = candidateOf(call, values[i] as Value);
      if (candidate === undefined) continue;
      candidates ??= [];
      candidates.push(candidate);
    }
    if (candidates === undefined) return NOTHING_SEEN;
    const all = candidates;
    return parse === undefined ? loadSql().then(() => look(all)) : look(all);
  },
};
