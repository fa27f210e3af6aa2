import { describe, expect, it } from 'vitest';
import { areOfOne, recordAt } from '../../../src/model/result/record.ts';

describe('the record in which something stands', () => {
  it.each([
    ['/content/0/text#/messages/0/text', '/content/0/text#/messages/0/'],
    ['/content/0/text#/1/4', '/content/0/text#/1/'],
    ['/content/0/text#/2', '/content/0/text#/'],
    ['/content/0/text#/0/lines/3', '/content/0/text#/0/'],
    ['/content/0/text#/0/lines/3/sku', '/content/0/text#/0/lines/3/'],
    ['/content/0/text#/from', '/content/0/text#/'],
    ['/structuredContent/messages/12/from', '/structuredContent/messages/12/'],
    ['/structuredContent/from', '/structuredContent/'],
    ['/content/0/text', '/'],
    ['', '/'],
  ])('is the entry of a list, else all: %s', (at, record) => {
    expect(recordAt(at)).toBe(record);
  });

  it('is one with what is in it, and with all that nobody parted', () => {
    expect(areOfOne(recordAt('/content/0/text#/1/a'), recordAt('/content/0/text#/10/a'))).toBe(false);
    expect(areOfOne(recordAt('/content/0/text#/1/a'), recordAt('/content/0/text#/1/b/2/c'))).toBe(true);
    // Two parts of a page are by one hand.
    expect(areOfOne(recordAt('/content/0/text'), recordAt('/content/1/text'))).toBe(true);
  });
});
