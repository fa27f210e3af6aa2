import { type AdoptionPlan, type DiffLine, diffLines } from '../../app/adopting.ts';
import { shellWord } from '../../app/places/config-place.ts';
import { hideForms } from '../../config/hiding.ts';
import { SECRET_WORDS } from '../../model/words/secret-name.ts';
import type { Screen } from '../screen.ts';
import { fold } from './fold.ts';
import { NEWEST, risksOf } from './launch-risk.ts';
import { plain, plainLine } from './plain.ts';

const HIDDEN = '[hidden]';
/** Matches any value whose name suggests a secret: the lines around a change may be anything in a user's settings. */
const PAIR = new RegExp(
  `((?:${SECRET_WORDS}|authorization)[\\w-]*["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|\\$\\{[^}]*\\}|[^\\s,{}[\\]"']+)`,
  'gi',
);

/** A reference to a secret, in the spelling of any client. */
const REFERS = /\$\{|\{env:|^["']?\$[A-Z_][A-Z0-9_]*["']?$/;
/** The value says where a secret is, or whether there is one; it is not the secret. */
const NAMES_ONE = /env_?vars?["']?\s*[:=]\s*$/i;
const IS_NONE = /^(?:true|false|null)$/;

/** Hides secret values. References such as `${env:X}` only say where a secret is, so they are shown. */
const hidePairs = (text: string): string =>
  text.replace(PAIR, (whole, lead: string, value: string) =>
    REFERS.test(value) || value.includes(HIDDEN) || value === 'Bearer' || NAMES_ONE.test(lead) || IS_NONE.test(value)
      ? whole
      : lead + HIDDEN,
  );

type Taken = AdoptionPlan['taken'][number];

/** Client settings that keep tools from an agent. */
const LIMITS = /^(?:include|exclude|enabled|disabled|allowed|denied|blocked)_?tools$|^tools$/i;

/** Everything adoption would do: what is taken, what stays and why, where secrets go, and every line that changes. */
export function planText(plan: AdoptionPlan, screen: Screen, about = ''): string {
  const { paint } = screen;
  const lines: string[] = [];
  const files = new Set(plan.taken.map(({ found }) => found.slot.file));
  for (const file of files) {
    const taken = plan.taken.filter(({ found }) => found.slot.file === file);
    const title = taken[0]?.found.slot.client.title ?? '';
    lines.push(`${paint.bold(title)}  ${paint.dim(plain(file))}`, ...taken.flatMap((each) => takenLines(each, screen)));
  }
  lines.push(...newestLines(plan, screen));
  if (plan.left.length > 0) lines.push(paint.bold('These stay where they are'));
  for (const { found, why } of plan.left) {
    lines.push(`  ${plainLine(found.name)} of ${found.slot.client.title}: ${plainLine(why)}`);
  }
  lines.push(...elsewhereLines(plan, screen, about));
  if (plan.files.length === 0) {
    lines.push(
      'There is nothing to adopt: no file that could be read has a server of its own that can stand behind Sallyport.',
    );
    return fold(lines.join('\n'), screen);
  }
  const places = new Map(
    plan.secrets.map(({ shelf }) => [shelf.place, plan.secrets.filter((each) => each.shelf.place === shelf.place)]),
  );
  for (const [place, secrets] of places) {
    lines.push(`${paint.bold('Secrets that go to')} ${plain(place)}: ${secrets.map(({ name }) => name).join(', ')}`);
  }
  lines.push(...reachLines(plan, screen));
  const values = secretsIn(plan);
  const { file, before, after } = plan.config;
  const changes: string[] = [];
  changes.push(...changeLines(file, before ?? '', after, values, screen));
  for (const change of plan.files) {
    const [old, now] = [change.before.toString('utf8'), change.after.toString('utf8')];
    const place = change.target === change.file ? change.file : `${change.file} (a link to ${change.target})`;
    changes.push(...changeLines(place, old, now, values, screen));
  }
  return [fold(lines.join('\n'), screen), ...changes].join('\n');
}

/** Said before anything is written: a client may get access that its user never meant it to have. */
function reachLines({ reach, agents, config }: AdoptionPlan, { paint }: Screen): string[] {
  if (agents.length > 0) {
    return [
      paint.bold('Each client becomes an agent of its own, and gets its own servers alone'),
      ...agents.map(({ title, name, servers }) => `  ${title} is agent ${name}: ${plainLine(servers.join(', '))}`),
    ];
  }
  if (reach.length === 0) return [];
  return [
    paint.bold('Clients of one configuration get all of its servers, with what those may reach'),
    ...reach.map(({ title, gains }) => paint.yellow(`  ! ${title} gets besides: ${plainLine(gains.join(', '))}`)),
    config.before === undefined
      ? '  With --apart each gets its own alone, as an agent of its own.'
      : `  For a client that is to have its own alone, name another --config than ${plain(config.file)}.`,
  ];
}

function elsewhereLines({ elsewhere }: AdoptionPlan, { paint }: Screen, about: string): string[] {
  const projects = [...new Set(elsewhere.map(({ slot }) => slot.project ?? ''))];
  if (projects.length === 0) return [];
  return [
    paint.bold('Projects have servers of their own, which stay; each project is adopted by itself'),
    ...projects.map((project) => {
      const names = elsewhere.filter(({ slot }) => slot.project === project).map(({ name }) => name);
      return `  sallyport adopt --project ${plainLine(shellWord(project))}${about}   (${plainLine([...new Set(names)].join(', '))})`;
    }),
  ];
}

/** So many servers have this risk that it is said once for all of them, with the remedy. */
function newestLines({ taken }: AdoptionPlan, { paint }: Screen): string[] {
  const names = taken
    .filter((each) => each.isNew && risksOf(commandText(each)).includes(NEWEST))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    paint.yellow(`! Each time it starts, the newest version of its package is taken: ${plainLine(names.join(', '))}`),
    '  A version in `args` keeps to it: PACKAGE@1.2.3',
  ];
}

/** The command that is run; its secrets are hidden before any word is quoted. */
function commandText({ found: { entry, credentials } }: Taken): string {
  const values = credentials.flatMap(({ range, at }) => {
    if (at[0] === 'args') return [entry.args[Number(at[1])]?.slice(...range) ?? ''];
    return at[0] === 'url' ? [entry.url?.slice(...range) ?? ''] : [];
  });
  const hide = (text: string): string =>
    values.reduce((left, value) => (value === '' ? left : left.replaceAll(value, HIDDEN)), text);
  if (entry.url !== undefined) return hide(entry.url);
  const words = [entry.command ?? '', ...entry.args].map(hide);
  return words.map((word) => (/\s/.test(word) ? shellWord(word) : word)).join(' ');
}

function takenLines(taken: Taken, { paint }: Screen): string[] {
  const { found, name, isNew } = taken;
  const { entry } = found;
  const hidden = commandText(taken);
  const as = isNew
    ? name === found.name
      ? ''
      : ` (called ${name} from now on)`
    : ` (the same server${name === found.name ? '' : ` as ${name}`}, taken once)`;
  const notes = [
    ...(entry.url === undefined ? risksOf(hidden).filter((risk) => risk !== NEWEST) : []),
    ...entry.others.map((key) =>
      LIMITS.test(key)
        ? `"${key}" keeps tools from the agent in the client; write \`purposes\` for that in servers.config.yaml`
        : `"${key}" has no effect any more`,
    ),
  ];
  return [
    `  ${plainLine(found.name)}${as}  ${plainLine(hidden)}`,
    ...notes.map((note) => paint.yellow(`    ! ${plainLine(note)}`)),
  ];
}

function changeLines(
  file: string,
  before: string,
  after: string,
  secrets: readonly string[],
  { paint }: Screen,
): string[] {
  if (before === after) return [];
  // Known secrets are replaced first, in whole lines; patterns for likely secrets run only on the text that is shown.
  const known = (text: string): string => secrets.reduce((line, value) => line.replaceAll(value, HIDDEN), text);
  // The placeholder itself could look like a secret behind its flag, so the patterns skip it.
  const hideRest = (text: string): string => text.split(HIDDEN).map(hideForms).join(HIDDEN);
  const hide = (text: string): string => plain(hidePairs(hideRest(text)));
  const all = diffLines(before, after).map((line) => ({ ...line, text: known(line.text) }));
  const lines = clipped(all).map(({ kind, text }) => {
    if (kind === 'gap') return paint.dim('  …');
    if (kind === 'same') return paint.dim(`  ${hide(text)}`);
    return kind === 'out' ? paint.red(`- ${hide(text)}`) : paint.green(`+ ${hide(text)}`);
  });
  return ['', paint.bold(`${before === '' ? 'New: ' : ''}${plain(file)}`), ...lines];
}

const LONGEST = 600;
const AROUND = 80;

/**
 * A file without line breaks is one long line: of two such lines, show only the difference and a little around it. Cut
 * where members begin and end, so that no value is separated from the name that marks it as secret.
 */
function clipped(lines: readonly DiffLine[]): readonly DiffLine[] {
  const changed = lines.filter(({ kind }) => kind === 'out' || kind === 'in');
  const [one, other] = changed;
  if (one === undefined || other === undefined || changed.length !== 2) return lines.map(shortened);
  if (Math.max(one.text.length, other.text.length) <= LONGEST) return lines.map(shortened);
  const shorter = Math.min(one.text.length, other.text.length);
  let head = 0;
  while (head < shorter && one.text[head] === other.text[head]) head++;
  let tail = 0;
  while (tail < shorter - head && one.text.at(-1 - tail) === other.text.at(-1 - tail)) tail++;
  const before = /[,{[].*$/s.exec(one.text.slice(Math.max(0, head - AROUND), head))?.[0].length ?? 0;
  const behind = /^.*[,}\]]/s.exec(one.text.slice(one.text.length - tail).slice(0, AROUND))?.[0].length ?? 0;
  const [from, cut] = [head - before, tail - behind];
  const clip = (text: string): string =>
    `${from > 0 ? '… ' : ''}${text.slice(from, text.length - cut)}${cut > 0 ? ' …' : ''}`;
  return lines.map((line) => (line === one || line === other ? { ...line, text: clip(line.text) } : shortened(line)));
}

/** Of an unchanged line, the beginning is enough. */
const shortened = (line: DiffLine): DiffLine =>
  line.kind === 'same' && line.text.length > LONGEST ? { ...line, text: `${line.text.slice(0, AROUND)} …` } : line;

/** Secrets in the forms a file may hold them: verbatim, and as JSON string literals. Longest first. */
function secretsIn({ secrets }: AdoptionPlan): string[] {
  const all = secrets.flatMap(({ value }) => [value, JSON.stringify(value).slice(1, -1)]);
  return [...new Set(all)].filter((value) => value !== '').sort((one, other) => other.length - one.length);
}
