import { describe, expect, it } from 'vitest';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { markReferred } from '../../../src/inspect/provenance/referred.ts';
import { Value } from '../../../src/inspect/reading/place.ts';
import { finish } from '../../../src/model/steps.ts';
import type { Role } from '../../../src/model/tool.ts';
import { NO_MEMORY, type Referral, type Sighted, type View } from '../../../src/model/view.ts';
import { callOf, mail, viewOf } from '../given.ts';

const IBAN = 'DE89370400440532013000';
const payee = new Value('/arguments/payee/iban', IBAN, 'destination');
const refund = callOf({}, { powers: ['write', 'external'] }, 'refund_payment');
const order = callOf({}, { powers: ['write'] }, 'order_titles');

/** A session whose user pointed to a mail for whatever is asked for. */
function sessionOf(asked: Referral[] = [], more: Partial<View> = {}): View {
  const isReferred = (source: Pick<Sighted, 'call'>, what: Referral): boolean => {
    asked.push(what);
    return source.call === mail.call;
  };
  return viewOf({}, { memory: { ...NO_MEMORY, isReferred }, ...more });
}

function marked(
  view: View,
  given: Value,
  sources: readonly Sighted[],
  via: 'entity' | 'overlap' | 'decoded' = 'entity',
  call = refund,
): boolean[] {
  const list = new FlowList(view, 'server');
  for (const source of sources) list.push({ at: given.at, ...(given.role ? { role: given.role } : {}) }, via, source);
  const referred = finish(markReferred(list, view, call, [given]));
  expect(referred.has(given.text)).toBe(list.flows.every(({ from }) => from.stated));
  return list.flows.map(({ from }) => from.stated === true);
}

describe('a value for which the user sent the session to a text', () => {
  it('is marked, by the act, what it is and what it is called', () => {
    const asked: Referral[] = [];
    expect(marked(sessionOf(asked), payee, [mail])).toEqual([true]);
    expect(asked).toMatchObject([{ value: IBAN, kind: 'account', others: ['account'] }]);
    expect(asked[0]?.deed.acts).toEqual(new Set(['pay']));
    expect(asked[0]?.called).toEqual(expect.arrayContaining(['iban', 'account']));
  });

  it('is not where another text gave it as well, or it was said, decoded or labelled as an instruction', () => {
    const other = { ...mail, call: 'c-other', tool: 'fetch' };
    expect(marked(sessionOf(), payee, [mail, other])).toEqual([false, false]);
    expect(marked(sessionOf(), payee, [{ ...mail, said: 'log' }])).toEqual([false]);
    expect(marked(sessionOf(), payee, [mail], 'decoded')).toEqual([false]);
    expect(marked(sessionOf(), payee, [{ ...mail, labels: ['untrusted', 'instructed'] }])).toEqual([false]);
    expect(marked(sessionOf([], { incomplete: true }), payee, [mail])).toEqual([false]);
  });

  it.each<Role>(['command', 'credential', 'plumbing'])('is never of the role %s', (role) => {
    expect(marked(sessionOf(), new Value(payee.at, IBAN, role), [mail])).toEqual([false]);
  });

  it('may be called what its tool is about, where it picks out one of those', () => {
    const asked: Referral[] = [];
    marked(sessionOf(asked), new Value('/arguments/id', 'D-41', 'target'), [mail], 'overlap', order);
    expect(asked[0]).toMatchObject({ value: 'D-41', kind: undefined });
    expect(asked[0]?.called).toEqual(['titl']);
  });
});
