import type { Readable, Writable } from 'node:stream';
import { noteInterrupt } from './screen.ts';

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** What is heard of a pressed key. */
interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Lets a person select some of several, with all selected at first; undefined if they cancel, by Ctrl-C or otherwise. */
export async function chooseSome(
  message: string,
  options: readonly Option[],
  streams: { readonly input?: Readable; readonly output?: Writable } = {},
): Promise<string[] | undefined> {
  // Loaded only when needed.
  const { isCancel, multiselect } = await import('@clack/prompts');
  const { input = process.stdin } = streams;
  // The prompt takes Ctrl-C and Escape for the same.
  const onKey = (_: string | undefined, { name, ctrl }: Key): void => {
    if (ctrl === true && name === 'c') noteInterrupt();
  };
  input.on('keypress', onKey);
  try {
    const answer = await multiselect({
      message,
      options: options.map((option) => ({ ...option })),
      initialValues: options.map(({ value }) => value),
      required: true,
      ...streams,
    });
    return isCancel(answer) ? undefined : answer;
  } finally {
    input.off('keypress', onKey);
  }
}
