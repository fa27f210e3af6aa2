import { aboutState } from '../../app/places/config-place.ts';
import { record } from '../../app/scribe.ts';
import { addToken, type KnownToken, listTokens, revokeToken } from '../../journal/state/token-store.ts';
import { messageOf } from '../../model/caught.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { tellConfig } from '../configuration.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { table } from '../printing/table.ts';
import { spanText, stampText, timeText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { changeState, loginName, openState, stateIfAny } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface TokenOptions {
  readonly agent?: string;
  readonly expires?: string;
  readonly config?: string;
  readonly state?: string;
  readonly json?: boolean;
  readonly guard?: Partial<GuardOptions>;
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]|_(?!_))*$/;

/** Creates a token and prints it, once. Giving access needs a person, as an approval does. */
export async function add(name: string, options: TokenOptions, screen: Screen): Promise<number> {
  if (!NAME.test(name) || name.length > 40)
    throw new UsageError(`"${plainLine(name, 60)}" is not a name: at most 40 letters, digits, "-" and single "_"`);
  const expires = options.expires === undefined ? undefined : screen.now() + lifetimeOf(options.expires);
  const known = await (options.agent === undefined ? configuredIfSound(options, screen) : configured(options, screen));
  if (options.agent !== undefined && known !== undefined) refuseStranger(options.agent, known);
  const state = openState(options.state);
  if (!mayDecide(screen, { clients: state.clients, ...options.guard }, 'no token was made')) return 1;
  if (listTokens(state.tokens).some((token) => token.name === name)) return refuseTaken(name, screen);
  const by = loginName();
  const whose = options.agent === undefined ? {} : { agent: options.agent };
  // Recorded first: nothing that gives access may exist without a trace.
  await record(state, [{ kind: 'token', name, on: true, ...whose, by }]);
  const until = expires === undefined ? {} : { expires };
  // Which configuration has its agent: others with this state directory have nothing to say of it.
  const agent = options.agent ?? known?.bound.get(name);
  const config = known === undefined || agent === undefined ? {} : { config: known.file };
  const secret = await addToken(state.tokens, { name, ...whose, ...config, by, at: screen.now(), ...until });
  if (secret === undefined) return refuseTaken(name, screen);
  screen.err(whoseText(name, agent, known));
  screen.err(`Token ${name}, shown this once; its client sends it as "Authorization: Bearer …":`);
  screen.out(secret);
  return 0;
}

/** Lists names and dates; the tokens themselves are not stored. */
export async function list(options: TokenOptions, screen: Screen): Promise<number> {
  const made = listTokens(stateIfAny(options.state).tokens);
  const bound = made.length === 0 ? undefined : (await configuredIfSound(options, screen))?.bound;
  const tokens = made.map((token) => {
    const agent = token.agent ?? bound?.get(token.name);
    return agent === undefined ? token : { ...token, agent };
  });
  if (options.json === true) {
    for (const { at, expires, ...token } of tokens) {
      const end = expires === undefined ? {} : { expires: stampText(expires) };
      screen.out(JSON.stringify({ ...token, at: stampText(at), ...end }));
    }
    return 0;
  }
  if (tokens.length === 0) {
    screen.out(
      `There is no token. sallyport token add NAME${aboutState(options.state)} makes one; those of http.tokens are not listed here.`,
    );
    return 0;
  }
  const { paint } = screen;
  const isOver = ({ expires }: KnownToken): boolean => expires !== undefined && expires <= screen.now();
  const columns = [
    { head: 'NAME', cell: (token: KnownToken) => token.name, paint: paint.bold },
    { head: 'AGENT', cell: (token: KnownToken) => token.agent ?? '' },
    { head: 'ADDED', cell: (token: KnownToken) => timeText(token.at) },
    { head: 'BY', cell: (token: KnownToken) => token.by },
    {
      head: 'EXPIRES',
      cell: (token: KnownToken) => {
        if (token.expires === undefined) return 'never';
        return isOver(token) ? 'expired' : `in ${spanText(token.expires - screen.now())}`;
      },
      paint: (text: string, token: KnownToken) => (isOver(token) ? paint.red(text) : text),
    },
  ];
  screen.out(table(screen, columns, tokens));
  return 0;
}

/** What the configuration says of those who call with tokens. */
interface Configured {
  readonly file: string;
  readonly agents: readonly string[];
  /** Which agent the client with a token is, by the token's name. */
  readonly bound: ReadonlyMap<string, string>;
}

/** Undefined where there is none. Throws where it cannot be used. */
async function configured(options: TokenOptions, screen: Screen): Promise<Configured | undefined> {
  const file = (await tellConfig(options, screen))?.file;
  if (file === undefined) return undefined;
  const { loadConfig } = await import('../../config/load.ts');
  const { agents } = (await loadConfig(file)).config;
  const bound = Object.entries(agents).flatMap(([name, { match }]): [string, string][] =>
    match.token === undefined ? [] : [[match.token, name]],
  );
  return { file, agents: Object.keys(agents), bound: new Map(bound) };
}

/** The same for what can do without: whoever lists tokens to revoke one is told of them all the same. */
async function configuredIfSound(options: TokenOptions, screen: Screen): Promise<Configured | undefined> {
  try {
    return await configured(options, screen);
  } catch (error) {
    screen.err(`sallyport: the agents of the configuration are not known: ${plain(messageOf(error))}`);
    return undefined;
  }
}

/** What the client with a new token will be called, and what it may call. */
function whoseText(name: string, agent: string | undefined, known: Configured | undefined): string {
  const called = `The record will call its client token:${name}`;
  if (agent !== undefined) return `${called}, agent ${plainLine(agent)}.`;
  if (known === undefined || known.agents.length === 0)
    return `${called}. It is no agent's: it may call all that is configured, and nothing once a configuration names agents.`;
  return `${called}. It is no agent's, so it opens nothing where agents are named, as in ${known.file}: revoke it and add it with --agent (${known.agents.join(', ')}), or write \`match: { token: ${name} }\` there.`;
}

/** Revokes a token. Like a freeze it needs no person, because it only takes access away. */
export async function revoke(name: string, options: TokenOptions, screen: Screen): Promise<number> {
  const state = changeState(options.state);
  const names = listTokens(state.tokens).map((token) => token.name);
  if (!revokeToken(state.tokens, name)) {
    screen.err(
      `sallyport: there is no token "${plainLine(name, 60)}"${didYouMean(name, names)}; \`sallyport token list\` shows them`,
    );
    return 1;
  }
  screen.out(`Token ${plainLine(name)} is revoked; servers that run refuse it within a second.`);
  await record(state, [{ kind: 'token', name, on: false, by: loginName() }]);
  return 0;
}

function refuseTaken(name: string, screen: Screen): number {
  screen.err(`sallyport: there is a token "${name}" already; revoke it first, or choose another name`);
  return 1;
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function lifetimeOf(text: string): number {
  const span = /^([1-9]\d{0,5})([mhd])$/.exec(text);
  if (span === null) throw new UsageError(`--expires ${plainLine(text, 60)} is not a time; write 12h, 30d or 90d`);
  return Number(span[1]) * UNITS[span[2] as keyof typeof UNITS];
}

/** A token for an agent that is not configured would be let in and granted nothing. */
function refuseStranger(agent: string, { file, agents }: Configured): void {
  if (agents.includes(agent)) return;
  const known = agents.length === 0 ? 'it names none' : `it names ${agents.join(', ')}`;
  throw new UsageError(`${file} has no agent "${plainLine(agent, 60)}"${didYouMean(agent, agents)}; ${known}`);
}
