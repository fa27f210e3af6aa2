import { UNSPACED_STOPS } from './unspaced.ts';

/** Words that address a reader. What a server prints above its records greets nobody and asks nobody for anything. */
const SPEECH =
  /(?<!\p{L})(?:please|kindly|hi|hello|hey|dear|thanks|thank|regards|sincerely|cheers|greetings|we|my|our|bitte|hallo|liebe[rs]?|danke|bonjour|merci|hola|gracias|por favor|ciao|grazie)(?![\p{L}@])|(?<!\p{L})I \p{Ll}|[请您谢好]/iu;
const LONGEST = 80;
const MOST_WORDS = 6;

export const isSpeech = (text: string): boolean => SPEECH.test(text);

/** What stands inside sentences, or between two. */
const INNER_STOP = new RegExp(String.raw`@|:\/\/|[,;?]|[.!] |[${UNSPACED_STOPS}].`);

/** `3 contacts:`, `# Contacts`, `(3 rows)`, `Order created.`: says what follows or what was done, and holds no value. */
export function isHeading(line: string): boolean {
  const words = line.trim();
  if (words.length > LONGEST || INNER_STOP.test(words) || isSpeech(words)) return false;
  return /^(?:#|```)|:$|^\(?\d+ \w+\)?$/.test(words) || words.split(/\s+/, MOST_WORDS + 1).length <= MOST_WORDS;
}
