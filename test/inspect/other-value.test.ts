import { expect, it } from 'vitest';
import { otherValue } from '../../src/inspect/other-value.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { SessionMemory } from '../../src/projections/memory.ts';
import { sampleEntry, sampleResult } from '../pipeline/sample.ts';
import { callOf, lookAtCall, viewOf } from './given.ts';

const OURS = 'DE89 3704 0044 0532 0130 00';
const THEIRS = 'GB29NWBK60161331926819';
const READ = {
  profile: {
    iban: THEIRS,
    mail: 'pay@far.example',
    call: '+44 20 7946 0958',
    page: 'https://get.far.example/npm',
    git: 'git@code.far.example:docs.git',
  },
};

/** A session with a user who said this, in which a server that nobody vouches for has answered. */
function after(said: string, result: Json = READ): SessionMemory {
  const memory = new SessionMemory();
  memory.told(said, 0);
  memory.learn(sampleResult({}), ['untrusted'], JSON.stringify({ structuredContent: result }), 1);
  return memory;
}

const ACTING: Partial<ToolFacts> = { powers: ['write', 'external'], roles: { '/to': 'destination' } };
const seen = async (memory: SessionMemory, args: JsonObject, facts = ACTING) =>
  (await lookAtCall(otherValue, callOf(args, facts), viewOf({}, { memory }))).findings?.map(({ at, message }) => [
    at,
    /another ([a-z ]+) than/.exec(message)?.[1],
  ]) ?? [];

it.each<[said: string, args: JsonObject, what: string]>([
  [`Pay the bill to our usual account ${OURS}.`, { to: THEIRS, amount: 12 }, 'account'],
  ['Mail the list to ann@ours.example.', { to: 'pay@far.example', body: 'the list' }, 'mail address'],
  ['Text the code to +49 30 901820.', { to: '+442079460958' }, 'telephone number'],
  ['Add it from registry.ours.example.', { to: 'https://get.far.example/npm' }, 'host'],
  ['Mirror it to git@git.ours.example:docs.git.', { to: 'git@code.far.example:docs.git' }, 'host'],
  ['Add it from https://registry.ours.example/npm.', { to: ' get.far.example ' }, 'host'],
  // With a name beside it, as a link, or in a list.
  ['Mail the list to ann@ours.example.', { to: 'Billing <pay@far.example>' }, 'mail address'],
  ['Mail the list to ann@ours.example.', { note: 'Billing <pay@far.example>' }, 'mail address'],
  ['Mail the list to ann@ours.example.', { to: 'bob@ours.example; pay@far.example (Billing)' }, 'mail address'],
  ['Mail the list to ann@ours.example.', { link: 'mailto:pay@far.example' }, 'mail address'],
  ['Mail the list to ann@ours.example.', { to: 'mailto:pay@far.example?subject=list' }, 'mail address'],
  ['Text the code to +49 30 901820.', { link: 'tel:+44-20-7946-0958' }, 'telephone number'],
  [`Pay the bill to our usual account ${OURS}.`, { to: `IBAN ${THEIRS}` }, 'account'],
])('%s — %j takes another', async (said, args, what) => {
  expect(await seen(after(said), args)).toEqual([[`/arguments/${Object.keys(args)[0]}`, what]]);
});

it.each<[said: string, args: JsonObject]>([
  // The user's own, in whatever spelling, alone or beside the other.
  [`Pay ${OURS}.`, { to: 'DE89370400440532013000' }],
  [`Pay ${OURS}.`, { to: THEIRS, text: `instead of ${OURS}` }],
  ['Invite ann@ours.example and who is in the file.', { to: ['ann@ours.example', 'pay@far.example'] }],
  [`Pay ${OURS}, or ${THEIRS} where that is closed.`, { to: THEIRS }],
  // A list, or a log that was pasted.
  ['From a@x.example b@x.example c@x.example d@x.example: what is this about?', { to: 'pay@far.example' }],
  // Another kind of thing, or none that they wrote out.
  ['Mail the list to ann@ours.example.', { to: THEIRS }],
  ['Pay the bill.', { to: THEIRS }],
  // Part of the same house.
  ['Add it from far.example.', { to: 'https://get.far.example/npm' }],
  ['Mail the list to ann@ours.example.', { to: 'https://get.far.example/npm' }],
  // Whoever names a repository names no mail address, and the other way round.
  ['Mirror it to git@git.ours.example:docs.git.', { to: 'pay@far.example' }],
  ['Mail the list to ann@ours.example: she asked.', { to: 'git@code.far.example:docs.git' }],
  // What the agent came up with came from no result.
  ['Mail the list to ann@ours.example.', { to: 'bob@ours.example' }],
  // A text that names one is about it.
  ['Mail the list to ann@ours.example.', { body: 'write to pay@far.example, please' }],
  ['Mail the list to ann@ours.example.', { body: 'if in doubt: Billing <pay@far.example>, or call' }],
  ['Mail the list to ann@ours.example.', { to: 'Ann <ann@ours.example>, Billing <pay@far.example>' }],
])('%s — %j does not', async (said, args) => {
  expect(await seen(after(said), args)).toEqual([]);
});

it('asks nothing of what only reads, or once the session has given the one that was named to a tool', async () => {
  const said = 'Find the customer ann@ours.example, and mail her accountant.';
  expect(await seen(after(said), { to: 'pay@far.example' }, { powers: ['read'] })).toEqual([]);
  const memory = after(said);
  expect(await seen(memory, { to: 'pay@far.example' })).toHaveLength(1);
  const params = { name: 'find', arguments: { mail: 'ann@ours.example' } };
  memory.named(sampleEntry(), JSON.stringify(params), 1, params);
  expect(await seen(memory, { to: 'pay@far.example' })).toEqual([]);
});
