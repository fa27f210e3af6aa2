import { z } from 'zod';

/** A duration such as `500ms`, `30s`, `15m`, `8h`, `30d`. Parsed to milliseconds. */
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'write a number and a unit: 500ms, 30s, 15m, 8h or 30d')
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof UNITS;
    return Number.parseInt(text, 10) * UNITS[unit];
  });

const SIZES = { B: 1, KB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;
export const size = z
  .string()
  .regex(/^\d+(B|KB|MB|GB)$/, 'write a number and a unit: 512B, 64KB, 10MB or 1GB')
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof SIZES;
    return Number.parseInt(text, 10) * SIZES[unit];
  });

const name = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]|_(?!_))*$/,
    'use letters, digits, "-" and single "_"; start with a letter or digit',
  )
  .max(40);
const label = z.string().min(1).max(60);
const power = z.enum(['read', 'write', 'destructive', 'external', 'execute']);
const role = z.enum([
  'destination',
  'credential',
  'command',
  'target',
  'content',
  'query',
  'path',
  'amount',
  'plumbing',
]);
const effect = z.enum(['allow', 'ask', 'deny']);
const toolPattern = z.string().min(1).describe('`server.tool`, `*` for any run of characters, such as `bank.*`');

const tool = z
  .strictObject({
    powers: z.array(power).optional().describe('What the tool can do; replaces what its definition suggests'),
    roles: z.record(z.string(), role).optional().describe('What its arguments decide, by pointer: `/to: destination`'),
    labels: z.array(label).optional().describe('What its results are marked with; replaces the labels of the server'),
  })
  .describe('What is known better than the definition says');

const isolation = z.enum(['session', 'shared', 'call']).default('session');

const server = z
  .strictObject({
    command: z.string().min(1).optional().describe('The program of a stdio server'),
    args: z.array(z.string()).default([]).describe('What the program is started with'),
    env: z.record(z.string(), z.string()).default({}).describe('Set on top of a short list of inherited variables'),
    cwd: z
      .string()
      .optional()
      .describe('Where the program starts, relative to this file; default: where Sallyport was started'),
    url: z.string().optional().describe('The address of an HTTP server'),
    transport: z
      .enum(['stdio', 'http', 'sse'])
      .optional()
      .describe('Only needed for `sse`; otherwise `command` or `url` says it'),
    headers: z.record(z.string(), z.string()).default({}).describe('Sent with every request to an HTTP server'),
    labels: z
      .array(label)
      .optional()
      .describe('Marks on its results. A server without labels counts as `untrusted`; `[]` trusts it'),
    isolation: isolation.describe(
      '`session`: a process or connection for each session; `shared`: one for all; `call`: one for each call',
    ),
    era: z.enum(['auto', 'legacy', 'modern']).default('auto').describe('Which protocol it speaks; `auto` asks it'),
    timeout: duration.prefault('60s').describe('How long one call may take'),
    start: duration.prefault('30s').describe('How long it may take to start and list'),
    idle: duration.prefault('15m').describe("A session's process is ended after this much silence"),
    processes: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(32)
      .describe('At most this many processes of this server at once'),
    tools: z.record(z.string(), tool).default({}).describe("By the server's own tool name, `*` allowed"),
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
      });
    }
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
    if (command === undefined && url !== undefined) {
      for (const key of ['args', 'env'] as const) {
        if (Object.keys(server[key]).length > 0) refuse(key, 'only a server with a `command` has it');
      }
    }
  })
  .describe('A real MCP server behind Sallyport');

const rule = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'use lower-case letters, digits and "-"')
      .describe('Names the rule to people, to `off` and to exceptions'),
    on: z
      .enum(['call', 'result'])
      .default('call')
      .describe('What is judged: a call before it is relayed, or its result'),
    methods: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Such as `tools/call`, `resources/*`. Default: all of them'),
    origin: z
      .enum(['downstream', 'upstream', 'ours', 'any'])
      .default('downstream')
      .describe('Who caused the call: the client, or a server asking something of the client'),
    tools: z.array(toolPattern).min(1).optional().describe('Matches these tools. Default: all'),
    agents: z.array(z.string()).min(1).optional().describe('Matches calls of these agents. Default: all'),
    powers: z.array(power).min(1).optional().describe('Matches a tool that has any of them'),
    findings: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Matches if any finding is of one of these kinds: `secret.*`'),
    labels: z.array(label).min(1).optional().describe('Matches if the session has any of these marks'),
    when: z.string().optional().describe('A CEL condition over call, findings, flows, labels, session, agent, purpose'),
    effect: effect.optional().describe('Left out only where `redact` stands instead'),
    redact: z
      .boolean()
      .default(false)
      .describe('On results: replaces what the findings point at, instead of an effect'),
    door: z
      .enum(['elicitation', 'terminal', 'console'])
      .optional()
      .describe('The weakest way of answering that counts'),
    reason: z.string().min(1).describe('One sentence for the person and the agent'),
    instead: z.string().optional().describe('What the agent may do instead'),
    mode: z.enum(['enforce', 'audit']).default('enforce').describe('`audit` is recorded and never counts'),
  })
  .superRefine((rule, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (rule.effect === undefined && !rule.redact) refuse('effect', 'is missing: write allow, ask or deny');
    if (rule.redact) {
      if (rule.on === 'call') refuse('redact', 'arguments are never rewritten; redact with `on: result`, or deny');
      if (rule.findings === undefined) refuse('redact', 'needs `findings`, which say what to replace');
      if (rule.effect !== undefined && rule.effect !== 'allow') refuse('effect', 'leave it out where `redact` stands');
    }
    if (rule.on === 'result' && rule.effect === 'ask') {
      refuse('effect', 'a result cannot be asked about, the call is done; write deny (withhold it), or redact');
    }
    if (rule.door !== undefined && rule.effect !== 'ask') refuse('door', 'only a rule that asks has a door');
  })
  .describe('Condition and effect');

