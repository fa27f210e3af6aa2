import type { Finding } from '../../model/evidence.ts';
import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey } from '../../model/json.ts';
import { opening, wordsOf } from '../../model/words/name-words.ts';

/** Most properties of a schema that are read, and how deep. Hostile ones have more, which `definition.unread` reports. */
const MOST_PROPERTIES = 5_000;
const DEEPEST = 12;
const MOST_TEXT = 4_000;

/** Parameter names that ask for what only the model knows: its conversation, instructions, thoughts or other tools. */
const CONTEXT =
  /^(?:(?:full |entire |whole |previous |prior |past |recent |user )?(?:conversation|chat|dialog|dialogue|message|tool call|session)s? (?:history|log|logs|context|transcript|so far)|(?:full |entire |whole |current )conversation(?: context)?|conversation|system (?:prompt|message|instructions?)|(?:previous|prior|past|all|earlier) (?:messages|prompts|turns|conversation)|side ?notes?|(?:hidden|internal|secret) (?:notes?|context|thoughts?|reasoning|instructions?)|chain of thoughts?|inner (?:thoughts?|monologue)|model (?:reasoning|thoughts?|context|instructions?)|(?:all |available |other )?tools? (?:list|names|definitions|call history)|(?:all|available|other) tools|llm context|agent (?:memory|context|instructions?)|initial prompt|context window|user prompt history|user (?:messages|query history|full query))$/;
/** Asks which model is calling: curious, but no secret. */
const CURIOUS = /^(?:(?:llm|ai|calling|caller) (?:model|name|agent)(?: (?:name|id|version))?|model name)$/;
/** The same, asked in a description. */
const CALLER =
  /\b(?:model|llm|ai|assistant|agent)\s{1,3}(?:\w{1,12}\s{1,3}){0,2}(?:that|which|who)\s{1,3}(?:is\s{1,3})?(?:call|us|invok|mak|request)\w{1,4}\b/i;
/** Words by which a tool says that conversations or models are its purpose. */
const TRADE =
  /\b(?:chat|conversation|messag|dialog|prompt|model|llm|assistant|agent|completion|persona|transcript|session|bot|generat|thread|reason|think|thought|memor|embedding|evaluat|trace|ai|slack|discord|mcp|infer|channel|team)\w{0,8}\b/i;
const CREDENTIAL =
  /^(?:(?:user |admin |root |github |aws |openai |anthropic |account |login |ssh |db |database )?(?:password|passwd|passphrase)|(?:\w+ ){0,2}(?:api|secret|private|access|ssh) keys?|(?:access|auth|bearer|session|refresh|api|secret|github|oauth) tokens?|credentials?|(?:user|login|aws|account|system) credentials?|private key|ssh key|seed phrase|mnemonic|cookies?|session cookies?|env(?:ironment)? (?:vars|variables))$/;
/** Credentials kept on the machine that nobody types into a form. Asking for a service's key is merely a bad habit. */
const KEPT = /\b(?:private|ssh|seed|mnemonic|cookies?|env|environment|root|system|aws|credentials?)\b/;
const SIGNS_IN =
  /\b(?:auth|log ?in|sign ?in|password|credential|token|key|account|connect|secret|user|config|cookie|wallet|vault|header|session|env|browser|deploy|database|server|ssh|encrypt|decrypt|register|api)\w{0,12}\b/i;
/** Personal data that a form may ask of a person, but a tool only where its purpose needs it. */
const PERSONAL =
  /^(?:ssn|social security(?: number)?|passport(?: number)?|date of birth|salary|income|(?:credit )?card number|card|cvv|cvc|medical (?:record|history)|insurance number|diagnos[ei]s)$/;
const KEEPS_PEOPLE =
  /\b(?:pay|card|bill|invoice|check ?out|order|purchas|book|reserv|patient|health|medic|doctor|clinic|employ|staff|payroll|salar|hr|identit|verif|kyc|tax|insur|customer|person|people|profile|passenger|travel|visa|bank|loan|credit|account|applicant|candidate|contact|member|citizen|form|student|user|sign)\w{0,10}\b/i;
const COMMAND = /^(?:command|cmd|shell command|bash|code|script|exec|eval|command line|raw (?:command|sql|query))$/;
const RUNS =
  /\b(?:run|exec|eval|command|shell|script|code|terminal|bash|process|sql|query|sandbox|notebook|program|spawn|lint|format|pars|analy[sz]|compil|snippet|session|console|repl)\w{0,10}\b/i;

