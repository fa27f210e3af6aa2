import { expect, it } from 'vitest';
import { Answers } from '../../../src/projections/values/answers.ts';
import { expectLinear } from '../../growth.ts';

const PRINTED = '/content/0/text#/3';
type Member = readonly [at: string, text: string];

/** The places of a letter's members that lead elsewhere, whatever their order. */
function elsewhere(...members: readonly Member[]): string[] {
  const [one, other] = [members, members.toReversed()].map((some) => {
    const answers = new Answers();
    for (const [at, text] of some) answers.take(text, PRINTED, at);
    return [...answers.elsewhere()].map((at) => at.slice(PRINTED.length));
  });
  expect(other?.toSorted()).toEqual(one?.toSorted());
  return one ?? [];
}

const FROM: Member = ['/from', 'Ann Lee <ann@oarworks.example>'];
const TO: Member = ['/to', 'desk@ours.example'];

it.each<[Member, Member]>([
  [FROM, ['/reply_to', 'ann.lee@quickmail.example']],
  [
    ['/From', 'ann@oarworks.example'],
    ['/Reply-To', 'Ann <ann@quickmail.example>'],
  ],
  [
    ['/from/emailAddress/address', 'ann@oarworks.example'],
    ['/replyTo/0/emailAddress/address', 'ann@quickmail.example'],
  ],
  [
    ['/sender_email', 'ann@oarworks.co.uk'],
    ['/replyTo', 'ann@quickmail.co.uk'],
  ],
  [
    ['/author', 'ann@oar.example'],
    ['/reply_to_address', 'ann@board.example'],
  ],
  [
    ['/From', 'ann@oar.example'],
    ['/ReplyToAddresses/0', 'ann@board.example'],
  ],
  [
    ['/from', 'ann@oar.example'],
    ['/headers/reply-to', 'ann@board.example'],
  ],
  [
    ['/envelope/from/0/address', 'ann@oar.example'],
    ['/reply_address', 'ann@board.example'],
  ],
  [
    ['/from', 'info@oar.example'],
    ['/reply_to', 'ann@board.example'],
  ],
])('an answer goes elsewhere: %j, %j', (from, answer) => {
  expect(elsewhere(from, TO, answer)).toEqual([answer[0]]);
});

it.each<[string, string, string]>([
  ['/payload/headers', 'name', 'value'],
  ['/internetMessageHeaders', 'name', 'value'],
  ['/Headers', 'Name', 'Value'],
  ['/headers', 'key', 'value'],
  ['/message-headers', '0', '1'],
])('so it does where headers are pairs: %s, %s, %s', (where, name, value) => {
  const pairs = (...headers: readonly Member[]): string[] => {
    const places = [headers, headers.toReversed()].flatMap((some) =>
      [[name, value] as const, [value, name] as const].map(([first]) => {
        const answers = new Answers();
        for (const [i, [header, text]] of some.entries()) {
          const pair = `${PRINTED}${where}/${i}`;
          if (first === name) answers.take(header, pair, `/${name}`);
          answers.take(text, pair, `/${value}`);
          if (first !== name) answers.take(header, pair, `/${name}`);
        }
        return [...answers.elsewhere()].map((at) => some[Number(at.split('/').at(-2))]?.[1] ?? at);
      }),
    );
    expect(new Set(places.map(String)).size).toBe(1);
    return places[0] ?? [];
  };
  const subject: Member = ['Subject', 'ask@ours.example'];
  expect(pairs(['From', FROM[1]], ['To', TO[1]], subject, ['Reply-To', 'a@board.example'])).toEqual([
    'a@board.example',
  ]);
  expect(pairs(['From', FROM[1]], ['To', TO[1]], subject, ['Reply-To', 'a@oarworks.example'])).toEqual([]);
  expect(pairs(['From', FROM[1]], ['To', 'a@board.example'], ['Reply-To', 'a@board.example'])).toEqual([]);
  expect(pairs(['Sent', FROM[1]], ['Reply-To', 'a@board.example'])).toEqual([]);
});

it.each<[string, readonly Member[]]>([
  ['the same house', [FROM, ['/reply_to', 'billing@oarworks.example']]],
  ['a part of it', [FROM, ['/reply_to', 'ann@mail.oarworks.example']]],
  ['a desk that another house runs for it', [FROM, ['/reply_to', 'case+71@oarworks.helpdesk.example']]],
  ['another domain of the same house', [FROM, ['/reply_to', 'ann@oarworks-group.test']]],
  ['a house in several countries', [FROM, ['/reply_to', 'ann@oarworks.co.uk']]],
  [
    'a program',
    [
      ['/from', 'no-reply@forms.example'],
      ['/reply_to', 'cat@quickmail.example'],
    ],
  ],
  [
    'news',
    [
      ['/from', 'Oar News <newsletter@oarworks.example>'],
      ['/reply_to', 'editor@paper.example'],
    ],
  ],
  [
    "a visitor's form of the reader's own house",
    [
      ['/from', 'Oarworks <info@oarworks.example>'],
      ['/to', 'ann@oarworks.example'],
      ['/reply_to', 'cat@quickmail.example'],
    ],
  ],
  [
    'a ticket',
    [
      ['/from', 'Support <support@desk.example>'],
      ['/reply_to', 'cat@quickmail.example'],
    ],
  ],
  ['a list', [FROM, ['/reply_to', 'rowers@lists.rowing.example']]],
  ['a list that is in no name', [FROM, ['/to', 'rowers@rowing.example'], ['/reply_to', 'rowers@rowing.example']]],
  [
    'a list that writes itself',
    [
      ['/from', 'Ann via Rowers <rowers@rowing.example>'],
      ['/reply_to', 'ann@oar.example'],
    ],
  ],
  ['no sender', [['/reply_to', 'ann@quickmail.example']]],
  ['no address', [FROM, ['/reply_to', 'thread @ 12']]],
  [
    'the sender of another letter',
    [
      ['/7/from', 'ann@oarworks.example'],
      ['/8/reply_to', 'cat@quickmail.example'],
    ],
  ],
  ['what only speaks of replies', [FROM, ['/replies', 'cat@quickmail.example']]],
])('nothing leads elsewhere: %s', (_what, members) => {
  expect(elsewhere(...members)).toEqual([]);
});

it('takes linear time', () => {
  const read = (text: string): void => {
    const answers = new Answers();
    answers.take('ann@oar.example', text, '/from');
    answers.take(text, '/0', '/reply_to');
    expect([...answers.elsewhere()].length).toBeLessThan(2);
  };
  expectLinear(['/from', '/reply_to/0', '@', 'a@b.', '/a_b', '/payload/headers/', 'a_'], read);
}, 60_000);
