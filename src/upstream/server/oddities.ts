import { printable } from '../printable.ts';

/** How many kinds of oddities of one server are reported. */
const KINDS = 100;

/** Reports each kind of oddity once: a server that prints a banner does so at every start. */
export function oddities(log: (line: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    const kind = message.slice(0, 24);
    if (told.has(kind) || told.size > KINDS) return;
    told.add(kind);
    log(told.size > KINDS ? `(did ${KINDS} kinds of oddities; the rest is not shown)` : printable(message));
  };
}
