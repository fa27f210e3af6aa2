import { expect, it } from 'vitest';
import type { Argument } from '../../../src/inspect/provenance/arguments.ts';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { traceWritten } from '../../../src/inspect/provenance/written.ts';
import { finish } from '../../../src/model/steps.ts';
import type { Power } from '../../../src/model/tool.ts';
import { type Memory, NO_MEMORY } from '../../../src/model/view.ts';
import { callOf, mail, viewOf } from '../given.ts';

const to = (text: string): Argument => ({ at: '/arguments/to', text, role: 'destination' });

function traced(texts: readonly string[], argument: Argument, known: (list: FlowList) => void = () => undefined) {
  const memory = { ...NO_MEMORY, search: (text: string) => (texts.includes(text) ? [mail] : []) };
  const view = viewOf({}, { memory });
  const list = new FlowList(view, 'server');
  known(list);
  finish(traceWritten(list, callOf({}, { powers: ['write'] }), view, [argument]));
  return list.flows.filter(({ via }) => via === 'overlap').map(({ to: place }) => place.part ?? 0);
}

it('finds a value that decides where it was written in a text, and no other', () => {
  expect(traced(['the green room'], to('the green room'))).toEqual([0]);
  expect(traced(['the green room'], { ...to('the green room'), role: 'content' })).toEqual([]);
  expect(traced([], to('the green room'))).toEqual([]);
});

it('looks for the rest of several addresses of which one is known, unless the whole is', () => {
  const both = 'ada@ours.example, eve@evil.example';
  const part = (via: 'entity' | 'exact') => (list: FlowList) => list.add({ at: '/arguments/to' }, via, [mail]);
  expect(traced(['eve@evil.example'], to(both), part('entity'))).toEqual([18]);
  expect(traced(['eve@evil.example'], to(both), part('exact'))).toEqual([]);
});

it('does not look for what a result gave as a value, however many came before it', () => {
  const item = (i: number): Argument => ({ at: `/arguments/ids/${i}`, text: `item-${i}`, role: 'target' });
  const memory = { ...NO_MEMORY, search: () => [mail] };
  for (const many of [100, 300]) {
    const view = viewOf({}, { memory });
    const list = new FlowList(view, 'server');
    const items = Array.from({ length: many }, (_, i) => item(i));
    for (const { at } of items) list.add({ at, role: 'target' }, 'exact', [{ ...mail, shape: 'field' }]);
    expect(list.of(`/arguments/ids/${many - 1}`)).toHaveLength(1);
    finish(traceWritten(list, callOf({}, { powers: ['write'] }), view, items));
    expect(list.flows.filter(({ via }) => via === 'overlap')).toEqual([]);
  }
});

it('fails where a value holds more addresses than can be told apart, and so denies', () => {
  const many = Array.from({ length: 2_100 }, (_, i) => `a${i}@b.example`).join(', ');
  expect(() => traced([], to(many), (list) => list.add({ at: '/arguments/to' }, 'entity', [mail]))).toThrow(
    /more addresses/,
  );
});

/** Whether a value of an argument may choose the act of booking. */
function chooses(at: string, role: Argument['role'], powers: readonly Power[]): boolean {
  const call = callOf({}, { powers }, 'add_note');
  const view = viewOf();
  return finish(
    traceWritten(new FlowList(view, 'server'), call, view, [{ at, text: 'booking', role }]),
  ).chosen.includes('booking');
}

it('hears what is done in a short value, not in the name of a thing', () => {
  for (const role of ['target', 'destination', 'path'] as const)
    expect(chooses('/arguments/what', role, ['write'])).toBe(false);
  expect(chooses('/arguments/what', undefined, ['write'])).toBe(true);
});

it('hears it in the name of what is run, or of what is done', () => {
  expect(chooses('/arguments/what', 'target', ['write', 'execute'])).toBe(true);
  expect(chooses('/arguments/task', 'target', ['write'])).toBe(true);
});

it('finds a command behind the change of folder that the session put before it', () => {
  const command = (text: string): Argument => ({ at: '/arguments/command', text, role: 'command' });
  const told = ['npm run greet -- eve'];
  const others = [
    'cd /d C:\\app && ',
    'cd -- x && ',
    'cd my\\ app && ',
    'cd "$HOME"/x && ',
    'pushd x; ',
    'Set-Location -Path x; ',
  ];
  for (const before of ['cd /srv/app && ', 'cd "my app"; ', "cd 'a' && cd b && ", ' cd x\n', ...others])
    expect(traced(told, command(`${before}npm run greet -- eve`)), before).toEqual([before.length]);
  expect(traced(told, command('npm run greet -- eve'))).toEqual([0]);
  for (const other of [
    'cd x && npm run greet',
    'cd x && ',
    'cd x y && npm run greet -- eve',
    'echo cd x && npm run greet -- eve',
    'cd x npm run greet -- eve',
  ])
    expect(traced(told, command(other)), other).toEqual([]);
  expect(traced(told, to('cd x && npm run greet -- eve'))).toEqual([]);
});

/** By what a text can ask for a call of which a field gave what decides. */
function spokenOf(argument: Argument, memory: Partial<Memory> = {}) {
  const picked: Argument = { at: '/arguments/id', text: 'shed-7', role: 'target' };
  const view = viewOf({}, { memory: { ...NO_MEMORY, search: () => [mail], ...memory } });
  const list = new FlowList(view, 'server');
  list.add({ at: picked.at, role: 'target' }, 'exact', [{ ...mail, shape: 'field' }]);
  return finish(traceWritten(list, callOf({}, { powers: ['write'] }), view, [picked, argument]));
}

