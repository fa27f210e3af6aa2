import type { Readable, Writable } from 'node:stream';

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/**
 * Lets a person select some of several, with all selected at first; undefined if they cancel. Loaded only when needed.
 */
export async function chooseSome(
  message: string,
  options: readonly Option[],
  streams: { readonly input?: Readable; readonly output?: Writable } = {},
): Promise<string[] | undefined> {
  const { isCancel, multiselect } = await import('@clack/prompts');
  const answer = await multiselect({
    message,
    options: options.map((option) => ({ ...option })),
    initialValues: options.map(({ value }) => value),
    required: true,
    ...streams,
  });
  return isCancel(answer) ? undefined : answer;
}
