import type { Hold } from '../../model/approval.ts';
import { listLines } from '../../model/evidence/value-list.ts';
import type { ElicitationAnswer } from '../../model/gate.ts';
import { shortened } from '../../model/json/shortened.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { shownName } from '../../model/text/shown-name.ts';
import { onOneLine } from '../../model/text/unshown.ts';

/** The key of our own question among an upstream's: prefixed, so that it cannot collide. */
export const FORM_KEY = 'sallyport.approval';

/** What may be answered. The first is what a client offers by itself. */
const PLAIN = {
  description: 'allow_once runs exactly this call once; deny refuses it',
  enum: ['allow_once', 'deny'],
};
const LISTED = {
  description:
    'allow_once runs exactly this call once; allow_listed runs it, and asks no more in this session about the values listed; deny refuses it',
  enum: ['allow_once', 'allow_listed', 'deny'],
};

/** Clients show a form in a few lines; all of it is in the terminal. */
const MOST_SHOWN = 1_500;

/** The params of `elicitation/create` that put a hold to a person. `say` completes commands. No links, and no secret is asked for. */
export function approvalForm(hold: Hold, now: number, say: (text: string) => string): JsonObject {
  const minutes = Math.max(1, Math.round((hold.expires - now) / 60_000));
  return {
    mode: 'form',
    message: [
      `Sallyport: may ${hold.target.upstream}: ${shownName(hold.target.name) || hold.method} run?`,
      ...Array.from(new Set(hold.reasons), (reason) => `Why you are asked: ${onOneLine(reason)}`),
      // `say` is for words of ours.
      `With: ${onOneLine(shortened(hold.shown, MOST_SHOWN, hold.decisive))}`,
      `Allowing counts once, for exactly this call, within ${minutes} min.`,
      ...(hold.list === undefined
        ? []
        : [
            `allow_listed runs it too, and asks no more in this session, whatever else a call says, about these ${listLines(hold.list).join('\n')}`,
          ]),
      say(`Or in a terminal, with all of it: \`sallyport approve ${hold.id}\``),
    ].join('\n'),
    requestedSchema: {
      type: 'object',
      properties: {
        decision: {
          type: 'string',
          title: 'Decision',
          ...(hold.list === undefined ? PLAIN : LISTED),
        },
      },
      required: ['decision'],
    },
  };
}

/**
 * What a client's answer to the form means. Only the words that it offered count. Decline and cancel are not a person's no: headless
 * clients send both without asking anybody, so the hold goes on waiting for another door.
 */
export function readDecision(response: Json | undefined, took: number, hold: Pick<Hold, 'list'>): ElicitationAnswer {
  if (!isObject(response) || response.action !== 'accept' || !isObject(response.content))
    return { action: 'none', took };
  const { decision } = response.content;
  if (decision === 'allow_once') return { action: 'approve', took };
  if (decision === 'allow_listed' && hold.list !== undefined) return { action: 'approve', list: true, took };
  return { action: decision === 'deny' ? 'deny' : 'none', took };
}
