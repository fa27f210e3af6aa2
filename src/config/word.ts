import { z } from 'zod';
import { EFFECTS } from '../model/decision.ts';
import { POWERS, ROLES } from '../model/tool.ts';

/** The name of a server, agent, purpose or token. No dot, so that `server.tool` is unambiguous; no `__`, which joins names. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]|_(?!_))*$/,
    'use letters, digits, "-" and single "_"; start with a letter or digit',
  )
  .max(40);
/** A label of data: `untrusted`, `pii`, a user's own. */
export const label = z.string().min(1).max(60);
export const power = z.enum(POWERS);
export const role = z.enum(ROLES);
export const effect = z.enum(EFFECTS);
/** Tools by name; `*` is any run of characters. */
export const toolPattern = z.string().min(1).describe('`server.tool`, `*` for any run of characters, such as `bank.*`');
/** The name of a custom HTTP header: those of the protocol and of the connection have another meaning. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'use letters, digits and "-"')
  .max(100)
  .refine(
    (text) => !/^(?:authorization|cookie|host|origin|accept.*|content-.*|mcp-.*|last-event-id|user-agent)$/i.test(text),
    'it is a header that says something else',
  );
/** A place in what a tool returns. */
export const fieldPointer = z
  .string()
  .regex(/^\//, 'a place in a result begins with "/", such as `/email` or `/items/*/email`')
  .max(500)
  .refine((text) => !/~(?![01])/.test(text), 'write `~0` for "~" and `~1` for "/" in the name of a field')
  .refine((text) => !/\*\*|[^/]\*|\*[^/]/.test(text), '`*` stands for any item of a list, and for nothing else')
  .refine((text) => !/\/(?:\/|$)/.test(text), 'a name is missing between two "/", or after the last');
