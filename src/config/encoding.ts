import { isUtf8 } from 'node:buffer';

/** What keeps bytes from being read as UTF-8 text, to be said behind the name of their file; undefined where nothing does. */
export function encodingFault(bytes: Uint8Array): string | undefined {
  // A letter of ASCII has a zero beside it, and no text begins with a real one.
  if (MARKS.some((mark) => bytes[0] === mark[0] && bytes[1] === mark[1]) || bytes[0] === 0 || bytes[1] === 0)
    return 'is UTF-16 text';
  if (isUtf8(bytes)) return undefined;
  let from = 0;
  for (let line = 1; ; line++) {
    // No character of several bytes has one of these in it.
    const end = bytes.indexOf(NEWLINE, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return `line ${line} is not UTF-8 text`;
    from = end + 1;
  }
}

/** How UTF-16 begins, as editors and shells of Windows write it. */
const MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;
const NEWLINE = 0x0a;
