import type { Config } from '../../config/schema.ts';
import { loosened } from '../../policy/loosened.ts';
import { looserLock } from '../locking/accepted.ts';
import type { Settings } from '../settings.ts';
import type { Equipped } from '../workshop.ts';
import { looserAgents } from './looser-agents.ts';

/** The changes between two configurations, for people and for the record; one sentence each. */
export interface Changes {
  /** Those that take effect with the next call. */
  readonly now: readonly string[];
  /** Those of keys that are read once, at the start. */
  readonly restart: readonly string[];
}

/** Read once, at the start: a change would take the session, the record or the address away from clients. */
const AT_START: readonly string[] = [
  'names',
  'session',
  'record',
  'http.host',
  'http.port',
  'http.path',
  'limits.message',
  'limits.result',
  'limits.sessions',
];

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

export function changesOf(before: Config, after: Config): Changes {
  const now = serverChanges(before.servers, after.servers);
  const restart: string[] = [];
  const say = (key: string): void => void (AT_START.includes(key) ? restart : now).push(`${key} changed`);
  for (const key of ['agents', 'purposes', 'policy', 'approvals', 'floor', 'names', 'session', 'record'] as const) {
    if (textOf(before[key]) !== textOf(after[key])) say(key);
  }
  for (const group of ['http', 'limits'] as const) {
    const [old, next] = [Object.entries(before[group]), new Map(Object.entries(after[group]))];
    for (const [key, value] of old) if (textOf(value) !== textOf(next.get(key))) say(`${group}.${key}`);
  }
  return { now, restart };
}

function serverChanges(before: Config['servers'], after: Config['servers']): string[] {
  const said: string[] = [];
  for (const [name, server] of Object.entries(after)) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (old === undefined) said.push(`server "${name}" is new`);
    else if (textOf(old) !== textOf(server)) said.push(`server "${name}" changed`);
  }
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) said.push(`server "${name}" is gone`);
  return said;
}

/** Changes of the code of the user's own inspectors, which the configuration only names. */
export function inspectorChanges(before: Pick<Equipped, 'inspectors'>, after: Pick<Equipped, 'inspectors'>): string[] {
  return after.inspectors.flatMap(({ source: { name, hash }, isWaiting }) => {
    const old = before.inspectors.find(({ source }) => source.name === name);
    if (old === undefined) return [];
    if (old.source.hash !== hash) return [`inspector "${name}" runs other code`];
    return old.isWaiting && !isWaiting ? [`inspector "${name}" was looked at, and runs`] : [];
  });
}

/** What decides how much passes. */
type Passing = Pick<Settings, 'policy' | 'config' | 'sources' | 'lock'>;

/** What the new settings let pass that the old ones may have stopped, by the policy and by other keys. */
export function looserThan(before: Passing, after: Passing): string[] {
  const seen = after.sources.flatMap(({ name, hash }) => {
    const isOther = before.sources.some((old) => old.name === name && old.hash !== hash);
    return isOther ? [`inspector "${name}" runs other code, which may see less`] : [];
  });
  return [
    ...loosened(before.policy, after.policy),
    ...looserBeside(before.config, after.config),
    ...seen,
    ...looserLock(before.lock, after.lock),
  ];
}

function looserBeside(before: Config, after: Config): string[] {
  const said: string[] = [];
  if (before.floor.loosening === 'ask' && after.floor.loosening !== 'ask') {
    said.push('what lets more pass no longer waits for a person (floor.loosening)');
  }
  said.push(...looserAgents(before, after));
  for (const [name, { tools, isolation, auth }] of Object.entries(after.servers)) {
    const old = Object.hasOwn(before.servers, name) ? before.servers[name] : undefined;
    if (old === undefined) continue;
    // Fewer powers or other roles keep rules from matching. Which it is depends on the tool's definition: any change may.
    if (textOf(tools) !== textOf(old.tools)) said.push(`tools of server "${name}" are known otherwise`);
    const reach = (auth?.oauth.allowPrivate ?? []).filter(
      (host) => old.auth?.oauth.allowPrivate.includes(host) !== true,
    );
    if (reach.length > 0) said.push(`signing in to server "${name}" may reach ${reach.join(', ')} (allowPrivate)`);
    const pin = old.auth?.oauth.issuer;
    if (auth !== undefined && pin !== undefined && auth.oauth.issuer !== pin) {
      said.push(`server "${name}" may be signed in to elsewhere than at ${pin} (auth.oauth.issuer)`);
    }
    if (isolation === 'shared' && old.isolation !== 'shared') said.push(`sessions share server "${name}"`);
  }
  if (after.approvals.expire > before.approvals.expire) said.push('approvals last longer (approvals.expire)');
  for (const name of Object.keys(after.http.tokens)) {
    if (!Object.hasOwn(before.http.tokens, name)) said.push(`token "${name}" is new`);
  }
  said.push(...looserIssuers(before.http.auth, after.http.auth));
  for (const key of ['hosts', 'origins'] as const) {
    const more = after.http[key].filter((name) => !before.http[key].includes(name));
    if (more.length > 0) said.push(`http.${key} has more: ${more.join(', ')}`);
  }
  return said;
}

/** Only an issuer knows whether a change lets in more tokens or grants them more, so any change is reported. */
function looserIssuers(before: Config['http']['auth'], after: Config['http']['auth']): string[] {
  const said: string[] = [];
  for (const issuer of after.issuers) {
    const old = before.issuers.find((one) => one.issuer === issuer.issuer);
    if (old === undefined) said.push(`access tokens of ${issuer.issuer} are taken`);
    else if (textOf(old) !== textOf(issuer)) said.push(`access tokens of ${issuer.issuer} are judged otherwise`);
  }
  if (before.resource !== after.resource && after.issuers.some(({ audience }) => audience === undefined)) {
    said.push(`access tokens for ${after.resource ?? 'nobody'} are taken (http.auth.resource)`);
  }
  return said;
}
