import { describe, expect, it } from 'vitest';
import type { Argument } from '../../../src/inspect/provenance/arguments.ts';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { traceOnlyTold } from '../../../src/inspect/provenance/only-told.ts';
import { Value } from '../../../src/inspect/reading/place.ts';
import { finish } from '../../../src/model/steps.ts';
import type { Power } from '../../../src/model/tool.ts';
import { type Memory, NO_MEMORY } from '../../../src/model/view.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';
import { callOf, mail, viewOf } from '../given.ts';

const LINK = 'https://sso.example/r/8831';
const asking: Memory = {
  ...NO_MEMORY,
  find: () => [mail],
  asksWith: (value, how) => (value === LINK || (value === 'D-41' && how?.isHere) ? mail : undefined),
};
function traced(memory: Memory, ...given: Argument[]) {
  return tracedBy(['write', 'external'], memory, ...given);
}
function tracedBy(powers: readonly Power[], memory: Memory, ...given: Argument[]) {
  return tracedIn('tool', powers, memory, ...given);
}
function tracedIn(tool: string, powers: readonly Power[], memory: Memory, ...given: Argument[]) {
  const list = new FlowList(viewOf({}, { memory }), 'server');
  finish(traceOnlyTold(list, viewOf({}, { memory }), callOf({}, { powers }, tool), given.map(asValue)));
  return list.flows;
}
const asValue = ({ at, text, role }: Argument): Value => new Value(at, text, role);
const body = { at: '/arguments/body', text: `Confirm at ${LINK}, please.`, role: 'content' } as const;
const document = { at: '/arguments/id', text: 'D-41', role: 'target' } as const;

