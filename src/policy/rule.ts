import type { Origin } from '../model/call.ts';
import type { Door, Effect, Phase } from '../model/decision.ts';
import type { Label, Power } from '../model/tool.ts';

/** A rule as it is written, in packs and in servers.config.yaml alike. */
export interface RuleSource {
  readonly id: string;
  readonly on?: Phase | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly origin?: Origin | 'any' | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly powers?: readonly Power[] | undefined;
  readonly findings?: readonly string[] | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly when?: string | undefined;
  readonly effect?: Effect | undefined;
  readonly redact?: boolean | undefined;
  readonly door?: Door | undefined;
  readonly reason: string;
  readonly instead?: string | undefined;
  readonly mode?: 'enforce' | 'audit' | undefined;
}

export interface ExceptionSource {
  readonly rule: string;
  readonly when: string;
  readonly until: string;
  readonly by: string;
  readonly why: string;
}

export interface PurposeSource {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Only tools that can do no more than these. */
  readonly powers?: readonly Power[] | undefined;
  readonly data?: { readonly deny: readonly Label[] } | undefined;
}

/** A test of the policy, as it is written. */
export interface ExpectationSource {
  readonly call: Supposition;
  readonly expect: Effect;
  readonly rule?: string | undefined;
}

/** The call that a test or an example supposes. */
export interface Supposition {
  /** `server.tool` */
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>> | undefined;
  readonly agent?: string | undefined;
  readonly powers?: readonly Power[] | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly findings?: readonly string[] | undefined;
}

/** The part of the configuration that decides. */
export interface PolicySource {
  readonly servers: Readonly<Record<string, { readonly labels?: readonly Label[] | undefined }>>;
  readonly agents: Readonly<Record<string, { readonly purpose?: string | undefined }>>;
  readonly purposes: Readonly<Record<string, PurposeSource>>;
  /** Whose access tokens are taken, and what their scopes grant. */
  readonly http?: {
    readonly auth: { readonly issuers: readonly { readonly scopes: Readonly<Record<string, string>> }[] };
  };
  /** How clients name a session's purpose. */
  readonly session?: {
    readonly purpose: { readonly header?: string | undefined; readonly meta?: string | undefined };
  };
  readonly policy: {
    readonly packs: readonly string[];
    readonly rules: readonly RuleSource[];
    readonly off: readonly string[];
    readonly exceptions: readonly ExceptionSource[];
    readonly tests: readonly ExpectationSource[];
    readonly inspectors: Readonly<
      Record<string, { readonly mode: 'enforce' | 'audit'; readonly file?: string | undefined }>
    >;
  };
}

/** A rule with every default in its place, and where it came from. */
export interface Rule extends RuleSource {
  readonly pack: string;
  readonly on: Phase;
  readonly origin: Origin | 'any';
  readonly effect: Effect;
  readonly redact: boolean;
  readonly mode: 'enforce' | 'audit';
}

export function completeRule(source: RuleSource, pack: string, mode?: 'audit'): Rule {
  return {
    ...source,
    pack,
    on: source.on ?? 'call',
    origin: source.origin ?? 'downstream',
    effect: source.effect ?? 'allow',
    redact: source.redact ?? false,
    mode: mode ?? source.mode ?? 'enforce',
  };
}
