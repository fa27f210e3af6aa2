import type { Call } from '../../model/call.ts';
import type { Result } from '../../model/result.ts';
import { failure } from '../failure.ts';
import type { Tools } from './tools.ts';

/**
 * Why a call may not be sent to this process of a server; undefined where its tool is what the call was judged by. `shown`:
 * what was offered to all then; `own`: what this process offers, undefined where that cannot be had; `trouble`: why it cannot.
 */
export function changeOf(
  { method, target, tool }: Pick<Call, 'method' | 'target' | 'tool'>,
  shown: Tools | undefined,
  own: Tools | undefined,
  trouble?: string,
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
  const now = own.hashOf(name);
  if (now === judged) return undefined;
  const what =
    now === undefined
      ? `${upstream} does not offer ${name} to this session now: it was started anew, or has changed`
      : `${upstream} describes ${name} otherwise now than when this call was judged: it was started anew, or has changed`;
  return failure('refused', `${what}; it was not called. Call it again: it is judged by what it is now`, false);
}
