import type { Readable, Writable } from 'node:stream';

/** Something to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** Lets a person tick some of several, all of them at first; undefined where they would rather not. Loaded only when it is asked. */
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
