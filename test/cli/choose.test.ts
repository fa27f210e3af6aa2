import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { chooseSome } from '../../src/cli/choose.ts';
import { wasInterrupted } from '../../src/cli/screen.ts';

const OPTIONS = [
  { value: 'a', label: 'Client A', hint: 'one, two' },
  { value: 'b', label: 'Client B', hint: 'three' },
];

/** Presses keys when the question stands there. */
async function press(...keys: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let said = '';
  let left = [...keys];
  output.on('data', (part) => {
    said += part;
    // A key is pressed when what it is about is shown.
    if (said.includes('Client B') && left.length > 0) {
      const [key] = left;
      left = left.slice(1);
      setImmediate(() => input.write(key));
    }
  });
  const chosen = await chooseSome('Which?', OPTIONS, { input, output });
  return { chosen, said, input };
}

it('offers all, ticked', async () => {
  const { chosen, said } = await press('\r');
  expect(chosen).toEqual(['a', 'b']);
  expect(said).toContain('Which?');
});

it('takes those that stay ticked', async () => {
  expect((await press(' ', '\r')).chosen).toEqual(['b']);
});

it('takes nothing where a person leaves, and tells Ctrl-C from Escape', async () => {
  expect((await press('\x1b')).chosen).toBeUndefined();
  expect(wasInterrupted()).toBe(false);
  expect((await press('\x03')).chosen).toBeUndefined();
  expect(wasInterrupted()).toBe(true);
});

it('listens to no key behind the question', async () => {
  expect((await press('\r')).input.listenerCount('keypress')).toBe(0);
});
