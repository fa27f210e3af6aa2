/** A copy of a text that keeps no other text alive: in V8, a slice of a long text holds on to all of it. */
export function ownedText(text: string): string {
  const encoding = WIDE.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}

const WIDE = /[\u0100-\uffff]/;
