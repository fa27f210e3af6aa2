import { describe, expect, it } from 'vitest';
import { labels } from '../../src/inspect/labels.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import { complete, EMPTY_VIEW, sampleCall } from '../pipeline/sample.ts';

const seen = (marks: readonly string[]) =>
  labels.onResult?.(sampleCall({}, {}, { ...NO_FACTS, labels: marks }), complete({}), [], EMPTY_VIEW);

describe('labels', () => {
  it('marks a result with the labels of its tool', () =>
    expect(seen(['untrusted', 'pii'])).toEqual({ labels: ['untrusted', 'pii'] }));
  it('marks nothing where the tool is trusted', () => expect(seen([])).toEqual({}));
});
