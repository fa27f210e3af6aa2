import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { domainOf } from '../../model/host.ts';
import { wildcard } from '../../model/wildcard.ts';
import { CallFacts } from '../scene/call-facts.ts';
import { DestinationFacts } from '../scene/destination-facts.ts';
import { OutflowFacts } from '../scene/outflow-facts.ts';
import { UnknownFacts } from '../scene/unknown-facts.ts';
import {
  FaultFacts,
  FindingFacts,
  FlowFacts,
  FlowFrom,
  FlowTo,
  PrincipalFacts,
  ResultSize,
  SessionFacts,
  StepFacts,
} from '../scene.ts';

/** Most patterns are written in rules, so there are few. The limit is for rules that build patterns from arguments. */
function remember<T>(make: (pattern: string) => T): (pattern: string) => T {
  const made = new Map<string, T>();
  return (pattern) => {
    const known = made.get(pattern);
    if (known !== undefined) return known;
    if (made.size >= 500) made.clear();
    const fresh = make(pattern);
    made.set(pattern, fresh);
    return fresh;
  };
}

const expression = remember((pattern) => RE2JS.compile(pattern));
const matcher = remember(wildcard);
const re2 = (text: string, pattern: string): boolean => expression(pattern).test(text);
const glob = (text: string, pattern: string): boolean => matcher(pattern)(text);

const TYPES = [
  ['Destination', DestinationFacts, { at: 'string', value: 'string', domain: 'string' }],
  [
    'Call',
    CallFacts,
    {
      method: 'string',
      tool: 'string',
      upstream: 'string',
      name: 'string',
      args: 'dyn',
      powers: 'list<string>',
      labels: 'list<string>',
      origin: 'string',
    },
  ],
  [
    'Finding',
    FindingFacts,
    { kind: 'string', severity: 'string', at: 'string', message: 'string', role: 'string', given: 'bool' },
  ],
  ['FlowTo', FlowTo, { at: 'string', role: 'string', part: 'double' }],
  [
    'FlowFrom',
    FlowFrom,
    {
      call: 'string',
      upstream: 'string',
      name: 'string',
      tool: 'string',
      at: 'string',
      ago: 'double',
      echo: 'bool',
      only: 'bool',
      asks: 'bool',
      stated: 'bool',
      listed: 'bool',
      said: 'string',
    },
  ],
  ['Flow', FlowFacts, { to: 'FlowTo', from: 'FlowFrom', via: 'string', shape: 'string', labels: 'list<string>' }],
  [
    'Outflow',
    OutflowFacts,
    { to: 'string', labels: 'list<string>', size: 'double', total: 'double', byPrincipal: 'double', values: 'double' },
  ],
  ['Unknown', UnknownFacts, { at: 'string', role: 'string', value: 'string' }],
  [
    'Step',
    StepFacts,
    {
      upstream: 'string',
      name: 'string',
      tool: 'string',
      powers: 'list<string>',
      failed: 'bool',
      labels: 'list<string>',
    },
  ],
  [
    'Session',
    SessionFacts,
    { calls: 'double', recent: 'list<Step>', incomplete: 'bool', frozen: 'string', purposes: 'list<string>' },
  ],
  [
    'Principal',
    PrincipalFacts,
    {
      id: 'string',
      agent: 'string',
      purposes: 'list<string>',
      clientId: 'string',
      actors: 'list<string>',
      subagent: 'string',
      client: 'string',
    },
  ],
  ['Result', ResultSize, { failed: 'bool', size: 'double', said: 'string' }],
  ['Fault', FaultFacts, { by: 'string', message: 'string' }],
] as const;

/** What anything that a condition reads may have; which of them has it, only the type checker knows. */
export const FIELDS: readonly string[] = TYPES.flatMap(([, , fields]) => Object.keys(fields));

/** What a condition may read: name, type. */
export const VARIABLES = {
  call: 'Call',
  findings: 'list<Finding>',
  flows: 'list<Flow>',
  unknown: 'list<Unknown>',
  outflows: 'list<Outflow>',
  labels: 'list<string>',
  session: 'Session',
  principal: 'Principal',
  agent: 'string',
  purpose: 'string',
  result: 'Result',
  granted: 'bool',
  within: 'bool',
  barred: 'list<string>',
  maybeOutside: 'bool',
  faults: 'list<Fault>',
  failures: 'list<Fault>',
} as const;

/** JSON has one kind of number and CEL two: the doubles of arguments must work with the integers of rules. */
function mixNumbers(environment: Environment): void {
  const mixed = (sign: string, type: string, act: (a: number, b: number) => unknown): void => {
    environment.registerOperator(`double ${sign} int: ${type}`, (a: number, b: bigint) => act(a, Number(b)));
    if (sign !== '==') {
      environment.registerOperator(`int ${sign} double: ${type}`, (a: bigint, b: number) => act(Number(a), b));
    }
  };
  mixed('==', 'bool', (a, b) => a === b);
  mixed('+', 'double', (a, b) => a + b);
  mixed('-', 'double', (a, b) => a - b);
  mixed('*', 'double', (a, b) => a * b);
  mixed('/', 'double', (a, b) => a / b);
}

function build(): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 },
  });
  for (const [name, ctor, fields] of TYPES) environment.registerType(name, { ctor, fields });
  for (const [name, type] of Object.entries(VARIABLES)) environment.registerVariable(name, type);
  environment
    .registerFunction('destinations(Call): list<Destination>', (call: CallFacts) => call.destinations)
    .registerFunction('role(Call, string): string', (call: CallFacts, at: string) => call.role(at))
    .registerFunction('domain(string): string', domainOf)
    .registerFunction('glob(string, string): bool', glob)
    .registerFunction('re2(string, string): bool', re2)
    .registerFunction('string.glob(string): bool', glob)
    .registerFunction('string.re2(string): bool', re2);
  mixNumbers(environment);
  return environment;
}

let built: Environment | undefined;

/** The one environment all conditions are compiled in. */
export function environment(): Environment {
  built ??= build();
  return built;
}

const elementEnvironments = new Map<string, Environment>();

/** The environment with one element of `flows` or `findings` as a variable, to find the one that decided. */
export function elementEnvironment(list: 'flows' | 'findings', variable: string): Environment {
  const key = `${list} ${variable}`;
  const known = elementEnvironments.get(key);
  if (known !== undefined) return known;
  const fresh = environment()
    .clone()
    .registerVariable(variable, list === 'flows' ? 'Flow' : 'Finding');
  elementEnvironments.set(key, fresh);
  return fresh;
}
