import { z } from 'zod';
import { duration } from './measure.ts';
import { oauth } from './oauth.ts';
import { fieldPointer, label, power, role } from './word.ts';

const tool = z
  .strictObject({
    powers: z.array(power).optional().describe('What the tool can do; replaces what its definition suggests'),
    roles: z.record(z.string(), role).optional().describe('What its arguments decide, by pointer: `/to: destination`'),
    labels: z.array(label).optional().describe('What its results are marked with; replaces the labels of the server'),
    fields: z
      .record(fieldPointer, z.array(label))
      .optional()
      .describe('What parts of its results are marked with instead, by pointer: `/items/*/email: [pii]`'),
  })
  .describe('What is known better than the definition says');

/** `A=B: c` would set `A`, which nobody reads there. */
const variable = z.string().regex(/^[^=\0]+$/, 'a variable has a name, without "=" in it; write `A: "B"`');

/** What each program is given ends at the first NUL. */
const given = z.string().regex(/^[^\0]*$/, 'has a NUL character in it, which no program can be given: take it out');

const CONTROL =
  'has a control character in it, as "\\t" and "\\b" are in double quotes: take it out, or put a path with backslashes in single quotes';
const path = z.string().regex(/^[^\p{Cc}]*$/u, CONTROL);

/** What a reference in it names, a folder of the system among it, may have blanks, and letters of any script. */
const address = z.string().regex(/^[^\p{Cc}]*$/u, 'has a control character in it, which no address has: take it out');
const header = z
  .string()
  .regex(
    /^[^\0-\x08\n-\x1f\x7f]*$/,
    'has a line break or another control character in it, which no header may have: take it out',
  );
const headerName = z
  .string()
  .regex(
    /^[!#$%&'*+.^_`|~\w-]+$/,
    "a header's name has letters, digits and signs such as -, without blanks and colons",
  );

const isolation = z.enum(['session', 'shared', 'call']).default('session');

/** One entry of `servers`. */
export const server = z
  .strictObject({
    command: path
      .regex(/\S/, 'is empty: name the program to start')
      .optional()
      .describe('The program of a stdio server'),
    args: z.array(given).default([]).describe('What the program is started with'),
    env: z.record(variable, given).default({}).describe('Set on top of a short list of inherited variables'),
    cwd: path
      .optional()
      .describe('Where the program starts, relative to this file; default: where Sallyport was started'),
    url: address.optional().describe('The address of an HTTP server'),
    transport: z
      .enum(['stdio', 'http', 'sse'])
      .optional()
      .describe('Only needed for `sse`, the HTTP+SSE transport of 2024-11-05; otherwise `command` or `url` says it'),
    headers: z.record(headerName, header).default({}).describe('Sent with every request to an HTTP server'),
    auth: z
      .strictObject({ oauth: oauth.describe('Sign in with OAuth; `{}` is enough for most servers') })
      .optional()
      .describe('How Sallyport proves to an HTTP server who it is; the tokens are kept for you'),
    roots: z
      .array(z.string().min(1))
      .optional()
      .describe(
        "Which of the client's roots it is told of: those that are one of these folders or lie below; `[]`: none, and not even that there are; default: all",
      ),
    baggage: z
      .boolean()
      .default(false)
      .describe("Whether it is sent the `baggage` of requests: what the client's tracing says of whom they are for"),
    labels: z
      .array(label)
      .optional()
      .describe('Marks on its results. A server without labels counts as `untrusted`; `[]` trusts it'),
    isolation: isolation.describe(
      '`session`: a process or connection for each session; `shared`: one for all; `call`: one for each call',
    ),
    era: z.enum(['auto', 'legacy', 'modern']).default('auto').describe('Which protocol it speaks; `auto` asks it'),
    timeout: duration
      .prefault('55s')
      .describe(
        'How long one call may be silent. Most clients give up after 60 s: the default is shorter, so that they hear why',
      ),
    ceiling: duration.prefault('20m').describe('A call ends after this, however much progress it tells'),
    inFlight: z.number().int().min(1).default(1000).describe('Calls to this server at once, of all sessions'),
    start: duration.prefault('30s').describe('How long it may take to start and list'),
    idle: duration.prefault('15m').describe("A session's process is ended after this much silence"),
    processes: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(32)
      .describe('At most this many processes of this server at once'),
    tools: z
      .record(z.string(), tool)
      .default({})
      .describe("By the server's own name of a tool or prompt, or the address of a resource; `*` allowed"),
    disabled: z.boolean().default(false).describe('Neither started nor shown'),
    description: z.string().optional().describe('For people; no client sees it'),
  })
  .superRefine((server, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const { command, url, transport } = server;
    if (command === undefined && url === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'needs a `command` (a program to start) or a `url` (an HTTP server)',
        params: { missing: ['command', 'url'] },
      });
    }
    if (command !== undefined && /^https?:\/\//i.test(command))
      refuse('command', 'is an address: write `url: …` instead');
    if (command !== undefined && url !== undefined) refuse('url', 'write either `command` or `url`, not both');
    if (command === undefined && transport === 'stdio') refuse('transport', '`stdio` needs a `command`');
    if (url === undefined && (transport === 'http' || transport === 'sse')) {
      refuse('transport', `\`${transport}\` needs a \`url\``);
    }
    if (url !== undefined && !/^https?:\/\//i.test(url) && !url.startsWith('${')) {
      refuse('url', 'must start with https:// or http://');
    }
    if (url === undefined && Object.keys(server.headers).length > 0)
      refuse('headers', 'only an HTTP server has headers');
    if (server.auth !== undefined) {
      const named = Object.keys(server.headers).find((name) => name.toLowerCase() === 'authorization');
      if (url === undefined) refuse('auth', 'only an HTTP server has it');
      else if (url.includes('${session.')) refuse('auth', 'a `url` of one session cannot be signed in to');
      if (url !== undefined && /^http:\/\/(?!(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$))/i.test(url)) {
        refuse('auth', 'needs a `url` that starts with https://: tokens are not sent in the clear');
      }
      if (named !== undefined) refuse('auth', `write either \`auth\` or the header ${named}, not both`);
    }
    if (command === undefined && url !== undefined) {
      for (const key of ['args', 'env'] as const) {
        if (Object.keys(server[key]).length > 0) refuse(key, 'only a server with a `command` has it');
      }
    }
  })
  .describe('A real MCP server behind Sallyport');
