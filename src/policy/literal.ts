import { UNSHOWN } from '../model/text/unshown.ts';

/**
 * A CEL literal that people are shown, with hidden characters made visible. JSON strings are valid in CEL; whole numbers
 * become doubles, as they are in arguments.
 */
export const celLiteral = (value: string | number | boolean): string =>
  typeof value === 'string' ? JSON.stringify(value).replace(UNSHOWN, escaped) : JSON.stringify(value);

function escaped(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length > 4 ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
