import type { Certainty } from './find.ts';
import type { Program } from './program.ts';

/** Why a program is taken for an MCP server, by nothing but what it is called. */
export interface Speaking {
  readonly certainty: Certainty;
  readonly reason: string;
}

/** Programs with `mcp` in their names that are clients, tools or libraries. */
const NO_SERVER =
  /(?:^|[-_/])(?:inspector|client|cli|sdk|scan|types|conformance|config|schema|install(?:er)?)(?:$|[-_])|^mcp(?:orter|-get)$/;
const MAKES_ONE = /(?:^|[/])create-/;
/** Says more than any other word of the name. */
const NAMED_SERVER = /mcp[-_]?server|server[-_]mcp/i;
/** What takes any word as something to look for, or to act on. */
const TAKES_ANY =
  /^(?:rg|[ef]?grep|ag|ack|find|fd|ls|cd|cat|less|man|which|mkdir|vim?|nano|emacs|git|gh|pip3?|brew|apt|npm|pnpm|yarn|cargo|make)$/;
/** Subcommands by which a program of another kind is an MCP server. */
const SERVES = /^(?:serve|server|start|run|gateway|stdio|http)$/;

export function speaksMcp({ kind, name, args }: Program): Speaking | undefined {
  if (/^@modelcontextprotocol\/server-/.test(name)) {
    return { certainty: 'certain', reason: `${name} is a reference server` };
  }
  if (kind === 'image' && /^(?:docker\.io\/)?mcp\/[^/]+$/.test(name)) {
    return { certainty: 'certain', reason: `${name} is of the catalog of MCP images` };
  }
  if (kind === 'script') return ofScript(name);
  if (isCalledServer(name) && !manages(name, args)) {
    return { certainty: 'likely', reason: `${name} is called a server of MCP` };
  }
  return ofArguments(name, args);
}

const isCalledServer = (name: string): boolean =>
  !MAKES_ONE.test(name) && (NAMED_SERVER.test(name) || ((hasWord(name) || endsInWord(name)) && !NO_SERVER.test(name)));

/** `motionmcp`; XDMCP is a protocol of another age. */
const endsInWord = (name: string): boolean => /[a-z]{3}mcp$/i.test(name) && !/xdmcp$/i.test(name);

const hasWord = (text: string): boolean => /(?:^|[-_./:@])(?:fast)?mcp(?:$|[-_./:@])/i.test(text);

/** `mcp add`, `fastmcp install`: the programs of the SDKs do other things too. */
const manages = (name: string, args: readonly string[]): boolean =>
  /^(?:fast)?mcp$/i.test(name) && !SERVES.test(args[0] ?? '');

/** Of a script's path the last steps count: a whole home may be called `mcp`. */
function ofScript(file: string): Speaking | undefined {
  const steps = file.split(/[\\/]/).slice(-4);
  const named = steps.find((step) => hasWord(step.replace(/\.[cm]?[jt]s$|\.py$/, '')));
  if (named === undefined || NO_SERVER.test(named)) return undefined;
  return { certainty: 'possible', reason: `${named} in its path speaks of MCP` };
}

function ofArguments(name: string, args: readonly string[]): Speaking | undefined {
  const [first = '', second = ''] = args;
  if (TAKES_ANY.test(name)) return undefined;
  const isServer =
    /^(?:start-)?mcp[-_]?(?:server|stdio|http|serve)$/.test(first) ||
    args.some((arg) => /^--mcp(?:-server|-stdio)?$/.test(arg)) ||
    (first === 'mcp' && (second === '' || second.startsWith('-') || SERVES.test(second)));
  if (!isServer) return undefined;
  return { certainty: 'likely', reason: `${name} is started as a server of MCP` };
}
