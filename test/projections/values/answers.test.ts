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
])('an answer goes elsewhere: %j, %j', (from, answer) => {
  expect(elsewhere(from, TO, answer)).toEqual([answer[0]]);
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
  expectLinear(['/from', '/reply_to/0', '@', 'a@b.', '/a_b'], read);
}, 60_000);
