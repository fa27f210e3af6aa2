import { describe, expect, it } from 'vitest';
import { Sink } from '../../../../src/inspect/shell/course/sink.ts';
import { destructive } from '../../../../src/inspect/shell/deeds.ts';

/** A pipe inside another: `{ a | b; } | c`. */
function nested() {
  const outer = new Sink(undefined);
  return { outer, inner: new Sink(outer) };
}

describe('what is written into a pipe', () => {
  it('comes out of every pipe around it', () => {
    const { outer, inner } = nested();
    const gives = destructive('Sends it away.', 'high');
    inner.print('words');
    inner.send(['a.txt']);
    inner.hand(gives);
    inner.take('fetched');
    expect(outer).toMatchObject({ printed: 'words\n', files: ['a.txt'], gives, feed: 'fetched' });
  });

  it('does not flow into those inside', () => {
    const { outer, inner } = nested();
    outer.print('words');
    outer.take('fetched');
    expect(inner).toMatchObject({ printed: '', feed: undefined });
  });

  it('stays fetched, whatever else is written after it', () => {
    const { outer, inner } = nested();
    inner.take('fetched');
    inner.take('decoded');
    expect([inner.feed, outer.feed]).toEqual(['fetched', 'fetched']);
  });
});
