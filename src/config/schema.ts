import { z } from 'zod';
import { didYouMean } from '../model/words/nearest.ts';
import { auth } from './auth.ts';
import { duration, size } from './measure.ts';
import { exception, expectation, rule } from './rule.ts';
import { server } from './server.ts';
import { headerName, label, name, power, toolPattern } from './word.ts';

const agent = z.strictObject({
  match: z
    .strictObject({
      launch: z.string().optional().describe('`sallyport serve --agent NAME`'),
      token: z.string().optional().describe('The name of a bearer token'),
      clientId: z.string().min(1).optional().describe('The OAuth client that an access token was issued to'),
      issuer: z.string().min(1).optional().describe('Who issued the access token; one of `http.auth.issuers`'),
      claim: z
        .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
        .optional()
        .describe('What an access token must say: `{ department: support }`; of a list, one; `/a/b` reaches inside'),
      client: z.string().optional().describe('What the client calls itself; only narrows'),
    })
    .default({})
    .describe('How a client is recognised as this agent'),
  purpose: z.string().optional().describe('The purpose that says what is granted; without one, nothing is'),
  human: z
    .enum(['elicitation', 'out-of-band'])
    .optional()
    .describe("Whether this agent's client may carry a person's answer"),
});

const purpose = z.strictObject({
  about: z.string().default('').describe('One sentence for people'),
  allow: z.array(toolPattern).default([]).describe('Tools that are granted'),
  deny: z.array(toolPattern).default([]).describe('Tools that are not, whatever `allow` says'),
  powers: z.array(power).optional().describe('Of those, only tools that can do no more than this: `[read]`'),
  data: z
    .strictObject({ deny: z.array(label).default([]).describe('Marks of data that is not touched: `[pii]`') })
    .prefault({})
    .describe('Which data may be touched'),
});

