import { z } from 'zod';
import { effect, label, power, toolPattern } from './word.ts';

/** One entry of `policy.rules`. */
export const rule = z
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
      .describe(
        'The weakest way of answering that counts; there is no `console` yet, so nobody can answer what asks for it',
      ),
    reason: z.string().min(1).describe('One sentence for the person and the agent'),
    instead: z.string().optional().describe('What the agent may do instead'),
    mode: z.enum(['enforce', 'audit']).default('enforce').describe('`audit` is recorded and never counts'),
  })
  .superRefine((rule, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (rule.effect === undefined && !rule.redact) {
      const message = 'needs an `effect`: write allow, ask or deny';
      context.addIssue({ code: 'custom', message, params: { missing: ['effect', 'redact'] } });
    }
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

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;

/** One entry of `policy.exceptions`. */
export const exception = z
  .strictObject({
    rule: z.string().describe('The id of the one rule that it stops from matching'),
    when: z.string().describe('A CEL condition, as narrow as it can be: this tool, this destination'),
    until: z
      .string()
      .regex(DATE, 'write a date as 2027-01-31')
      .refine((text) => !DATE.test(text) || isDay(text), 'there is no such day')
      .describe('The last day it holds, in UTC'),
    by: z.string().min(1).describe('Who said so'),
    why: z.string().min(1).describe('Recorded with every call it lets pass'),
  })
  .describe('A standing narrow yes, bound to one rule, with an end date');

/** One entry of `policy.tests`. */
export const expectation = z
  .strictObject({
    call: z
      .strictObject({
        tool: z.string().describe('`server.tool`'),
        args: z.record(z.string(), z.json()).default({}).describe('The arguments of the call'),
        agent: z.string().optional().describe('Who calls'),
        powers: z.array(power).optional().describe('Instead of those that the lockfile or the configuration knows'),
        labels: z.array(label).optional().describe('Marks the session has before the call'),
        findings: z
          .array(z.string())
          .optional()
          .describe('Kinds of findings to assume besides those the inspectors make'),
      })
      .describe('The call, as an agent would make it'),
    expect: effect.describe('What the policy must decide'),
    rule: z.string().optional().describe('A rule that must be among those that matched'),
  })
  .describe('A test of the policy, run by `sallyport check`');
