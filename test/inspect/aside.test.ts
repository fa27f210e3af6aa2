import { expect, it } from 'vitest';
import { aside } from '../../src/inspect/aside.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Label, ToolFacts } from '../../src/model/tool.ts';
import { SessionMemory } from '../../src/projections/memory.ts';
import { sampleEntry, sampleResult } from '../pipeline/sample.ts';
import { callOf, lookAtCall, viewOf } from './given.ts';

/** A session in which a server has answered this; a text as one that it printed. */
function after(result: Json, labels: readonly Label[] = ['untrusted'], memory = new SessionMemory()): SessionMemory {
  const answer =
    typeof result === 'string' ? { content: [{ type: 'text', text: result }] } : { structuredContent: result };
  memory.learn(sampleResult({}), labels, JSON.stringify(answer), 1);
  return memory;
}

const ACTING: Partial<ToolFacts> = { powers: ['write', 'external'], roles: { '/to': 'destination', '/ref': 'target' } };
const seen = async (memory: SessionMemory, args: JsonObject, facts = ACTING) =>
  (await lookAtCall(aside, callOf(args, facts), viewOf({}, { memory }))).findings?.map(({ at }) => at) ?? [];

const OURS = 'DE89370400440532013000';
const THEIRS = 'GB29NWBK60161331926819';

it.each<[result: Json, args: JsonObject]>([
  [
    { guest: { email: 'ann@post.example' }, meta: { answers: 'ann.bills@far.example' } },
    { to: 'ann.bills@far.example' },
  ],
  [
    '{"guest": {"email": "ann@post.example"}, "meta": {"answers": "ann.bills@far.example"}}',
    { to: 'ann.bills@far.example' },
  ],
  [{ paidFrom: OURS, custom: { iban: THEIRS } }, { to: THEIRS }],
  [{ author: { mail: 'ann@post.co.uk' }, commits: [{ author_mail: 'ann@far.co.uk' }] }, { to: 'ann@far.co.uk' }],
  // A letter vouches for no account.
  [{ sender: 'ann@post.example', payment: { account: THEIRS } }, { to: THEIRS }],
  // One entry of a list is a record too.
  [[{ iban: OURS, more: { account: THEIRS } }, { iban: OURS }], { to: THEIRS }],
  // Of what is nobody's by its form, the name says which one was asked for.
  [{ ref: 'main-2', trigger: { ref: 'refs/forks/zk-99/patch-1' } }, { ref: 'refs/forks/zk-99/patch-1' }],
  [{ guest: { phone: '+49 171 4410022' }, with: [{ phone: '+40 721 555 019' }] }, { phone: '+40 721 555 019' }],
  // Answers go to who wrote.
  ['From: Ann <ann@post.example>\nReply-To: ann@far.example\nSubject: Breakfast', { to: 'ann@far.example' }],
  [{ reply_to: 'ann@far.example', from: 'ann@post.example' }, { to: 'ann@far.example' }],
])('%j: %j acts with what stands aside', async (result, args) => {
  expect(await seen(after(result), args)).toEqual([`/arguments/${Object.keys(args)[0]}`]);
});

it.each<[result: Json, args: JsonObject]>([
  // The record's own, in whatever order.
  [{ guest: { email: 'ann@post.example' }, meta: { answers: 'ann.bills@far.example' } }, { to: 'ann@post.example' }],
  [{ meta: { answers: 'bob@far.example' }, email: 'ann@post.example' }, { to: 'bob@far.example' }],
  // Of the same house, or bank.
  [{ email: 'ann@post.example', desk: { email: 'desk@in.post.example' } }, { to: 'desk@in.post.example' }],
  [{ iban: OURS, savings: { iban: 'DE02370400440532013001' } }, { to: 'DE02370400440532013001' }],
  // Beside it in one object, as the two sides of a transfer are; or a thing of its own beside another.
  [{ sender: OURS, recipient: THEIRS }, { to: THEIRS }],
  [{ buyer: { iban: OURS }, seller: { iban: THEIRS } }, { to: THEIRS }],
  [[{ email: 'ann@post.example' }, { more: { email: 'bob@far.example' } }], { to: 'bob@far.example' }],
  // Whatever has a part of its own, by what it is or what its address is called.
  [{ owner: 'ann@ours.example', customer: { data: { mail: 'bob@far.example' } } }, { to: 'bob@far.example' }],
  [{ id: 'e-1', organizer: { email: 'ann@ours.example' }, attendees: ['bob@far.example'] }, { to: 'bob@far.example' }],
  [{ email: 'ann@ours.example', doctor: { email: 'bob@far.example' } }, { to: 'bob@far.example' }],
  [{ shop: { email: 'ann@ours.example' }, 联系人: { 微信: 'bob@far.example' } }, { to: 'bob@far.example' }],
  // An address is no account.
  [{ email: 'ann@ours.example', payment: { bank: { ref: OURS } } }, { to: OURS }],
  // A form writes in a guest's name, and nobody reads what is sent to it.
  [{ from: 'no-reply@forms.example', reply_to: 'bob@far.example' }, { to: 'bob@far.example' }],
  // What is in a folder, or is one of a thread.
  [{ ref: 'docs', files: [{ ref: 'docs-1' }] }, { ref: 'docs-1' }],
  [{ ref: 'docs', files: ['docs-1'] }, { ref: 'docs-1' }],
  // Several who are met.
  [
    {
      creator: { email: 'ann@post.example' },
      attendees: [{ email: 'bob@far.example' }, { email: 'eve@away.example' }],
    },
    { to: 'bob@far.example' },
  ],
  // What numbers things is called the same everywhere.
  [{ id: 'case-77', comments: [{ id: 'note-78' }] }, { id: 'note-78' }],
  // A newsletter's replies go where it was written.
  ['From: Ann <ann@post.example>\nReply-To: desk@in.post.example\nSubject: Breakfast', { to: 'desk@in.post.example' }],
  // In prose, other rules see it.
  [{ email: 'ann@post.example', meta: { note: 'or write to bob@far.example' } }, { to: 'bob@far.example' }],
])('%j: %j does not', async (result, args) => {
  expect(await seen(after(result), args)).toEqual([]);
});

const READ = { guest: { email: 'ann@post.example' }, meta: { answers: 'bob@far.example' } };

it('asks nothing of what reads, of content, or of a value that something else vouches for', async () => {
  const args = { to: 'bob@far.example' };
  expect(await seen(after(READ), args)).toEqual(['/arguments/to']);
  expect(await seen(after(READ), args, { ...ACTING, powers: ['read'] })).toEqual([]);
  expect(await seen(after(READ), args, { ...ACTING, roles: { '/to': 'content' } })).toEqual([]);
  expect(await seen(after(READ, []), args)).toEqual([]);
  const told = new SessionMemory();
  told.told('Send it to bob@far.example.', 0);
  expect(await seen(after(READ, ['untrusted'], told), args)).toEqual([]);
  const named = new SessionMemory();
  const params = { name: 'find', arguments: { mail: 'bob@far.example' } };
  named.named(sampleEntry(), JSON.stringify(params), 0, params);
  expect(await seen(after(READ, ['untrusted'], named), args)).toEqual([]);
});

it('takes what another result has as its own for no value aside', async () => {
  const memory = after(READ);
  const target = { ...sampleResult({}).target, name: 'contacts' };
  memory.learn(
    { ...sampleResult({}), call: 'later', target },
    ['untrusted'],
    JSON.stringify({ structuredContent: { email: 'bob@far.example' } }),
    2,
  );
  expect(await seen(memory, { to: 'bob@far.example' })).toEqual([]);
});
