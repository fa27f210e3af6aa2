import { NOTIFY } from '../../app/trust-desk.ts';
import type { Loaded } from '../../config/load.ts';
import type { Trusted } from '../../journal/state/trust.ts';
import { countOf } from '../../model/count.ts';
import { mayNameSecret } from '../../model/words/secret-name.ts';
import type { Screen } from '../screen.ts';
import { risksOf } from './launch-risk.ts';
import { plain, plainLine } from './plain.ts';

/** What a person is asked to trust. */
export type Candidate = Pick<Trusted, 'what' | 'name' | 'hash'> & {
  readonly shown: string;
  /** For an inspector, its code, which is what is trusted; for a configuration, what is in it. */
  readonly text?: string;
};

/** How many lines are read on a screen before a yes; longer code is read in an editor. */
const MOST_LINES = 200;

/** The exact command with its variables; or the address. */
export function commandLine({ config }: Pick<Loaded, 'config'>, name: string): string {
  if (name === NOTIFY) return (config.approvals.notify ?? []).map(word).join(' ');
  const server = config.servers[name];
  if (server === undefined) return '';
  if (server.command === undefined) return server.url ?? '';
  // All of it is trusted, so all of it is shown, except values whose names mark them as secret.
  const variables = Object.entries(server.env).map(([name, value]) =>
    mayNameSecret(name) && !/^\$\{[^}]*\}$/.test(value) ? name : `${name}=${word(value)}`,
  );
  const line = [server.command, ...server.args].map(word).join(' ');
  const folder = server.cwd === undefined ? '' : `\n  in ${server.cwd}`;
  return line + folder + (variables.length === 0 ? '' : `\n  with ${variables.join(', ')} set`);
}

const word = (text: string): string => (/^[\w@%+=:,./\\~${}-]+$/.test(text) ? text : JSON.stringify(text));

/**
 * What a configuration says, in a few lines: a path alone is nothing that a person could agree to. Its servers stand here
 * too, since those that were trusted elsewhere are not asked about again.
 */
export function configurationText(loaded: Pick<Loaded, 'config'>): string {
  const { servers, agents, purposes, policy } = loaded.config;
  const names = Object.keys(servers);
  const callers = Object.keys(agents);
  const list = (head: string, all: readonly string[]): string[] =>
    all.length === 0 ? [] : [`${head}: ${all.map(inLine).join(', ')}`];
  const own = [
    ...(policy.rules.length === 0 ? [] : [countOf(policy.rules.length, 'rule')]),
    ...(policy.exceptions.length === 0 ? [] : [countOf(policy.exceptions.length, 'exception')]),
  ];
  const audited = Object.entries(policy.inspectors).flatMap(([name, { mode }]) => (mode === 'audit' ? [name] : []));
  return [
    ...(names.length === 0 ? ['servers: none'] : names.map((name) => `server ${name}: ${oneLine(loaded, name)}`)),
    ...(loaded.config.approvals.notify === undefined ? [] : [`told of held calls: ${oneLine(loaded, NOTIFY)}`]),
    callers.length === 0 ? 'agents: none, so every client may call every server' : `agents: ${callers.join(', ')}`,
    ...list('purposes', Object.keys(purposes)),
    `policy: ${policy.packs.join(', ') || 'no pack but the floor'}${own.length === 0 ? '' : `, with ${own.join(' and ')} of its own`}`,
    ...list('rules turned off', policy.off),
    ...list('inspectors that only record', audited),
  ].join('\n');
}

const oneLine = (loaded: Pick<Loaded, 'config'>, name: string): string => inLine(commandLine(loaded, name));

/** What stands in a configuration must not look like another line of what is shown of it. */
const inLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** All of the code, so that the person agrees to what they could read. */
function codeLines(text: string, file: string): string[] {
  const lines = text.trimEnd().split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => `  | ${plain(line)}`);
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `  … ${countOf(left, 'more line')}: read them in ${plain(file)} first.`];
}

/** What is asked about, as it is shown before the question. */
export function candidateText({ what, name, shown, text = '' }: Candidate, { paint }: Pick<Screen, 'paint'>): string {
  if (what === 'inspector') {
    const head = `Inspector ${paint.bold(plainLine(name))}: ${plain(shown)}, code that runs in Sallyport's own process`;
    return [head, ...codeLines(text, shown)].join('\n');
  }
  if (what === 'configuration') {
    const head = `Configuration ${paint.bold(plain(shown))}`;
    return [head, ...text.split('\n').map((line) => `  ${plain(line)}`)].join('\n');
  }
  const risks = risksOf(shown.split('\n', 1)[0] ?? '').map((risk) => paint.yellow(`  ! ${risk}`));
  const kind = name === NOTIFY ? 'Command' : 'Server';
  return [`${kind} ${paint.bold(plainLine(name))}`, `  ${plain(shown)}`, ...risks].join('\n');
}
