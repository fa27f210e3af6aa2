import type { Doubt } from './evidence/doubt.ts';
import type { Severity } from './evidence/severity.ts';
import type { JsonPointer } from './json.ts';
import type { SaidIn } from './saying.ts';
import type { FieldLabels, Label, Role } from './tool.ts';

/** One thing seen, with its place. `kind` is dotted, from general to special: `secret.aws`, `sql.destructive`. */
export interface Finding {
  readonly kind: string;
  readonly severity: Severity;
  /** Where, relative to the params of the call or to the result. */
  readonly at: JsonPointer;
  /** One sentence for a person. Never holds the secret itself. */
  readonly message: string;
  /** Where in the string at `at` it stands, in UTF-16 units; absent when it is the whole. Redaction and tokens go here. */
  readonly span?: readonly [start: number, end: number];
  /** Whether it is in the name of a member rather than in its value. */
  readonly inKey?: boolean;
  /** It stands for this and for all like it in the texts that follow, which are too many to be told one by one. */
  readonly rest?: true;
  /** It was seen by its form, and holds what a server is given as a credential; of kind `secret.given` it always does. */
  readonly given?: true;
}

/** A value in the arguments that came from an earlier result. */
export interface Flow {
  /** `part`: where in the argument the value begins, in UTF-16 units; absent where it is the whole or its beginning. */
  readonly to: { readonly at: JsonPointer; readonly role?: Role; readonly part?: number };
  readonly from: {
    readonly call: string;
    readonly upstream: string;
    readonly tool: string;
    readonly at: JsonPointer;
    /** How many calls of the session ago, counted from 1. */
    readonly ago: number;
    /**
     * This source says no more about a value than an earlier text did: the session had given it to a tool before, or the call
     * carries other things that the source showed, so that it was read for those.
     */
    readonly echo?: true;
    /** The value was nowhere but in texts that nobody vouches for, and the call passes on or selects something by it. */
    readonly only?: true;
    /** At the place of the value the text asks for something to be done. */
    readonly asks?: true;
    /** The text only states the value, for the first such act of a tool that the session was declared to need. */
    readonly stated?: true;
    /** A person was shown the value among those of a list, and let all of them pass to this argument. */
    readonly listed?: true;
    /** Why it counts as prose though it was a value of a record. */
    readonly doubt?: Doubt;
    /** What its server said it in, where that was no result. Then `tool` names what it is about. */
    readonly said?: SaidIn;
  };
  readonly via: 'exact' | 'entity' | 'overlap' | 'decoded';
  /** Whether it was a value of its own there, or buried in prose. */
  readonly shape: 'field' | 'prose';
  readonly labels: readonly Label[];
}

/** What a call would carry of earlier results to one place outside. */
export interface Outflow {
  /** A domain, an address without one, or the server itself where no argument says where. */
  readonly to: string;
  readonly labels: readonly Label[];
  /** One for each value: a mark that tells values apart and is too short to reveal them, and its length in UTF-16 units. */
  readonly values: readonly (readonly [mark: number, size: number])[];
}

/** Our own failure. Evidence like any other: pack `floor` denies on it. */
export interface Fault {
  readonly inspector: string;
  readonly message: string;
}

/** That an inspector ran (or did not), and how long it took (law 10). */
export interface InspectorRun {
  readonly name: string;
  readonly version: number;
  /** Microseconds, in tens; 0 where it did not run. */
  readonly us: number;
  readonly ran: boolean;
  readonly mode: 'enforce' | 'audit';
}

export interface Evidence {
  readonly ran: readonly InspectorRun[];
  readonly findings: readonly Finding[];
  readonly flows: readonly Flow[];
  readonly labels: readonly Label[];
  readonly faults: readonly Fault[];
  /** What inspectors in `mode: audit` saw; recorded, never counted. */
  readonly audited: readonly Finding[];
  /** Absent from most calls: nothing that was read leaves with them. */
  readonly outflows?: readonly Outflow[];
  /** The labels of parts of a result that differ from those of the whole. */
  readonly fields?: FieldLabels;
}

/** What one inspector returns; what it leaves out it did not see. */
export interface Sighting {
  readonly findings?: readonly Finding[];
  readonly flows?: readonly Flow[];
  readonly labels?: readonly Label[];
  readonly outflows?: readonly Outflow[];
  readonly fields?: FieldLabels;
}

/** Shared by every clean call, so that nothing is allocated where nothing was seen. */
export const NOTHING_SEEN: Sighting = Object.freeze({});

/** What stands for the session itself, as the source of a value that it named first. A server may be called so, too. */
export const SESSION_ITSELF = 'session';

/** Whether a value came from no result: the session had named it before anything that it had read held it. */
export const isOwnWord = ({ call, upstream }: Pick<Flow['from'], 'call' | 'upstream'>): boolean =>
  call === '' && upstream === SESSION_ITSELF;
