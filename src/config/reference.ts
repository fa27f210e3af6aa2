import { type Complaint, type Locate, MOST_COMPLAINTS, type Path } from '../model/complaint.ts';
import { nearest } from '../model/words/nearest.ts';
import type { Config } from './schema.ts';

/** What may be between `${` and `}`: a kind and a name with a colon between them, or a word alone. `$${` is a literal `${`. */
export const REFERENCE = /\$(\$\{)|\$\{([^}]*)\}/g;
const NAMED = ['env', 'file', 'keychain'] as const;
/** Resolved by upstream/ when a session's process starts. */
const LATE = ['session.id', 'session.dir'] as const;
const ALONE = ['workspace', 'home', ...LATE] as const;

/** Keys of `auth.oauth` in which a reference counts. */
export const OAUTH_TEXTS = ['clientId', 'clientSecret', 'privateKey', 'issuer', 'resource'] as const;

export interface Spot {
  readonly path: Path;
  readonly text: string;
}

/** Every string of the configuration in which a reference counts. */
export function spots(config: Config): Spot[] {
  const found: Spot[] = [];
  for (const [name, server] of Object.entries(config.servers)) {
    const at = (key: string, text: string | undefined, ...rest: Path): void => {
      if (text !== undefined) found.push({ path: ['servers', name, key, ...rest], text });
    };
    at('command', server.command);
    at('cwd', server.cwd);
    at('url', server.url);
    server.args.forEach((text, index) => {
      at('args', text, index);
    });
    server.roots?.forEach((text, index) => {
      at('roots', text, index);
    });
    for (const [key, text] of Object.entries(server.env)) at('env', text, key);
    for (const [key, text] of Object.entries(server.headers)) at('headers', text, key);
    for (const key of OAUTH_TEXTS) at('auth', server.auth?.oauth[key], 'oauth', key);
  }
  for (const [name, text] of Object.entries(config.http.tokens)) found.push({ path: ['http', 'tokens', name], text });
  return found;
}

/** References that mean nothing anywhere; of very many the first. */
export function strayReferences(config: Config, locate: Locate): Complaint[] {
  const complaints: Complaint[] = [];
  for (const { path, text } of spots(config)) {
    for (const match of text.matchAll(REFERENCE)) {
      const body = match[2];
      if (body === undefined || isReference(body) || body.startsWith('input:')) continue;
      const words = [...NAMED.map((word) => `${word}:NAME`), ...ALONE];
      const meant = nearest(body, ALONE) ?? (/^[A-Za-z_]\w*$/.test(body) ? `env:${body}` : undefined);
      complaints.push({
        path,
        what: `\${${body}} is no reference${meant === undefined ? '' : ` (did you mean \${${meant}}?)`}`,
        instead: `Known: ${words.map((word) => `\${${word}}`).join(', ')}. For the characters themselves write $\${${body}}.`,
        place: locate(path, { offset: match.index }),
      });
      if (complaints.length === MOST_COMPLAINTS) return complaints;
    }
  }
  return complaints;
}

const isReference = (body: string): boolean => {
  const colon = body.indexOf(':');
  if (colon < 0) return (ALONE as readonly string[]).includes(body);
  return (NAMED as readonly string[]).includes(body.slice(0, colon)) && body.length > colon + 1;
};
