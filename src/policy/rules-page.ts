import { PACKS, type Pack, type PackName, type PackRule, type Packs } from './pack.ts';

const HEAD = `# Rules that ship

<!-- Written by scripts/docs.mjs from src/policy/packs; change it there. -->

Every decision comes from a rule that can be read. A pack is chosen under \`policy.packs\`; \`floor\` is always on. Any rule
but those of the floor is turned off by name (\`policy.off\`), or excepted narrowly and for a time (\`policy.exceptions\`).
\`allow\` is weaker than \`ask\`, \`ask\` weaker than \`deny\`; of all rules that match, the strictest counts.

One name that answers and records show is in no pack, and cannot be turned off: \`denied-by-human\`. A person looked at
this very call and said no ([approvals.md](approvals.md)).
`;

/** The page that says what each shipped rule looks at, does and says. Markdown. */
export const rulesPage = (packs: Packs): string => `${HEAD}${PACKS.map((name) => section(name, packs[name])).join('')}`;

function section(name: PackName, pack: Pack): string {
  const taken = pack.extends === undefined ? '' : ` Takes \`${pack.extends}\` along.`;
  const mode = pack.mode === undefined ? '' : ' All of it in audit: recorded, never enforced.';
  const rules =
    pack.rules.length === 0
      ? ''
      : `\n${['| rule | looks at | does | says |', '| --- | --- | --- | --- |', ...pack.rules.map(row)].join('\n')}\n`;
  return `\n## ${name}\n\n${pack.about.trim()}${taken}${mode}\n${rules}`;
}

function row(rule: PackRule): string {
  const { id, on = 'call', effect, redact, mode, reason, instead } = rule;
  const does = redact ? 'redacts' : mode === 'audit' ? 'is recorded' : (effect ?? 'allow');
  const says = instead === undefined ? reason : `${reason} Instead: ${instead}`;
  return `| \`${id}\` | ${[on === 'result' ? 'results' : 'calls', ...conditions(rule)].map(cell).join('; ')} | ${does} | ${cell(says)} |`;
}

function conditions({ methods, origin, tools, powers, findings, labels, when }: PackRule): string[] {
  const named = { methods, tools, powers, findings, labels };
  const listed = Object.entries(named).flatMap(([key, list]) =>
    list === undefined ? [] : [`${key} ${list.join(', ')}`],
  );
  const from = origin === undefined || origin === 'downstream' ? [] : [`origin ${origin}`];
  return [...from, ...listed, ...(when === undefined ? [] : [`when \`${when.trim()}\``])];
}

/** Text as a table's cell: on one line, with `|` escaped. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