/** What a definition asks for through its parameters: a tool's schema or a prompt's arguments. */
export function parameterFindings(definition: JsonObject): readonly Finding[] {
  const found: Finding[] = [];
  const about = aboutOf(definition);
  const add = (kind: string, severity: Finding['severity'], at: JsonPointer, message: string): void => {
    found.push({ kind, severity, at, message, inKey: true });
  };
  const whole = `${about} ${textOf(definition.description).slice(0, MOST_TEXT)}`;
  const isComplete = eachProperty(definition, (name, schema, at, isNested) => {
    const words = wordsOf(name).join(' ');
    // A member of a larger object belongs to that object: only a top-level parameter is asked for in its own right.
    const asked = isNested || TRADE.test(about) ? 'low' : 'medium';
    if (CONTEXT.test(words)) {
      add('definition.asks-context', asked, at, 'Asks with this parameter for what the model knows besides its task.');
    } else if (CURIOUS.test(words) || CALLER.test(describedIn(schema))) {
      add('definition.asks-context', asked, at, 'Asks with this parameter which model is at work.');
    } else if (CREDENTIAL.test(words)) {
      const severity = SIGNS_IN.test(about)
        ? 'info'
        : KEPT.test(words) && !(isNested && words === 'credentials')
          ? 'medium'
          : 'low';
      add(
        'definition.asks-credential',
        severity,
        at,
        'Asks the model for a secret, which then ends up in its context.',
      );
    } else if (PERSONAL.test(words) && !KEEPS_PEOPLE.test(whole)) {
      add(
        'definition.asks-context',
        'medium',
        at,
        'Asks with this parameter for personal data, and says nothing that would need it.',
      );
    } else if (COMMAND.test(words) && takesText(schema)) {
      const severity = RUNS.test(whole) || isNested ? 'info' : 'medium';
      add('definition.broad', severity, at, 'Takes any command, though it does not say that it runs one.');
    }
  });
  if (!isComplete)
    found.push({
      kind: 'definition.unread',
      severity: 'medium',
      at: '/inputSchema',
      message: 'Has more parameters than anybody reads: the rest was not looked at.',
    });
  const { inputSchema } = definition;
  if (isObject(inputSchema) && inputSchema.additionalProperties === true && !hasMembers(inputSchema.properties))
    add(
      'definition.broad',
      'low',
      '/inputSchema/additionalProperties',
      'Says nothing of its parameters, and takes any.',
    );
  return found;
}

/** The name and the start of title and description, which say what a tool is for; later text may discuss the parameter. */
const aboutOf = (definition: JsonObject): string =>
  [
    ...wordsOf(textOf(definition.name)),
    ...opening(textOf(definition.title)),
    ...opening(textOf(definition.description)),
  ].join(' ');

/** Whether the tool works with conversations, models or thoughts. */
export const isAboutModels = (definition: JsonObject): boolean => TRADE.test(aboutOf(definition));

const describedIn = (schema: Json): string => (isObject(schema) ? textOf(schema.description).slice(0, 500) : '');
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const hasMembers = (value: Json | undefined): boolean => isObject(value) && Object.keys(value).length > 0;
const takesText = (schema: Json): boolean =>
  isObject(schema) && schema.enum === undefined && (schema.type === undefined || schema.type === 'string');

/** Calls `visit` with each parameter; false if there were too many. Iterative, and no reference is followed. */
function eachProperty(
  definition: JsonObject,
  visit: (name: string, schema: Json, at: JsonPointer, isNested: boolean) => void,
): boolean {
  if (Array.isArray(definition.arguments)) {
    for (const [i, each] of definition.arguments.slice(0, MOST_PROPERTIES).entries()) {
      if (isObject(each) && typeof each.name === 'string') visit(each.name, each, `/arguments/${i}/name`, false);
    }
    return definition.arguments.length <= MOST_PROPERTIES;
  }
  const stack: { schema: Json; at: JsonPointer; depth: number }[] = [];
  if (isObject(definition.inputSchema)) stack.push({ schema: definition.inputSchema, at: '/inputSchema', depth: 0 });
  let seen = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { schema, at, depth } = next;
    if (depth > DEEPEST || !isObject(schema)) {
      if (depth > DEEPEST) return false;
      continue;
    }
    if (isObject(schema.properties)) {
      for (const [name, property] of Object.entries(schema.properties)) {
        if (++seen > MOST_PROPERTIES) return false;
        const here = `${at}/properties/${pointerKey(name)}`;
        visit(name, property, here, depth > 0);
        stack.push({ schema: property, at: here, depth: depth + 1 });
      }
    }
    if (isObject(schema.items)) stack.push({ schema: schema.items, at: `${at}/items`, depth: depth + 1 });
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const branches = schema[key];
      if (!Array.isArray(branches)) continue;
      for (const [i, branch] of branches.entries()) {
        if (++seen > MOST_PROPERTIES) return false;
        stack.push({ schema: branch, at: `${at}/${key}/${i}`, depth: depth + 1 });
      }
    }
  }
  return true;
}