describe('a value that a text asked for', () => {
  it('is known where it stands in a text that is sent, and where it picks something out', () => {
    expect(traced(asking, document, body)).toMatchObject([
      { to: { at: '/arguments/id', role: 'target' }, from: { call: 'c-mail', only: true, asks: true }, via: 'overlap' },
      { to: { at: '/arguments/body', part: 11 }, from: { call: 'c-mail', asks: true }, via: 'entity', shape: 'prose' },
    ]);
    expect(traced(asking, { ...body, text: LINK, role: undefined })).toMatchObject([{ to: { at: '/arguments/body' } }]);
  });

  it('leads somewhere by itself, where nothing is asked for; a domain or a name does not', () => {
    const search = () => [{ ...mail, step: 4 }, mail];
    const quiet = { ...asking, asksWith: () => undefined, search };
    expect(traced(quiet, body)).toMatchObject([{ from: { call: 'c-mail', only: true, ago: 2 }, via: 'entity' }]);
    expect(traced(quiet, body)[0]?.from.asks).toBeUndefined();
    expect(traced(quiet, { ...body, text: 'Made with chart.io and D-41.' }, document)).toEqual([]);
  });

  it('is a file where a path is given, and not the host that is called like it', () => {
    const asked: Memory = { ...asking, asksWith: (value) => (/^(?:README\.md|https:)/.test(value) ? mail : undefined) };
    expect(traced(asked, { at: '/arguments/files/0', text: 'README.md', role: 'path' })).toEqual([]);
    expect(traced(asked, { at: '/arguments/files/0', text: 'docs/README.md', role: 'path' })).toEqual([]);
    expect(traced(asked, { ...body, text: 'See README.md there.' })).toHaveLength(1);
    for (const text of ['README.md:/in', 'README.md/in', '\\\\README.md'])
      expect(traced(asked, { at: '/arguments/files/0', text, role: 'path' })).toHaveLength(1);
    expect(traced(asked, { at: '/arguments/files/0', text: 'https://README.md/x', role: 'path' })).toHaveLength(1);
  });

  it('goes nowhere in what only those read who have the very thing that the text is read from', () => {
    const ours = { ...mail, upstream: 'server' };
    const ticket = { at: '/arguments/id', text: 'D-41', role: 'target' } as const;
    const answered = (memory: Memory, ...given: Argument[]) =>
      tracedIn('add_comment', ['write', 'external'], memory, ...given);
    const inOf = (picks: readonly string[] | undefined, one = ours): number => {
      const memory: Memory = {
        ...asking,
        asksWith: (value) => (value === LINK ? one : undefined),
        picksOf: () => picks,
      };
      return answered(memory, ticket, body).length;
    };
    expect(inOf(['D-41'])).toBe(0);
    expect(inOf(['D-42'])).toBe(1);
    expect(inOf(undefined)).toBe(1);
    expect(inOf(['D-41'], mail)).toBe(1);
    // Of several that it goes to, one may be elsewhere.
    const memory: Memory = {
      ...asking,
      asksWith: (value) => (value === LINK ? ours : undefined),
      picksOf: () => ['D-41'],
    };
    expect(answered(memory, ticket, { at: '/arguments/to', text: 'C-9', role: 'destination' }, body)).toHaveLength(1);
    expect(answered(memory, body)).toHaveLength(1);
    // What does more than answer does it with the value, and an account in an answer gets paid.
    expect(answered(memory, ticket, body)).toEqual([]);
    expect(tracedIn('order_payment', ['write', 'external'], memory, ticket, body)).toHaveLength(1);
    const paying = { ...memory, asksWith: () => ours };
    expect(answered(paying, ticket, { ...body, text: 'Now paid to DE89370400440532013000' })).toHaveLength(2);
  });

  it('pays nobody where the call calls it the number of an order or a parcel', () => {
    const memory: Memory = { ...NO_MEMORY, find: () => [mail], asksWith: () => mail };
    const found = (text: string): number => traced(memory, { ...body, text }).length;
    for (const text of [
      'order 20261188',
      "where order_no = '20261188'",
      'Bestellung Nr. 20261188',
      'tracking: 20261188',
    ])
      expect([text, found(text)]).toEqual([text, 0]);
    for (const text of [
      'order DE89370400440532013000',
      'payment order 20261188',
      'standing order: 20261188',
      'account 20261188',
      '20261188',
      'border 20261188',
      'invoice 20261188',
      'order it to 20261188',
    ])
      expect([text, found(text)]).toEqual([text, 1]);
    expect(found('order https://evil.example/p')).toBe(1);
  });

  it('is no news where it is a telephone number, unless a text asks for something by it', () => {
    const contact = { ...body, text: 'Tel. +49 171 5540912' };
    const quiet = { ...asking, asksWith: () => undefined, search: () => [mail] };
    expect(traced(quiet, contact)).toEqual([]);
    expect(traced(quiet, { ...body, text: 'Pay to DE89370400440532013000' })).toMatchObject([{ from: { only: true } }]);
    expect(traced(quiet, { ...body, text: 'desk@kiosk.example' })).toMatchObject([{ from: { only: true } }]);
    expect(traced({ ...quiet, asksWith: () => mail }, contact)).toMatchObject([{ from: { asks: true } }]);
  });

  it.each<[string, Partial<Memory>]>([
    ['what a page shows as its link', { find: () => [{ ...mail, isLinked: true }] }],
    ['to a place that a tool was given', { given: (key) => (key === 'domain:sso.example' ? 1 : undefined) }],
    [
      'to a part of a place that a result had as a field',
      { find: (key) => (key === 'domain:sso.example' ? [{ ...mail, shape: 'field' }] : [mail]) },
    ],
    ['what goes back to where it was read', { madeWith: () => ['D-41'] }],
  ])('is no news where it is %s, unless the text asks for something', (_, more) => {
    const quiet: Memory = { ...asking, asksWith: () => undefined, search: () => [mail], ...more };
    expect(traced(quiet, document, body)).toEqual([]);
    expect(traced({ ...asking, ...more, given: () => undefined }, body)).toMatchObject([{ from: { asks: true } }]);
  });

  it('goes back to where it was read only by all that the call picks out: a file of the same project is another', () => {
    const read = { madeWith: () => ['berths', 'docs/alerts.md'], picksOf: () => ['berths', 'docs/alerts.md', '148'] };
    const quiet: Memory = { ...asking, asksWith: () => undefined, search: () => [mail], ...read };
    const project = { at: '/arguments/project', text: 'berths', role: 'target' } as const;
    const file = (text: string) => ({ at: '/arguments/path', text, role: 'path' }) as const;
    const issue = (text: string) => ({ at: '/arguments/issue', text, role: 'target' }) as const;
    expect(traced(quiet, project, file('docs/alerts.md'), body)).toEqual([]);
    expect(traced(quiet, project, issue('148'), body)).toEqual([]);
    expect(traced(quiet, project, file('config/alerts.yml'), body)).toMatchObject([{ from: { only: true } }]);
    expect(traced(quiet, project, issue('149'), body)).toMatchObject([{ from: { only: true } }]);
    expect(traced(quiet, body)).toMatchObject([{ from: { only: true } }]);
  });

  it('picks out a part of a page by the name that the page gives it, unless another text has it', () => {
    const named = { ...mail, upstream: 'server', isLinked: true } as const;
    expect(traced({ ...asking, search: () => [{ ...named, upstream: 'mail' }] }, document)).toHaveLength(1);
    expect(traced({ ...asking, search: () => [named] }, document)).toEqual([]);
    expect(traced({ ...asking, search: () => [named, mail] }, document)).toHaveLength(1);
    expect(traced({ ...asking, search: () => [mail] }, document)).toHaveLength(1);
  });

  it('is no reference where it is a place in a source', () => {
    const memory: Memory = { ...asking, asksWith: () => mail };
    const noted = { ...body, text: 'See `src/server.js:12` and lib/a.py:3.' };
    expect(tracedBy(['write', 'external'], memory, noted)).toEqual([]);
    for (const name of ['evil/server:12', 'evil/server.js@2', 'evil/server.js:latest'])
      expect(tracedBy(['write', 'external'], memory, { ...body, text: `Use ${name}` })).toHaveLength(1);
  });

  it('is asked about its own use alone where it is only noted', () => {
    const asked: (boolean | undefined)[] = [];
    const heard: Memory = {
      ...asking,
      asksWith: (_, how) => {
        asked.push(how?.isNoted);
        return undefined;
      },
    };
    tracedBy(['write'], heard, { ...body, text: 'Tel. +49 171 5540912' });
    tracedBy(['write', 'external'], heard, { ...body, text: 'Tel. +49 171 5540912' });
    tracedBy(['write'], heard, document);
    expect(asked).toEqual([true, false, false]);
  });

  it('is what is fetched by its reference', () => {
    const given: string[] = [];
    const heard = { ...asking, asksWith: (value: string) => [mail][given.push(value)] };
    traced(heard, {
      ...body,
      text: 'uses: fastci/checkout@main and ghcr.io/org/app:1.2, click==8.1, not 10:30 or a/b',
    });
    expect(given).toEqual(expect.arrayContaining(['fastci/checkout@main', 'ghcr.io/org/app:1.2', 'click==8.1']));
    expect(given).not.toContain('a/b');
  });

  it.each([
    ['DE75512108001245126199', 'DE75 5121 0800 1245 1261 99'],
    ['DE75 5121 0800 1245 1261 99', 'DE75512108001245126199'],
    ['DE75512108001245126199', 'DE75-5121-0800-1245-1261-99'],
    ['DE75 5121 0800 1245 1261 99', 'DE75.5121.0800.1245.1261.99'],
    ['DE75-5121-0800-1245-1261-99', 'DE75512108001245126199'],
    [LINK, `${LINK}?ref=1`],
    [LINK, `${LINK}#top`],
    ['sso.example/r/8831', LINK],
    ['sso.example/r/8831', 'https://www.sso.example/r/8831'],
  ])('was given as %s, and is passed on as %s', (told, text) => {
    const heard = { ...asking, asksWith: (value: string) => (value === told ? mail : undefined) };
    expect(traced(heard, { ...body, text: `Use ${text} for it.` })).toMatchObject([{ from: { asks: true } }]);
  });

  it('is looked for in linear time', () => {
    const quiet = { ...NO_MEMORY, find: () => [mail] };
    expectLinear([...HOSTILE, 'a/', 'a@', 'a/a@1 ', 'a==1 ', 'a.b/', '@a/'], (text) =>
      traced(quiet, { ...body, text }),
    );
  }, 60_000);

  it('is another matter where it decides where something goes, or decides nothing', () => {
    expect(traced(asking, { ...body, role: 'destination' }, { ...body, role: 'plumbing' })).toEqual([]);
    expect(traced(asking, { ...document, text: 'the draft' })).toEqual([]);
  });

  it.each<[string, Partial<Memory>]>([
    ['stood as a field', { find: () => [mail, { ...mail, shape: 'field' }] }],
    ['stood in a text that is vouched for', { find: () => [{ ...mail, labels: [] }] }],
    ['was named by the session first', { used: () => 1 }],
    ['had gone to a tool before that text was read', { given: () => 1 }],
    ['stands where nothing is asked for', { asksWith: () => undefined }],
  ])('is none that %s', (_, more) => {
    expect(traced({ ...asking, ...more }, body, document)).toEqual([]);
  });

  it('is one although it went to a tool, where a text held it before that', () => {
    expect(traced({ ...asking, used: () => 3, search: () => [mail] }, document)).toHaveLength(1);
  });
});
