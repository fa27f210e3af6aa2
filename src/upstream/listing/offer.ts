import type { Call } from '../../model/call.ts';
import type { Result } from '../../model/result.ts';
import { failure } from '../failure.ts';
import type { Tools } from './tools.ts';

/**
 * Why a call may not be sent to this process of a server; undefined where its tool is what the call was judged by. `shown`:
 * what was offered to all then; `own`: what this process offers, undefined where that cannot be had; `trouble`: why it cannot;
 * `lacks`: what the client that it was shown for can do and this one cannot.
 */
export function changeOf(
  { method, target, tool }: Pick<Call, 'method' | 'target' | 'tool'>,
  shown: Tools | undefined,
  own: Tools | undefined,
  trouble?: string,
  lacks: readonly string[] = [],
): Result | undefined {
  if (method !== 'tools/call') return undefined;
  const { upstream, name } = target;
  // What was not known was judged as that.
  const judged = tool.definition === '' ? shown?.hashOf(name) : tool.definition;
  if (judged === undefined) return undefined;
  if (own === undefined) {
    const why = trouble === undefined ? '' : ` (${trouble})`;
    const what = `${upstream} cannot be asked what it offers this session${why}, so that nobody knows what ${name} is now`;
    return failure('unreachable', `${what}; it was not called`, false);
  }
  if (isAsJudged(own, shown, name, judged)) return undefined;
  const now = own.hashOf(name);
  // Nothing is known of a change, and calling again would not help.
  if (now === undefined && lacks.length > 0) {
    const known = `${upstream} does not offer ${name} to this session, whose client does not declare ${lacks.join(' or ')}`;
    return failure('refused', `${known}; it was not called. It is shown for clients that do`, false);
  }
  const what =
    now === undefined
      ? `${upstream} does not offer ${name} to this session now: it was started anew, or has changed`
      : `${upstream} describes ${name} otherwise now than when this call was judged: it was started anew, or has changed`;
  return failure('refused', `${what}; it was not called. Call it again: it is judged by what it is now`, false);
}

/**
 * Whether what is offered under a name is what a call was judged by. Of what all are shown that may be another than the first
 * of this name: which one was shown was chosen from this very list.
 */
export const isAsJudged = (own: Tools, shown: Tools | undefined, name: string, judged: string): boolean =>
  own === shown ? own.has(name, judged) : own.hashOf(name) === judged;

/** The capabilities that one client declares, as JSON text, and another does not. */
export function lackOf(declared: string | undefined, other: string | undefined): string[] {
  const own = capabilitiesIn(declared);
  return capabilitiesIn(other).filter((name) => !own.includes(name));
}

const capabilitiesIn = (declared: string | undefined): string[] =>
  declared === undefined ? [] : Object.keys(JSON.parse(declared));
