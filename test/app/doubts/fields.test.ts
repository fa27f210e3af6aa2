import { describe, expect, it } from 'vitest';
import { fieldDoubts } from '../../../src/app/doubts/fields.ts';
import type { Lockfile } from '../../../src/catalog/lockfile/lockfile.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const customer = { type: 'object', properties: { email: { type: 'string' }, notes: { type: 'string' } } };
const lockfile = (outputSchema?: JsonObject): Lockfile => {
  const rest = {
    pin: { recipe: 1, hash: 'h' },
    confirmed: true,
    risk: 'low',
    powers: new Map(),
    roles: new Map(),
  } as const;
  const definition = (): JsonObject => (outputSchema === undefined ? {} : { outputSchema });
  const tools = new Map([['get_customer', { ...rest, labels: [], definition }]]);
  return { servers: new Map([['crm', { identity: {}, tools, prompts: new Map(), resourceTemplates: new Map() }]]) };
};
const doubts = (fields: object, locked: Lockfile | undefined, tool = 'get_customer'): string[] =>
  fieldDoubts(
    configSchema.parse({ servers: { crm: { command: 'crm', tools: { [tool]: { fields } } } } }),
    locked,
    () => undefined,
  ).map(({ what, instead }) => `${what} | ${instead}`);

describe('marks of parts', () => {
  it.each<[string, object, JsonObject | undefined]>([
    ['that the schema knows', { '/email': ['pii'] }, customer],
    [
      'of items that it knows',
      { '/items/*/email': ['pii'], '/items/0/email': [] },
      { properties: { items: { items: customer } } },
    ],
    ['of a tool without a schema', { '/emial': ['pii'] }, undefined],
    ['below what may be anything', { '/a/b': ['pii'] }, { properties: { a: {} } }],
    ['of a schema that says more', { '/x': ['pii'] }, { ...customer, anyOf: [{}] }],
    ['of a schema that lets others pass', { '/x': ['pii'] }, { ...customer, additionalProperties: true }],
  ])('%s are no question', (_which, fields, schema) => expect(doubts(fields, lockfile(schema))).toEqual([]));

  it('are one where the tool is not there, or says that its results have no such place', () => {
    expect(doubts({ '/email': ['pii'] }, lockfile(customer), 'get_custmer')).toEqual([
      expect.stringMatching(
        /no tool "get_custmer" \(did you mean "?get_customer.*nothing is marked \| In the lockfile: get_customer/,
      ),
    ]);
    expect(doubts({ '/emial': ['pii'] }, lockfile(customer))).toEqual([
      expect.stringMatching(/"get_customer" .* has no "\/emial".*\/email.* \| In its results: \/email, \/notes\./),
    ]);
    expect(doubts({ '/items/emial': ['pii'] }, lockfile({ properties: { items: { items: customer } } }))).toEqual([
      expect.stringMatching(/Below \/items: \/items\/\*\./),
    ]);
  });

  it('are none where nothing is known of the server, or a resource is meant', () => {
    expect(doubts({ '/emial': ['pii'] }, undefined)).toEqual([]);
    expect(doubts({ '/emial': ['pii'] }, { servers: new Map() })).toEqual([]);
    expect(doubts({ '/emial': ['pii'] }, lockfile(customer), 'crm://customers/*')).toEqual([]);
  });
});