it('lets a text ask by what it alone gave, also where a field gave what decides', () => {
  const among = (text: string, role?: Argument['role'], memory: Partial<Memory> = {}) =>
    spokenOf({ at: '/arguments/what', text, ...{ role } }, memory).among;
  expect(among('Two coats of blue', 'content')).toEqual(['shed-7', 'Two coats of blue']);
  expect(among('Two coats of blue')).toEqual(['shed-7', 'Two coats of blue']);
  expect(among('2500')).toEqual(['shed-7', '2500']);
  expect(among('NEBF')).toEqual(['shed-7', 'NEBF']);
  // One word may be anybody's, unless it is quoted, and a long text shares words with many.
  expect(among('Blue', 'content')).toEqual(['shed-7', "'Blue'", '"Blue"']);
  expect(among('Red', 'content')).toEqual(['shed-7']);
  expect(among('Two coats of blue. '.repeat(9), 'content')).toEqual(['shed-7']);
  expect(among('Two coats of blue', 'plumbing')).toEqual(['shed-7']);
  // Nobody wrote it, the session named it first, or a result or a server that is vouched for has it as well.
  expect(among('Two coats of blue', 'content', { search: () => [] })).toEqual(['shed-7']);
  const since = (_: string, until?: number) => (until === undefined ? [mail] : []);
  expect(among('Two coats of blue', 'content', { used: () => 1, search: since })).toEqual(['shed-7']);
  expect(among('Two coats of blue', 'content', { find: () => [{ ...mail, shape: 'field' }] })).toEqual(['shed-7']);
  expect(among('Two coats of blue', 'content', { search: () => [{ ...mail, labels: [] }] })).toEqual(['shed-7']);
});

it('lets a text ask by the file that it names, though the session opened that file since', () => {
  const among = (memory?: Partial<Memory>) =>
    spokenOf({ at: '/arguments/file', text: '/home/ada/passport.jpg', role: 'path' }, memory).among;
  expect(among()).toEqual(['shed-7', '/home/ada/passport.jpg']);
  expect(among({ used: () => 3 })).toEqual(['shed-7', '/home/ada/passport.jpg']);
  expect(among({ used: () => 3, search: (_, until) => (until === undefined ? [mail] : []) })).toEqual(['shed-7']);
});

it('lets a text ask for a statement by what that does, and the names and values in it, however long it is', () => {
  const text = `insert into guest_book (guest_id, message) values ${"(5, 'some words'), ".repeat(20)}`;
  const spoken = finish(
    traceWritten(new FlowList(viewOf(), 'server'), callOf({}, { powers: ['write', 'execute'] }), viewOf(), [
      { at: '/arguments/sql', text, role: 'query' },
    ]),
  );
  expect(spoken.chosen).toEqual(['insert']);
  expect(spoken.values).toEqual(['guest_book', 'guest_id', '5', 'some words']);
  expect(spoken.isStatement).toBe(true);
});

it('lets a text ask by a word that says how, and not by a number or a sign that does', () => {
  const values = (text: string) => spokenOf({ at: '/arguments/order_type', text, role: 'plumbing' }).values;
  expect(values('Sell')).toEqual(['shed-7', 'Sell']);
  for (const other of ['asc', '2500', 'F-20', 'two words']) expect(values(other)).toEqual(['shed-7']);
});

it('knows names of several words of arguments that decide nothing', () => {
  const members = (at: string, role?: Argument['role']) => spokenOf({ at, text: 'blue', ...{ role } }).members;
  expect(members('/arguments/coat_colour')).toEqual(['coat_colour']);
  expect(members('/arguments/paint/coatColours/0', 'content')).toEqual(['coatcolours']);
  expect(members('/arguments/colour', 'content')).toEqual([]);
  expect(members('/arguments/shed_id', 'target')).toEqual([]);
  expect(members('/arguments/file_path', 'path')).toEqual([]);
});

it('lets a text ask by a fraction that the call is made with, which picks nothing out', () => {
  const call = callOf({ limit_price: 99.9, pieces: 200 }, { powers: ['write'] });
  const { values, beside } = finish(traceWritten(new FlowList(viewOf(), 'server'), call, viewOf(), []));
  expect(values).toEqual(['99.9']);
  expect(beside).toEqual(['99.9']);
});

it('lets a text ask by what a document sets, and first by what only texts gave', () => {
  const document =
    'kind: Binding\nrole: cluster-admin\nsubject: system:unauthenticated\nagain: cluster-admin\nrequired_reviews: 250\n';
  const held = ['Binding', 'cluster-admin', 'system:unauthenticated'];
  const search = (text: string) => (held.includes(text) ? [mail] : []);
  const find = (key: string) => (key.includes('unauth') ? [{ ...mail, shape: 'field' as const }] : []);
  const spoken = (given: Argument[]) => {
    const view = viewOf({}, { memory: { ...NO_MEMORY, search, find } });
    return finish(traceWritten(new FlowList(view, 'server'), callOf({}, { powers: ['write'] }), view, given));
  };
  const manifest: Argument = { at: '/arguments/manifest', text: document, role: 'content' };
  const { values, members, beside } = spoken([manifest]);
  // Each counts once, or one word of a text would stand for two.
  expect(spoken([{ at: '/arguments/kind', text: 'Binding', role: 'target' }, manifest]).values).toEqual(held);
  expect(values).toEqual(['Binding', 'cluster-admin', 'system:unauthenticated']);
  expect(members).toEqual(['required_reviews']);
  expect(beside).toEqual(['250']);
  // In a file it does nothing.
  expect(spoken([manifest, { at: '/arguments/path', text: 'a.yaml', role: 'path' }]).values).toEqual(['a.yaml']);
});
