const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TAIL = 32 ** 7;

/**
 * Makes call ids: 16 characters, sortable by time, monotonic in this process even when the clock steps back, and
 * distinct between processes by 35 random bits. `random` answers a number in [0, 1).
 */
export function createCallIds(clock: () => number, random: () => number): () => string {
  let at = -1;
  let head = '';
  let tail = 0;
  return () => {
    const now = clock();
    if (now > at) {
      at = now;
      head = spell(at, 9);
      tail = Math.floor(random() * TAIL);
    } else if (++tail >= TAIL) {
      tail = 0;
      at++;
      head = spell(at, 9);
    }
    return head + spell(tail, 7);
  };
}

function spell(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = DIGITS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
