/**
 * Text that stands at both ends of a relay: as it is sent, and as whoever is at the other end must see it. Both are the
 * same, except for what is made with `changed`, members that are `leaving`, and what an object is told to `put` first. It is
 * built from pieces, without any of the code that it is there to judge.
 */
export interface Both {
  readonly sent: string;
  readonly seen: string;
}

export interface Member {
  readonly name: string;
  readonly sent: string;
  /** Undefined where the member does not arrive. */
  readonly seen: string | undefined;
}

/** A run of line breaks between tokens is one space on the other side: in this framing it would end the message. */
const flat = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

export const same = (text: string): Both => ({ sent: text, seen: flat(text) });
export const changed = (sent: string, seen: string): Both => ({ sent, seen });

/** A member of an object. `key` is its JSON text; `space` stands around its tokens. */
export function member(key: string, value: Both, space = ''): Member {
  const around = (text: string): string => `${space}${key}${space}:${space}${text}${space}`;
  return { name: JSON.parse(key) as string, sent: around(value.sent), seen: flat(around(value.seen)) };
}

export const leaving = ({ name, sent }: Member): Member => ({ name, sent, seen: undefined });

export function object(members: readonly Member[], put = ''): Both {
  const arriving = members.flatMap(({ seen }) => (seen === undefined ? [] : [seen]));
  if (put !== '') arriving.unshift(put);
  return { sent: `{${members.map(({ sent }) => sent).join(',')}}`, seen: `{${arriving.join(',')}}` };
}

export const list = (items: readonly Both[]): Both => ({
  sent: `[${items.map(({ sent }) => sent).join(',')}]`,
  seen: `[${items.map(({ seen }) => seen).join(',')}]`,
});
