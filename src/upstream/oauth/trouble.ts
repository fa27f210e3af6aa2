/**
 * Why there are no credentials, in a sentence for people and models. `isLasting` says that waiting does not help: a
 * person has to change something first.
 */
export class AuthTrouble extends Error {
  override readonly name = 'AuthTrouble';
  readonly isLasting: boolean;
  constructor(message: string, isLasting = true) {
    super(message);
    this.isLasting = isLasting;
  }
}

/** What a server wrote, for one line of ours: no control characters, no more than a sentence. */
export function quoted(text: string): string {
  const plain = [...text.slice(0, 400)].map((char) => (/\p{C}/u.test(char) ? ' ' : char)).join('');
  return JSON.stringify(plain.replace(/\s+/g, ' ').trim().slice(0, 200));
}
