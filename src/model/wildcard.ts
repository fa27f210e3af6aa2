/** Matches names such as `bank.send` with patterns such as `bank.*`. `*` is any run of characters, everything else itself. */
export function wildcard(pattern: string): (name: string) => boolean {
  if (pattern === '*') return () => true;
  if (!pattern.includes('*')) return (name) => name === pattern;
  const parts = pattern.split('*');
  const head = parts[0] as string;
  const tail = parts.at(-1) as string;
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (name) => {
    if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
    let at = head.length;
    for (const part of middle) {
      const found = name.indexOf(part, at);
      if (found < 0 || found + part.length > name.length - tail.length) return false;
      at = found + part.length;
    }
    return true;
  };
}
