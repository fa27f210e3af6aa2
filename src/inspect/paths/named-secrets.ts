import type { Finding } from '../../model/evidence.ts';
import { type Leaf, pointerKeys } from '../../model/json.ts';
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

const isSecret = (name: string, value: string): boolean =>
  value.length >= SHORTEST &&
  value.length <= LONGEST &&
  isSecretName(name) &&
  !ELSEWHERE.test(value) &&
  !isPlaceholder(value);

/**
 * What is called a secret in texts of a place that holds some beside other things. Elsewhere a weak password cannot be told from a
 * word in an example; here it is one, whatever its form.
 */
export function namedSecrets(texts: readonly Leaf[]): Finding[] {
  const found: Finding[] = [];
  for (const { at, text, key } of texts) {
    if (key) continue;
    const name = pointerKeys(at).at(-1) ?? '';
    if (isSecret(name, text)) found.push({ ...NAMED, at });
    for (const { 0: whole, 1: of = '', 2: double, 3: single, 4: bare = '', index } of text.matchAll(SETTING)) {
      if (found.length >= MOST_FINDINGS) return found;
      const value = double ?? single ?? bare;
      if (!isSecret(of, value)) continue;
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
