import type { Complaint, Locate, Path } from '../model/complaint.ts';
import { NO_CONSOLE } from '../model/decision.ts';
import { didYouMean } from '../model/words/nearest.ts';
import { overlap, refusePattern } from './pattern.ts';
import { READ_ONLY } from './purposes.ts';
import { PLACEHOLDERS } from './reason.ts';
import type { PolicySource, Rule } from './rule.ts';

/** Collects complaints, each with its place where the text is at hand. */
export interface Complaints {
  readonly all: Complaint[];
  add(path: Path, what: string, instead?: string, offset?: number): void;
}

export function collect(locate: Locate | undefined): Complaints {
  const all: Complaint[] = [];
  return {
    all,
    add(path, what, instead, offset) {
      // Packs are not in the user's file; their path says which rule is meant.
      const place = path[0] === 'packs' ? undefined : locate?.(path, offset === undefined ? {} : { offset });
      all.push({ path, what, instead, place });
    },
  };
}

const familyOf = (kind: string): string => kind.replace(/\.[^.]*$/, '.*');

/** Complains of what can never match here, and of what no rule may do. */
export function refuseRule(
  rule: Rule,
  path: Path,
  { servers, agents }: Pick<PolicySource, 'servers' | 'agents'>,
  kinds: readonly string[],
  { add }: Complaints,
): void {
  refusePatterns(rule.tools, [...path, 'tools'], Object.keys(servers), add);
  const named = Object.keys(agents);
  for (const [index, agent] of (rule.agents ?? []).entries()) {
    if (!named.includes(agent)) {
      add(
        [...path, 'agents', index],
        `there is no agent "${agent}"${didYouMean(agent, named)}`,
        listed('agents', named),
      );
    }
  }
  for (const [index, kind] of (rule.findings ?? []).entries()) {
    if (kinds.some((known) => overlap(known, kind))) continue;
    const hint = didYouMean(kind, kind.endsWith('.*') ? kinds.map(familyOf) : kinds);
    add([...path, 'findings', index], `no inspector makes findings "${kind}"${hint}`, `Kinds: ${kinds.join(', ')}.`);
  }
  if (rule.on === 'result' && rule.effect === 'ask') {
    add(
      [...path, 'effect'],
      'a result cannot be asked about: the call is done',
      'Write deny (withhold it), or redact.',
    );
  }
  if (rule.redact && rule.on === 'call') {
    add([...path, 'redact'], 'arguments are never rewritten', 'Redact with `on: result`, or deny the call.');
  }
  if (rule.redact && rule.findings === undefined) {
    add([...path, 'redact'], 'says nothing to redact', 'Name the kinds in `findings`.');
  }
  for (const match of rule.reason.matchAll(/\{\{([^}]*)\}\}/g)) {
    if ((PLACEHOLDERS as readonly string[]).includes(match[1] ?? '')) continue;
    const instead = `Placeholders: ${PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ')}.`;
    add([...path, 'reason'], `"${match[0]}" is no placeholder`, instead, match.index);
  }
}

/** The methods of the protocol that are judged. Extensions have others, so a rule about one not listed is odd, not wrong. */
const METHODS: readonly string[] = [
  'tools/call',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'subscriptions/listen',
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
  'tasks/*',
  'notifications/*',
  'initialize',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
];

/** Warns of what is odd in a rule and may still match. */
export function warnOfRule({ id, methods, door }: Rule, path: Path, { add }: Complaints): void {
  if (door === 'console')
    add([...path, 'door'], `nobody can approve what "${id}" holds: it wants ${NO_CONSOLE}`, 'Write `door: terminal`.');
  for (const [index, method] of (methods ?? []).entries()) {
    if (METHODS.some((known) => overlap(known, method))) continue;
    add([...path, 'methods', index], `the protocol has no method "${method}"${didYouMean(method, METHODS)}`);
  }
}

/** Agents and purposes: what they name must exist. */
export function refuseGrants({ servers, agents, purposes }: PolicySource, { add }: Complaints): void {
  const known = [...Object.keys(purposes), READ_ONLY];
  if (Object.hasOwn(purposes, READ_ONLY))
    add(
      ['purposes', READ_ONLY],
      `"${READ_ONLY}" is there already: whatever does nothing but read`,
      'Give yours another name.',
    );
  for (const [agent, { purpose }] of Object.entries(agents)) {
    if (purpose !== undefined && !known.includes(purpose)) {
      const hint = didYouMean(purpose, known);
      add(['agents', agent, 'purpose'], `there is no purpose "${purpose}"${hint}`, listed('purposes', known));
    }
  }
  for (const [purpose, { allow, deny }] of Object.entries(purposes)) {
    refusePatterns(allow, ['purposes', purpose, 'allow'], Object.keys(servers), add);
    refusePatterns(deny, ['purposes', purpose, 'deny'], Object.keys(servers), add);
  }
}

function refusePatterns(
  patterns: readonly string[] | undefined,
  path: Path,
  servers: readonly string[],
  add: Complaints['add'],
): void {
  for (const [index, pattern] of (patterns ?? []).entries()) {
    const refused = refusePattern(pattern, servers);
    if (refused !== undefined) add([...path, index], refused.what, refused.instead);
  }
}

const listed = (what: string, names: readonly string[]): string =>
  names.length === 0 ? `No ${what} are configured.` : `Configured: ${names.join(', ')}.`;