// The union's own tools are listed under this name.
const serverName = name.refine((text) => text.toLowerCase() !== 'sallyport', 'it is the name of Sallyport itself');

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors'),
    servers: z.record(serverName, server).default({}).describe('The MCP servers behind Sallyport, by name'),
    names: z
      .enum(['prefixed', 'plain'])
      .default('prefixed')
      .describe(
        '`plain`: tools keep their own names, but for those that collide or read as names of another server; these are reported',
      ),
    agents: z.record(name, agent).default({}).describe('Once one is named, whatever is not granted is denied'),
    purposes: z
      .record(name, purpose)
      .default({})
      .describe(
        'What agents and sessions are for: the tools and data they may use. `read-only` is there without being written',
      ),
    policy: z
      .strictObject({
        packs: z
          .array(z.enum(['observe', 'recommended', 'strict']))
          .default(['recommended'])
          .describe('Rules that ship with Sallyport; `strict` takes `recommended` along'),
        rules: z.array(rule).default([]).describe('Your own rules; the strictest that matches counts'),
        off: z.array(z.string()).default([]).describe('Rules of packs, by id, that do not count here'),
        exceptions: z.array(exception).default([]).describe('Standing narrow yeses'),
        tests: z
          .array(expectation)
          .default([])
          .describe('What the policy must say to a call; run by `sallyport check`'),
        inspectors: z
          .record(
            name,
            z.strictObject({
              file: z
                .string()
                .min(1)
                .optional()
                .describe('An inspector of your own: the module that has it, relative to this file'),
              mode: z
                .enum(['enforce', 'audit'])
                .default('enforce')
                .describe('`audit`: what it sees is recorded and never counts'),
            }),
          )
          .default({})
          .describe('Single inspectors, by name: a mode for one that ships, or one of your own'),
      })
      .prefault({})
      .describe('What is asked about, refused or redacted'),
    session: z
      .strictObject({
        meta: z.string().optional().describe('A key of `_meta` that names the session'),
        agentKey: z
          .string()
          .optional()
          .describe('A key of `_meta` by which a client names its sub-agent; recorded, and never a reason to allow'),
        traceparent: z.boolean().default(false).describe('Whether a trace id marks one run'),
        task: z
          .strictObject({
            header: headerName.optional().describe('A header of HTTP requests that says what the user asked for'),
            meta: z.string().min(1).optional().describe('A key of `_meta` that says it'),
            hook: z
              .boolean()
              .default(false)
              .describe("Whether it may be said by `sallyport task`, which a host's hook runs with the user's prompt"),
            ask: z
              .boolean()
              .default(false)
              .describe(
                'Whether the person is asked for it, once, in a form of their client, before the first call of a session that acts',
              ),
          })
          .prefault({})
          .describe("Where the user's own words come from: values in them are the user's, not a stranger's"),
        purpose: z
          .strictObject({
            header: headerName.optional().describe('A header of HTTP requests that names what a session is for'),
            meta: z.string().min(1).optional().describe('A key of `_meta` that names it'),
          })
          .prefault({})
          .describe(
            'What narrows a session: a purpose, or the tools that its task needs, as `server.tool`, with commas',
          ),
        idle: duration.prefault('2h').describe('Silence that ends a session of a stdio process or principal'),
      })
      .prefault({})
      .describe('Where one session ends and the next begins'),
    approvals: z
      .strictObject({
        wait: duration
          .prefault('5s')
          .describe('How long a held call waits for an answer from outside before it returns'),
        expire: duration.prefault('15m').describe('After this nothing approves a held call'),
        notify: z
          .array(z.string())
          .min(1)
          .optional()
          .describe(
            'A program and its arguments, run for each call that is held, with what a person has to know on stdin',
          ),
      })
      .prefault({})
      .describe('Calls that wait for a person'),
    record: z
      .strictObject({
        payload: size.prefault('256KB').describe('How much of each result is kept; arguments are kept whole'),
        segment: size.prefault('64MB').describe('A segment of the journal is closed at this size'),
        keep: duration.prefault('90d').describe('Older segments are removed'),
        most: size.prefault('5GB').describe('The oldest segments are removed beyond this'),
        checkpoint: duration.prefault('5m').describe('How often the heads of all chains are signed'),
      })
      .prefault({})
      .describe('The journal'),
    http: z
      .strictObject({
        port: z.number().int().min(0).max(65535).default(7600).describe('0 takes any free one'),
        host: z.string().default('127.0.0.1').describe('The address to listen on'),
        path: z.string().startsWith('/').default('/mcp').describe('Where the endpoint is'),
        hosts: z.array(z.string()).default([]).describe('Host names accepted besides localhost'),
        origins: z
          .array(z.string())
          .default([])
          .describe('Origins accepted besides localhost; their pages may call from a browser (CORS)'),
        tokens: z
          .record(name, z.string())
          .default({})
          .describe('Bearer tokens by name; use references such as ${env:X}, or `sallyport token add`'),
        auth: auth.prefault({}),
      })
      .prefault({})
      .describe('`sallyport serve --http`'),
    limits: z
      .strictObject({
        message: size.prefault('4MB').describe('The largest request'),
        result: size.prefault('32MB').describe('The largest result'),
        depth: z.number().int().min(10).max(200).default(200).describe('How deep a request may nest'),
        inFlight: z.number().int().min(1).default(256).describe('Requests of one client at once'),
        total: z.number().int().min(1).default(2000).describe('Requests of all clients at once'),
        load: size
          .prefault('128MB')
          .describe(
            'What requests of all clients at once may hold, and as much those that wait for a person; those of one principal a quarter of it',
          ),
        unread: size.prefault('64MB').describe('What was answered to one client and waits until it reads'),
        sessions: z.number().int().min(1).default(1000).describe('Sessions of HTTP clients at once'),
        question: duration
          .prefault('10m')
          .describe(
            "How long a server's question waits for the client; then it is answered for nobody, or its call is cancelled",
          ),
        inspect: duration
          .prefault('2s')
          .describe('How long one inspector may work; one of your own: how long it may take, waiting included'),
        drain: duration.prefault('5s').describe('How long calls in flight may go on when Sallyport is told to end'),
      })
      .prefault({})
      .describe('How much of everything'),
    floor: z
      .strictObject({
        loosening: z
          .enum(['record', 'ask'])
          .default('record')
          .describe('What happens when a changed file lets more pass: it is recorded, or waits for a person'),
      })
      .prefault({})
      .describe('What is always on'),
  })
  .superRefine(({ http, purposes }, context) => {
    const known = [...Object.keys(purposes), 'read-only'];
    for (const [index, { scopes }] of http.auth.issuers.entries()) {
      for (const [scope, purpose] of Object.entries(scopes)) {
        if (known.includes(purpose)) continue;
        const message = `there is no purpose "${purpose}"${didYouMean(purpose, known)}; there are ${known.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['http', 'auth', 'issuers', index, 'scopes', scope], message });
      }
    }
  })
  .describe('servers.config.yaml');

export type Config = z.infer<typeof configSchema>;
export type ServerConfig = Config['servers'][string];
