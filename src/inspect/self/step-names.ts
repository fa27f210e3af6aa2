/** Replaces a space within a name while a command is split into words. */
export const SPACE = '\x1f';

const WILD = /[*?$[{]/;

/**
 * Whether a step as written can be the name of a file, including by patterns, short names, streams and look-alike
 * letters.
 */
export function stands(written: string, name: string): boolean {
  if (written === name) return true;
  const step = (/[^ -~]/.test(written) ? written.replaceAll(SPACE, ' ').normalize('NFKC').toLowerCase() : written)
    // On Windows, what follows a colon is a stream of the same file.
    .replace(/(?<=..):.*$/, '');
  if (step === name) return true;
  if (/^[^~]{1,6}~\d$/.test(step)) return name.replace(/[ .]/g, '').startsWith(step.slice(0, -2));
  return WILD.test(step) && fits(patternOf(step), name);
}

/** Whether a step can be any name at all. */
export const isAnything = (step: string): boolean =>
  WILD.test(step) && patternOf(step).replace(/[*?\0]/g, '').length < 2;

/** Sets, choices and variables may be anything; a shell's `*` does not match a leading dot. */
function patternOf(step: string): string {
  const named = step.replace(/\$\{?\w+\}?/g, '\0');
  const set = replacedUpTo(']', named, /\[(?:\[:\w{1,10}:\]|[^\]])*\]/g, '?');
  return replacedUpTo('}', set, /\{[^}]*\}/g, '\0');
}

/** Replaces closed groups. Behind the last closing sign there is none, and to look for the end of each would be quadratic. */
function replacedUpTo(sign: string, step: string, closed: RegExp, by: string): string {
  const end = step.lastIndexOf(sign) + 1;
  return end === 0 ? step : step.slice(0, end).replace(closed, by) + step.slice(end);
}

function fits(pattern: string, name: string): boolean {
  if (name.startsWith('.') && /^[*?]/.test(pattern)) return false;
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    const sign = pattern[p];
    if (sign === '*' || sign === '\0') [star, mark, p] = [p, n, p + 1];
    else if (sign === '?' || (sign !== undefined && sign === name[n])) [p, n] = [p + 1, n + 1];
    else if (star >= 0) [p, mark, n] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^[*\0]*$/.test(pattern.slice(p));
}
