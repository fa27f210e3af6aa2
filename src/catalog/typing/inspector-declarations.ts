import { SEVERITIES } from '../../model/evidence/severity.ts';
import { POWERS, ROLES } from '../../model/tool.ts';

const union = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' | ');

/** What is the same for every set of tools: what an inspector is told and answers, and what a policy test supposes. */
export const INSPECTOR_DECLARATIONS = `export type ToolName = keyof Tools;

/** A result as a tool gives it. Where it failed there may be no \`structuredContent\`. */
export interface ToolResult<Structured = undefined> {
  content: { type: string; text?: string; [key: string]: unknown }[];
  structuredContent?: Structured;
  isError?: boolean;
  _meta?: Record<string, unknown>;
  [key: string]: unknown;
}

export type Power = ${union(POWERS)};
export type Role = ${union(ROLES)};
export type Severity = ${union(SEVERITIES)};
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface AnyCall {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly session: { readonly key: string; readonly source: string };
  readonly principal: {
    readonly id: string;
    readonly agent?: string;
    readonly purpose?: string;
    readonly purposes?: readonly string[];
    readonly clientId?: string;
    readonly actors?: readonly string[];
    /** What the client says of itself; it proves nothing. */
    readonly subagent?: string;
    readonly client?: { readonly name: string; readonly version: string };
    readonly human: 'elicitation' | 'out-of-band';
  };
  readonly origin: 'downstream' | 'upstream' | 'ours';
  readonly target: { readonly upstream: string; readonly name: string };
  /** What is known of the tool before any call. */
  readonly tool: {
    readonly powers: readonly Power[];
    readonly roles: Readonly<Record<string, Role>>;
    readonly labels: readonly string[];
  };
  /** Places of findings are relative to this: \`/arguments/to\`. */
  readonly params: { readonly [key: string]: Json };
}

/** A call of a locked tool. Arguments are as its schema says; an agent may send others, which inspector \`schema\` sees. */
export type ToolCall<Name extends ToolName = ToolName> = {
  [Each in Name]: AnyCall & { readonly method: 'tools/call'; readonly name: Each; readonly args: Tools[Each]['args'] };
}[Name];

/** Everything else on its way: resources, prompts, definitions in lists, progress, questions; and tools that are not locked. */
export type OtherCall = AnyCall & {
  readonly method: string;
  readonly name?: undefined;
  readonly args: { readonly [key: string]: Json };
};

/** \`call.name === 'server.tool'\` says which. */
export type Call = ToolCall | OtherCall;

export interface Result {
  readonly kind: 'complete' | 'input_required' | 'error' | 'failed';
  /** Whether the tool, the protocol or the way to it reported a failure. */
  readonly failed: boolean;
  /** Places of findings are relative to this: \`/content/0/text\`. Of a tool: \`Tools['server.tool']['result']\`. */
  readonly body: Json;
}

/** One settled call of the session. */
export interface Step {
  readonly call: string;
  readonly upstream: string;
  readonly tool: string;
  readonly powers: readonly Power[];
  readonly failed: boolean;
  readonly labels: readonly string[];
}

/** What is known around a call. */
export interface View {
  readonly labels: readonly string[];
  /** The last settled calls, oldest first. */
  readonly recent: readonly Step[];
  readonly calls: number;
  readonly incomplete: boolean;
  readonly declared?: readonly string[];
  readonly purposes?: readonly string[];
  readonly frozen?: string;
}

export interface Finding {
  kind: \`custom.\${string}\`;
  severity: Severity;
  /** A JSON pointer. */
  at: string;
  /** One sentence for a person. Never the secret itself. */
  message: string;
  /** Where in the text at \`at\`, in UTF-16 units. */
  span?: readonly [start: number, end: number];
  /** Whether it stands in the name of a member. */
  inKey?: boolean;
}

export interface Sighting {
  findings?: readonly Finding[];
  labels?: readonly string[];
}

/** The default export of a file that \`policy.inspectors\` names. */
export interface Inspector {
  /** Raised whenever it sees something else than before. */
  version: number;
  onCall?(call: Call, view: View): Sighting | Promise<Sighting>;
  onResult?(call: Call, result: Result, view: View): Sighting | Promise<Sighting>;
}

/** One entry of \`policy.tests\`. */
export type PolicyTest = {
  [Name in ToolName]: {
    call: {
      tool: Name;
      args: Tools[Name]['args'];
      agent?: string;
      powers?: readonly Power[];
      labels?: readonly string[];
      findings?: readonly string[];
    };
    expect: 'allow' | 'ask' | 'deny';
    rule?: string;
  };
}[ToolName];
`;
