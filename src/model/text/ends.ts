/**
 * A text, or of a longer one its beginning and its end: whoever wants something overlooked writes much before it or much after
 * it. The end gets a quarter.
 */
export function endsOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = most >> 2;
  return `${text.slice(0, most - tail - 1)}\n${text.slice(-tail)}`;
}
