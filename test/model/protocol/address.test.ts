import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholesOf } from '../../../src/model/protocol/address.ts';

test.each([
  ['file:///home/ann/notes.txt', 'file:///home/ann/notes.txt'],
  ['file:///home/ann/notes.txt', 'file:///home/ann/'],
  ['file:///home/ann/notes.txt', 'file:///home'],
  ['file:///home/ann/', 'file:///home/ann'],
  ['db://people?id=7', 'db://people'],
  ['db://people#7', 'db://people'],
  ['sallyport+crm+note://one/two', 'sallyport+crm+note://one'],
])('%s is or is a part of %s', (address, whole) => expect(wholesOf(address)).toContain(whole));

test.each([
  ['file:///home/anna', 'file:///home/ann'],
  ['file:///home', 'file:///home/ann'],
  ['note://one', 'note://two'],
  ['sallyport+crm+note://one/two', 'sallyport+other+note://one'],
  ['', 'x'],
])('%s is no part of %s', (address, whole) => expect(wholesOf(address)).not.toContain(whole));

test('the address itself comes first, all others begin it, and there are never very many', () => {
  const address = fc.string({ unit: fc.constantFrom('/', '?', '#', 'a', ':'), maxLength: 500 });
  fc.assert(
    fc.property(address, (text) => {
      const [first, ...rest] = wholesOf(text);
      expect(first).toBe(text);
      for (const whole of rest) expect(text.startsWith(whole) && whole.length < text.length).toBe(true);
      expect(rest.length).toBeLessThan(102);
    }),
  );
});
