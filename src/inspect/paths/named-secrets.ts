import type { Finding } from '../../model/evidence.ts';
import { type Leaf, type Leaves, pointerKeys } from '../../model/json.ts';
import { isSecretName } from '../../model/words/secret-name.ts';
import { isPlaceholder } from '../detectors/entropy.ts';
import { MOST_FINDINGS } from '../reading/spots.ts';

/** Nobody looks for a shorter one in what is sent. */
const SHORTEST = 8;
const LONGEST = 200;
/**
 * A name and its value, as files of settings have them, each on its line, with its number where a tool prints those: `export
 * DB_PASSWORD=…`, `"password": "…"`, `define('DB_PASSWORD', '…')`.
 */
const SETTING =
  /^[ \t]{0,40}(?:\d{1,6}[ \t:|→]{1,8})?(?:(?:export|set|setenv|define|putenv|const|var|let)\b[ \t(]{1,4})?["']?([A-Za-z_][\w.-]{0,79})["']?[ \t]{0,8}[=:,][ \t>]{0,8}(?:"([^"\n]{8,200})"|'([^'\n]{8,200})'|([^\s"',;][^\s"';]{7,199}))/gm;
/** What says where a secret is, or that there is none: a path, an address, the name of another setting, `true`. */
const ELSEWHERE =
  /^[~.]{0,2}[/\\]|^[a-z][a-z0-9+.-]{1,20}:\/\/|^[A-Za-z]:[\\/]|^\$|^(?:disabled|required|optional|undefined)$/i;

/** What everybody tries first: it stands in any text, and tells nobody anything. */
const COMMON =
  /^(?:password|passw0rd|development|production|localhost|administrator|minioadmin|adminadmin|rootroot|testtest)$/i;
const WORD = /[a-z]{8,}/gi;
const PLAIN = /^[\w.@+-]{8,200}$/;
/** The name that a setting begins with, however short its value is. */
const NAME =
  /^[ \t]{0,40}(?:\d{1,6}[ \t:|→]{1,8})?(?:export[ \t]{1,4})?["']?([A-Za-z_][\w.-]{0,79})["']?[ \t]{0,8}[=:]/gm;
/** Names that may be those of secrets after all. */
const DOUBTFUL = /pw|pass|secret|key|token|cred|auth|pin/i;
/** What somebody goes somewhere with: `user:password@host`. */
const PASSWORD = /:[^\s:@/]{1,200}@/g;

/**
 * What the same texts call something else as well: the program, the user and the password of a database often have one name, which
 * then stands in all that is said of it.
 */
function openIn(texts: Leaves): ReadonlySet<string> {
  const open = new Set<string>();
  const openWords = (text: string): void => {
    for (const [word] of text.matchAll(WORD)) open.add(word.toLowerCase());
  };
  const openValue = (name: string, value: string): void => {
    if (isSecretName(name) || DOUBTFUL.test(name)) return;
    open.add(value.toLowerCase());
    openWords(value.replace(PASSWORD, '@'));
  };
  for (let i = 0; i < texts.length; i++) {
    const { at, text, key } = texts.at(i) as Leaf;
    if (key) continue;
    const name = pointerKeys(at).at(-1) ?? '';
    openWords(name);
    if (PLAIN.test(text)) openValue(name, text);
    for (const { 1: of = '' } of text.matchAll(NAME)) openWords(of);
    for (const { 1: of = '', 2: double, 3: single, 4: bare = '' } of text.matchAll(SETTING))
      openValue(of, double ?? single ?? bare);
  }
  return open;
}

const isSecret = (name: string, value: string): boolean =>
  value.length >= SHORTEST &&
  value.length <= LONGEST &&
  isSecretName(name) &&
  !ELSEWHERE.test(value) &&
  !COMMON.test(value) &&
  !isPlaceholder(value);

/**
 * What is called a secret in texts of a place that holds some beside other things. Elsewhere a weak password cannot be told from a
 * word in an example; here it is one, whatever its form.
 */
export function namedSecrets(texts: Leaves): Finding[] {
  const found: Finding[] = [];
  let open: ReadonlySet<string> | undefined;
  const isOpen = (value: string): boolean => {
    open ??= openIn(texts);
    return open.has(value.toLowerCase());
  };
  for (let i = 0; i < texts.length; i++) {
    const { at, text, key } = texts.at(i) as Leaf;
    if (key) continue;
    const name = pointerKeys(at).at(-1) ?? '';
    if (isSecret(name, text) && !isOpen(text)) found.push({ ...NAMED, at });
    for (const { 0: whole, 1: of = '', 2: double, 3: single, 4: bare = '', index } of text.matchAll(SETTING)) {
      if (found.length >= MOST_FINDINGS) return found;
      const value = double ?? single ?? bare;
      if (!isSecret(of, value) || isOpen(value)) continue;
      const start = index + whole.lastIndexOf(value);
      found.push({ ...NAMED, at, span: [start, start + value.length] });
    }
  }
  return found;
}

const NAMED = {
  kind: 'secret.generic',
  severity: 'medium',
  message: 'Is called a password, key or token where such are kept.',
} as const;
