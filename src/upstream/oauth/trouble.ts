/** Why there are no credentials, in a sentence for people and models: a person has to change something first. */
export class AuthTrouble extends Error {
  override readonly name: string = 'AuthTrouble';
}

/** Why there are none now: waiting may help. */
export class BriefTrouble extends AuthTrouble {
  override readonly name = 'BriefTrouble';
}

/** What a server wrote, for one line of ours: no control characters, no more than a sentence. */
export function quoted(text: string): string {
  const plain = [...text.slice(0, 400)].map((char) => (/\p{C}/u.test(char) ? ' ' : char)).join('');
  return JSON.stringify(plain.replace(/\s+/g, ' ').trim().slice(0, 200));
}
