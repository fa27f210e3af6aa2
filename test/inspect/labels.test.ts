import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labels } from '../../src/inspect/labels.ts';
import { type JsonObject, leaves } from '../../src/model/json.ts';
import { type FieldLabels, NO_FACTS } from '../../src/model/tool.ts';
import { complete, EMPTY_VIEW, sampleCall } from '../pipeline/sample.ts';

const seen = (marks: readonly string[], fields?: FieldLabels, value: JsonObject = {}) => {
  const facts = { ...NO_FACTS, labels: marks, ...(fields === undefined ? {} : { fields }) };
  return labels.onResult?.(sampleCall({}, {}, facts), complete(value), leaves(value), EMPTY_VIEW);
};
const printed = (text: string): JsonObject => ({ content: [{ type: 'text', text }] });

describe('labels', () => {
  it('marks a result with the labels of its tool', () =>
    expect(seen(['untrusted', 'pii'])).toEqual({ labels: ['untrusted', 'pii'] }));
  it('marks nothing where the tool is trusted', () => expect(seen([])).toEqual({}));
});

describe('labels of parts', () => {
  const FIELDS = { '/items/*/email': ['pii'], '/notes': ['untrusted'], '/id': [] };
  const value = { items: [{ name: 'Ada' }, { email: 'ada@ours.example' }], id: 7 };

  it.each([
    ['structured content', { structuredContent: value }],
    ['printed JSON', printed(JSON.stringify(value))],
    ['a printed literal', printed("{'items': [{'email': 'ada@ours.example'}], 'id': 70518}")],
  ])('are told where the result has them, in %s', (_where, result) =>
    expect(seen(['internal'], FIELDS, result)).toEqual({
      labels: ['internal', 'pii'],
      fields: { '/id': [], '/items/*/email': ['pii'] },
    }),
  );

  it('are told of the columns of a table', () =>
    expect(
      seen([], { '/*/email': ['pii'] }, printed('name,email\nAda,ada@ours.example\nBob,bob@ours.example')),
    ).toEqual({
      labels: ['pii'],
      fields: { '/*/email': ['pii'] },
    }));

  it('are not told of what is not there, nor of prose, nor of JSON that names a key twice', () => {
    for (const text of ['no notes here', '{"note": 1}', '{"notes": 1, "notes": 2}', '{"deep": {"notes": 1}}'])
      expect(seen(['internal'], FIELDS, printed(text))).toEqual({ labels: ['internal'] });
  });

  it('never make less of the marks of the whole', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('pii', 'internal', 'x')), fc.boolean(), (own, isThere) => {
        const result = isThere ? { structuredContent: { notes: 'x' } } : {};
        const all = seen(['untrusted'], { '/notes': own }, result) as { labels: string[] };
        expect(all.labels).toEqual(isThere ? [...new Set(['untrusted', ...own])] : ['untrusted']);
      }),
    ));
});
