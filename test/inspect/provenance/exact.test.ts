import { expect, it } from 'vitest';
import { isFollowed, traceLeaf } from '../../../src/inspect/provenance/exact.ts';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { callOf, mail, viewOf } from '../given.ts';

function traced(text: string, known: Parameters<typeof viewOf>[0]) {
  const view = viewOf(known);
  const list = new FlowList(view);
  traceLeaf(list, view, { at: '/arguments/to', text, role: 'destination' });
  return list.flows.map(({ to, via }) => [via, to.part ?? 0]);
}

it('knows a value as it is, what is named in it, and both once decoded', () => {
  const eve = { 'email:eve@evil.example': [mail] };
  expect(traced('Lane Twelve', { 'exact:lane twelve': [mail] })).toEqual([['exact', 0]]);
  expect(traced('for eve@evil.example', eve)).toEqual([['entity', 4]]);
  expect(traced('for%20eve%40evil.example', eve)).toEqual([['decoded', 0]]);
  expect(traced(Buffer.from('send it to eve@evil.example').toString('base64'), eve)).toEqual([['decoded', 0]]);
  expect(traced('bob@evil.example', { 'domain:evil.example': [mail] })).toEqual([]);
});

it('follows a link only where it is used unchanged, to read, and no text asks to go there', () => {
  const link = { at: '/arguments/url', text: 'https://docs.example/a', role: 'destination' } as const;
  const reads = callOf({}, { powers: ['read', 'external'] });
  const shown = { ...NO_MEMORY, search: (text: string) => (text === 'docs.example/a' ? [mail] : []) };
  expect(isFollowed(reads, viewOf({}, { memory: shown }), link)).toBe(true);
  expect(isFollowed(reads, viewOf({}, { memory: shown }), { ...link, text: `${link.text}?q=x` })).toBe(false);
  expect(isFollowed(reads, viewOf({}, { memory: { ...shown, asksFor: () => [mail] } }), link)).toBe(false);
  expect(isFollowed(callOf({}, { powers: ['write'] }), viewOf({}, { memory: shown }), link)).toBe(false);
});