const exception = z
  .strictObject({
    rule: z.string().describe('The id of the one rule that it stops from matching'),
    when: z.string().describe('A CEL condition, as narrow as it can be: this tool, this destination'),
    until: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as 2027-01-31')
      .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true, 'there is no such day')
      .describe('The last day it holds, in UTC'),
    by: z.string().min(1).describe('Who said so'),
    why: z.string().min(1).describe('Recorded with every call it lets pass'),
  })
  .describe('A standing narrow yes, bound to one rule, with an end date');

const expectation = z
  .strictObject({
    call: z.strictObject({
      tool: z.string().describe('`server.tool`'),
      args: z.record(z.string(), z.json()).default({}),
      agent: z.string().optional(),
      powers: z.array(power).optional(),
      labels: z.array(label).optional().describe('Marks the session has before the call'),
      findings: z
        .array(z.string())
        .optional()
        .describe('Kinds of findings to assume besides those the inspectors make'),
    }),
    expect: effect,
    rule: z.string().optional().describe('A rule that must be among those that matched'),
  })
  .describe('A test of the policy, run by `sallyport check`');

const agent = z.strictObject({
  match: z
    .strictObject({
      launch: z.string().optional().describe('`sallyport serve --agent NAME`'),
      token: z.string().optional().describe('The name of a bearer token'),
      client: z.string().optional().describe('What the client calls itself; only narrows'),
    })
    .default({})
    .describe('How a client is recognised as this agent'),
  purpose: z.string().optional().describe('The purpose that says what is granted; without one, nothing is'),
  human: z
    .enum(['elicitation', 'out-of-band'])
    .optional()
    .describe("Whether this agent's client may carry a human's answer"),
});

const purpose = z.strictObject({
  about: z.string().default('').describe('One sentence for people'),
  allow: z.array(toolPattern).default([]).describe('Tools that are granted'),
  deny: z.array(toolPattern).default([]).describe('Tools that are not, whatever `allow` says'),
});

export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    servers: z.record(name, server).default({}).describe('The MCP servers behind Sallyport, by name'),
    names: z
      .enum(['prefixed', 'plain'])
      .default('prefixed')
      .describe('`plain`: tools keep their own names; collisions are reported'),
    agents: z.record(name, agent).default({}).describe('Once one is named, whatever is not granted is denied'),
    purposes: z.record(name, purpose).default({}).describe('What agents are for: the tools they may use'),
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
            z.string(),
            z.strictObject({
              mode: z.enum(['enforce', 'audit']).describe('`audit`: what it sees is recorded and never counts'),
            }),
          )
          .default({})
          .describe('Single inspectors, by name'),
      })
      .prefault({})
      .describe('What is asked about, refused or redacted'),
    session: z
      .strictObject({
        meta: z.string().optional().describe('A key of `_meta` that names the session'),
        traceparent: z.boolean().default(false).describe('Whether a trace id marks one run'),
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
      })
      .prefault({})
      .describe('Calls that wait for a human'),
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
        origins: z.array(z.string()).default([]).describe('Origins accepted besides localhost'),
        tokens: z
          .record(name, z.string())
          .default({})
          .describe('Bearer tokens by name; use references such as ${env:X}'),
      })
      .prefault({})
      .describe('`sallyport serve --http`'),
    limits: z
      .strictObject({
        message: size.prefault('4MB').describe('The largest request'),
        result: size.prefault('32MB').describe('The largest result'),
        inFlight: z.number().int().min(1).default(256).describe('Calls at once'),
        sessions: z.number().int().min(1).default(1000).describe('Sessions at once'),
        inspect: duration.prefault('2s').describe('How long one inspector may take'),
      })
      .prefault({})
      .describe('How much of everything'),
    floor: z
      .strictObject({
        loosening: z
          .enum(['record', 'ask'])
          .default('record')
          .describe('What happens when a changed file lets more pass: it is recorded, or waits for a human'),
      })
      .prefault({})
      .describe('What is always on'),
  })
  .describe('servers.config.yaml');

export type Config = z.infer<typeof configSchema>;
export type ServerConfig = Config['servers'][string];
export type RuleConfig = Config['policy']['rules'][number];
