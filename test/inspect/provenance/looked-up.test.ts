import { expect, it } from 'vitest';
import { isLookedUp } from '../../../src/inspect/provenance/looked-up.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { viewOf } from '../given.ts';

const to = { at: '/arguments/to', role: 'destination' } as const;
const from = (call: string, ago: number, more: object = {}): Flow['from'] => ({
  call,
  upstream: 'server',
  tool: 'tool',
  at: '',
  ago,
  ...more,
});
const text: Flow = { to, from: from('c-mail', 3), via: 'entity', shape: 'prose', labels: ['untrusted'] };
const entry: Flow = { to, from: from('c-book', 1), via: 'exact', shape: 'field', labels: ['untrusted'] };
const lookedUp = (query: string, ...flows: Flow[]): boolean => {
  const madeWith = (call: string): readonly string[] => (call === 'c-book' ? [query] : []);
  return isLookedUp(viewOf({}, { memory: { ...NO_MEMORY, madeWith } }), 'G.Muster@ours.example', flows);
};

it('knows a value that was asked for by its name after a text gave it', () => {
  expect(lookedUp('Grete Muster', text, entry)).toBe(true);
  expect(lookedUp('muster', text, { ...text, from: from('c-book', 1) }, entry)).toBe(true);
});

it.each<[string, string, ...Flow[]]>([
  ['came in a list of something else', '2026-03', text, entry],
  ['was asked for by a word that is too short', 'G.', text, entry],
  ['was looked up before that text was read', 'Muster', text, { ...entry, from: from('c-book', 5) }],
  ['stood in a text there as well, later', 'Muster', text, entry, { ...text, from: from('c-chat', 1) }],
  ['may be an echo', 'Muster', text, { ...entry, from: from('c-book', 1, { echo: true }) }],
  ['stood in a result that speaks to the model', 'Muster', text, { ...entry, labels: ['untrusted', 'instructed'] }],
  ['was found as words', 'Muster', text, { ...entry, shape: 'prose' }],
  ['no text gave', 'Muster', entry],
  ['nothing else gave', 'Muster', text],
])('does not know one that %s', (_, query, ...flows) => {
  expect(lookedUp(query, ...flows)).toBe(false);
});
