import { expect, it } from 'vitest';
import type { Argument } from '../../../src/inspect/provenance/arguments.ts';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { markStated } from '../../../src/inspect/provenance/stated.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import { finish } from '../../../src/model/steps.ts';
import { type Memory, NO_MEMORY, type Sighted, type Step, type View } from '../../../src/model/view.ts';
import { callOf, mail, viewOf } from '../given.ts';

const IBAN = 'DE89370400440532013000';
const GROUPED = 'DE89 3704 0044 0532 0130 00';
const payee: Argument = { at: '/arguments/iban', text: IBAN, role: 'destination' };
const declared: ReadonlySet<string> = new Set(['server.pay']);

const stepOf = (call: string, tool: string, more: Partial<Step> = {}): Step => ({
  call,
  upstream: 'server',
  tool,
  powers: ['external'],
  failed: false,
  labels: [],
  ...more,
});
/** A session that read an invoice, of which a memory knows more. */
const sessionOf = (memory: Partial<Memory>, more: Partial<View> = {}): View =>
  viewOf(
    {},
    {
      memory: { ...NO_MEMORY, stating: (value) => (value === GROUPED ? [mail] : []), ...memory },
      recent: [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'other')],
      calls: 3,
      declared,
      ...more,
    },
  );

interface Told {
  readonly given?: Argument;
  readonly via?: Flow['via'];
  readonly sources?: readonly Sighted[];
}

function stated(view: View, { given = payee, via = 'entity', sources = [mail] }: Told = {}): boolean[] {
  const list = new FlowList(view, 'server');
  for (const source of sources) list.push({ at: given.at, ...(given.role ? { role: given.role } : {}) }, via, source);
  finish(markStated(list, view, callOf({}, { powers: ['write', 'external'] }, 'pay'), [given]));
  return list.flows.map(({ from }) => from.stated === true);
}

it('marks what a text states for a tool that the session was declared to need, in any grouping of an account', () => {
  expect(stated(sessionOf({}))).toEqual([true]);
  expect(stated(sessionOf({ stating: (value) => (value === IBAN ? [mail] : []) }))).toEqual([true]);
  const folder: Argument = { at: '/arguments/id', text: 'D-41', role: 'target' };
  expect(stated(sessionOf({ stating: () => [mail] }), { given: folder, via: 'overlap' })).toEqual([true]);
});

it('marks nothing for any other tool, nor of a role that commands or opens', () => {
  expect(stated(sessionOf({}, { declared: new Set(['server.other']) }))).toEqual([false]);
  const { declared: _, ...undeclared } = sessionOf({});
  expect(stated(undeclared)).toEqual([false]);
  for (const role of ['command', 'credential', 'content', undefined] as const)
    expect(stated(sessionOf({}), { given: { ...payee, role } })).toEqual([false]);
});

it('marks nothing where a text asks for something there, in whichever spelling', () => {
  for (const asked of [IBAN, GROUPED])
    expect(stated(sessionOf({ asksWith: (value) => (value === asked ? mail : undefined) }))).toEqual([false]);
});

it('marks nothing that a text holds in a disguise, that addresses the model, or that a server said beside its results', () => {
  expect(stated(sessionOf({ stating: () => [] }))).toEqual([false]);
  expect(stated(sessionOf({}), { via: 'decoded' })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [{ ...mail, labels: ['untrusted', 'instructed'] }] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [{ ...mail, said: 'log' }] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [mail, { ...mail, call: 'c-other', tool: 'fetch' }] })).toEqual([
    false,
    false,
  ]);
});

it('takes what only repeats what a tool was told for no statement, and for no doubt', () => {
  const echo: Sighted = { ...mail, call: 'c-paid', tool: 'pay', isEcho: true };
  expect(stated(sessionOf({ stating: () => [echo] }), { sources: [echo] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [mail, echo] })).toEqual([true, true]);
});

it('marks only the first value that a text gives a tool', () => {
  const paid = (value: string): Partial<Memory> => ({
    madeWith: (call) => (call === 'c-2' ? [value] : []),
    search: (sought) => (sought === value ? [mail] : []),
  });
  const recent = [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'pay')];
  expect(stated(sessionOf(paid('DE21700111106052884773'), { recent }))).toEqual([false]);
  // The same again, a word that any text has, what no text gave, and what another tool took.
  expect(stated(sessionOf(paid(IBAN), { recent }))).toEqual([true]);
  expect(stated(sessionOf(paid('new'), { recent }))).toEqual([true]);
  expect(stated(sessionOf({ ...paid('DE21700111106052884773'), search: () => [] }, { recent }))).toEqual([true]);
  expect(stated(sessionOf(paid('DE21700111106052884773')))).toEqual([true]);
});

it('marks no second value that says the first again beside it, or in another place of the same result', () => {
  const first = 'DE21700111106052884773';
  const paid: Partial<Memory> = {
    madeWith: (call) => (call === 'c-2' ? [first] : []),
    search: (sought) => (sought === first ? [{ ...mail, at: '/other' }] : []),
  };
  const recent = [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'pay')];
  const list = new FlowList(sessionOf(paid, { recent }), 'server');
  list.push({ at: payee.at, role: 'destination' }, 'entity', mail);
  const given: readonly Argument[] = [payee, { at: '/arguments/subject', text: first, role: 'content' }];
  finish(markStated(list, sessionOf(paid, { recent }), callOf({}, { powers: ['write', 'external'] }, 'pay'), given));
  expect(list.flows.map(({ from }) => from.stated === true)).toEqual([false]);
});

it('marks nothing where something is forgotten or was never known, or nobody knows what the tool took before', () => {
  expect(stated(sessionOf({ forgotten: 1 }))).toEqual([false]);
  expect(stated(sessionOf({}, { incomplete: true }))).toEqual([false]);
  expect(stated(sessionOf({}, { recent: [stepOf('c-mail', 'read'), stepOf('c-2', 'pay')] }))).toEqual([false]);
});

it('marks nothing of a text that was read before the calls that are still known', () => {
  expect(stated(sessionOf({}, { recent: [stepOf('c-2', 'other')] }))).toEqual([false]);
});

it('marks nothing where values were left out, since one of those may be no statement', () => {
  const view = sessionOf({});
  const list = new FlowList(view, 'server');
  const items = Array.from({ length: 201 }, (_, i) => ({ ...payee, at: `/arguments/to/${i}` }));
  const give = ({ at }: Argument): void => list.add({ at, role: 'destination' }, 'entity', [mail]);
  const marked = (): number => {
    finish(markStated(list, view, callOf({}, { powers: ['write', 'external'] }, 'pay'), items));
    return list.flows.filter(({ from }) => from.stated === true).length;
  };
  for (const item of items.slice(0, 200)) give(item);
  give(items[200] as Argument);
  expect(list.flows.some(({ to }) => to.at === '/arguments/to/200')).toBe(false);
  expect(marked()).toBe(0);
});
