import { type Detector, NOTHING_SPOTTED, type Spotted } from './detector.ts';

/** Fragments are short, in UTF-16 units. Anything longer is prose; whole statements are parsed by a grammar. */
const LONGEST = 2_000;
const HINT = /['"`;#(]|--|=|union/i;
const WHOLE_STATEMENT = /^\s{0,20}(?:select|with|insert|update|delete|create|explain|merge|alter|drop|truncate)\s/i;
/** A value and the quote that would end it in the query. Quotes that enclose something do not count. */
const OUT = '^\\s{0,5}[\\w@. -]{0,40}[\'"`]\\s{0,3}\\){0,4}\\s{0,3}';

const PATTERNS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [
    new RegExp(
      `${OUT}(?:(?:or|and|xor|having|\\|\\||&&)\\b\\s{0,3}(?:not\\s|exists\\b|true\\b|false\\b|\\d|sleep|benchmark|[('"\`]|\\w{1,30}\\s{0,3}(?:=|<|>|\\(|like\\b|is\\b|in\\b))|(?:like|=)\\s{0,3}['"\`]|(?:\\|\\||&&|\\+)\\s{0,3}\\w{1,30}\\()`,
      'im',
    ),
    'Ends a quoted value and goes on with a condition, as if it were part of a query.',
  ],
  [
    new RegExp(
      `${OUT}(?:;|--|/\\*|#)?\\s{0,3}(?:(?:union|insert\\s{1,3}into|exec(?:ute)?|grant|create\\s{1,3}(?:user|table|role)|drop|delete\\s{1,3}from|update\\s{1,3}\\w{1,40}\\s{1,3}set|shutdown|waitfor|select)\\b|--\\s{0,3}$|/\\*|#\\s{0,3}$)`,
      'im',
    ),
    'Ends a quoted value and goes on with a statement, as if it were part of a query.',
  ],
  [
    /\b(?:or|and|having)\s{1,3}\(?['"]?(\d{1,10})['"]?\s{0,3}(?:=|<>|!=|<|>)\s{0,3}['"]?\d{1,10}(?!\d*[ \t]{0,3}(?:%|usd|eur|\$))|(?:^|\s)(?:or|and|having)\s{1,3}\w{1,20}\s{0,2}=\s{0,2}\w{1,20}\s{0,2}(?:--|#)/im,
    'Holds a condition that is always or never true.',
  ],
  [
    /(?:^|[^.\w])(?:pg_sleep|benchmark|randomblob|extractvalue|updatexml|xp_cmdshell|dbms_pipe\.receive_message|utl_http\.request)\s{0,2}\(|\bwaitfor\s{1,3}delay\b|(?:\b(?:or|and|by)\s{1,3}|[,'"|)]\s{0,2})sleep\s?\(\s?\d|^\s{0,3}sleep\s?\(\s?\d{1,3}\s?\)\s{0,2}(?:--|#|=?['"])/im,
    'Calls a database function that waits, or that connects to something outside.',
  ],
  [
    /(?:^|['"`)\d]\s{0,3}|\s)union\s{1,5}(?:all\s{1,5}|distinct\s{1,5})?\(?\s{0,3}\(?select\b/im,
    'Joins a query of its own to another.',
  ],
  [
    /^\s{0,3}\d{1,10}\s{0,3}\){0,4}\s{0,3};\s{0,3}(?:drop|delete|insert|update|exec|shutdown|waitfor|select)\b/im,
    'Ends a query and starts another.',
  ],
];

function find(text: string): readonly Spotted[] {
  if (text.length < 3 || text.length > LONGEST || !HINT.test(text) || WHOLE_STATEMENT.test(text))
    return NOTHING_SPOTTED;
  for (const [pattern, message] of PATTERNS) {
    const hit = pattern.exec(text);
    if (hit !== null && hit[0].length > 0)
      return [{ kind: 'sql.injection', severity: 'medium', start: hit.index, end: hit.index + hit[0].length, message }];
  }
  return NOTHING_SPOTTED;
}

/** A value that would break out of its place in a query and become part of it. */
export const sqlFragments: Detector = {
  name: 'sql-fragments',
  kinds: ['sql.injection'],
  maturity: 'sandbox',
  sees: [
    { text: "Smith' OR 'a'='a", kind: 'sql.injection' },
    { text: "7' UNION SELECT name, secret FROM people --", kind: 'sql.injection' },
    { text: '3 or 5=5', kind: 'sql.injection' },
    { text: '3 or 5=5 \n $', kind: 'sql.injection' },
    { text: "x'; DROP TABLE orders; --", kind: 'sql.injection' },
    { text: "9'||pg_sleep(9)--", kind: 'sql.injection' },
    { text: '12; delete from orders', kind: 'sql.injection' },
  ],
  ignores: [
    "O'Brien and Sons",
    '"yes" or "no"',
    "the boys' or girls' team",
    "Don't or won't",
    'SELECT a FROM b WHERE c = 1 OR d = 2',
    'the union selected its chair',
    'time.sleep(5)',
    'status:open AND assignee:me',
    'price >= 5 and price <= 10',
    "rock 'n' roll",
    'C# and F#',
    'SELECT committee -- minutes',
  ],
  find,
};
