import { createHash } from 'node:crypto';
import { latinName } from '../model/text/latin.ts';

/** Clients put `mcp__sallyport__` before our names and cut at 64 characters; this is what is left. */
export const LONGEST_NAME = 48;

/** The union's own tools are called `sallyport__…`; no server's tool may be. */
export const OWN_SERVER = 'sallyport';

/** Whether names and addresses carry their server always, or only where two servers have the same. */
export type Naming = 'prefixed' | 'plain';

const SERVER_PART = 16;
/** `_h` and ten characters of base 32. A name that ends so is always a hashed one: names that merely look so are hashed too. */
const HASHED = /_h[a-v0-9]{10}$/;
const CLEAN = /^[A-Za-z0-9_-]+$/;

/**
 * The name under which a server's tool or prompt is shown: `server__tool`, or a shortened, hashed form where that is too
 * long, spelt with other characters, or could be read as another server's. Injective, and a pure function of both names:
 * what else is offered, and when, has no say.
 */
export function unionName(server: string, name: string): string {
  const joined = `${server}__${name}`;
  const isPlain =
    joined.length <= LONGEST_NAME &&
    CLEAN.test(server) &&
    CLEAN.test(name) &&
    // The first `__` ends the server's name; otherwise `a_` + `b` and `a` + `_b` would be the same.
    !server.includes('__') &&
    !server.endsWith('_') &&
    server !== OWN_SERVER &&
    !HASHED.test(name);
  return isPlain ? joined : hashedName(server, name);
}

/** The shortened form, for where even the joined name is taken. */
export function hashedName(server: string, name: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([server, name]))
    .digest();
  let bits = hash.readUIntBE(0, 6);
  let tail = '';
  // 48 bits need nine characters and a half; the tenth takes the rest.
  for (let i = 0; i < 10; i++) {
    tail = (bits % 32).toString(32) + tail;
    bits = Math.floor(bits / 32);
  }
  const end = `_h${tail}`;
  const head = `${clean(server).slice(0, SERVER_PART)}__`;
  return head + clean(name).slice(0, LONGEST_NAME - head.length - end.length) + end;
}

/** Whether a name that the union does not have may be meant for a server, by how it begins. */
export const isNamedAfter = (server: string, name: string): boolean =>
  name.startsWith(`${server}__`) || (HASHED.test(name) && name.startsWith(`${clean(server).slice(0, SERVER_PART)}__`));

const clean = (name: string): string => latinName(name).replace(/[^A-Za-z0-9_-]+/g, '-');
