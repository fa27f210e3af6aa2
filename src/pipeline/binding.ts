import type { Call } from '../model/call.ts';
import type { Decision } from '../model/decision.ts';
import { canonicalText, sha256 } from '../model/json/canonical.ts';
import { dropMembers } from '../model/json/members.ts';
import { mayBeRead } from '../model/protocol/meta-keys.ts';
import { members } from '../model/text/scan.ts';

/** What all rounds of one call have in common: its digest, under this definition of the tool and this policy. */
export function roundsBinding(call: Call, decision: Decision): string {
  const meta = metaRead(call);
  const more = meta === '' ? '' : `\n${canonicalText(meta)}`;
  return sha256(`${call.digest}\n${call.tool.definition}\n${decision.policy}${more}`);
}

/** The JSON text of what a server may read of `_meta`; '' where that is nothing. */
export function metaRead({ text }: Call): string {
  const meta = memberText(text, '_meta');
  const read = meta === '' ? '' : dropMembers(meta, (key) => !mayBeRead(key));
  return /^\{\s*\}$/.test(read) ? '' : read;
}

/**
 * What an approval is bound to: this very round of the call, with the answers it brings to its server's questions, under
 * this definition of the tool and this policy. Any change asks again.
 */
export function bindingOf(call: Call, decision: Decision): string {
  const carried = carriedBy(call);
  return carried.trim() === '' ? roundsBinding(call, decision) : sha256(`${roundsBinding(call, decision)}\n${carried}`);
}

const carriedBy = ({ text }: Call): string => CARRIED.map((name) => memberText(text, name)).join('\n');

/** Whether a session's client has made the same call again: no resumed round of it, and none of another client's. Keeps none of its text. */
export function sameRoundAs(one: Call): (other: Call) => boolean {
  const { digest, session, principal } = one;
  const carried = sha256(carriedBy(one));
  return (other) =>
    digest === other.digest &&
    session.key === other.session.key &&
    principal.id === other.principal.id &&
    carried === sha256(carriedBy(other));
}

/** What a round brings besides the arguments: the server's own state, and answers to its questions. */
export const CARRIED = ['requestState', 'inputResponses'] as const;

/** The JSON text of a member of the params; '' where there is none. */
export function memberText(text: string, name: string): string {
  const span = text.includes(name) || text.includes('\\u') ? members(text)?.get(name) : undefined;
  return span === undefined ? '' : text.slice(span.start, span.end);
}
