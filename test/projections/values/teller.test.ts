import { expect, it } from 'vitest';
import { structureOf } from '../../../src/model/structure.ts';
import { type Learner, LOOK, Teller } from '../../../src/projections/values/teller.ts';

/** What a teller passes on: each value's name, place and shape. */
function hear() {
  const heard: string[] = [];
  const doubted: string[] = [];
  const pupil: Learner = {
    add: (_head, name, under, at, shape) => void heard.push(`${name} ${under}${at} ${shape}`),
    doubt: (under, why) => void doubted.push(`${under} ${why}`),
  };
  return { teller: new Teller(pupil), heard, doubted };
}

const MAIL = 'ann@ours.example';
const mails = (heard: readonly string[]): string[] => heard.filter((one) => one.startsWith(`${MAIL} `));

it.each([
  ['is all of a field', MAIL, false, 'field'],
  ['stands in words', `Write to ${MAIL} today.`, false, 'prose'],
  ['is all of a line of a longer text', MAIL, true, 'prose'],
])('tells a value that %s as such', (_what, text, isRunning, shape) => {
  const { teller, heard } = hear();
  teller.value(text, '/to', '/0', isRunning);
  expect(mails(heard)).toContain(`${MAIL} /to/0 ${shape}`);
  expect(mails(heard).every((one) => one.endsWith(shape))).toBe(true);
});

it('tells of no domain as a value, where a sender’s address is: nobody gave it as a place to send things to', () => {
  const { teller, heard } = hear();
  teller.value('Eve <eve@theirs.example>', '/from', '', false);
  expect(heard).toContain('eve@theirs.example /from field');
  expect(heard.filter((one) => one.startsWith('theirs.example '))).toEqual(['theirs.example /from prose']);
});

it('tells of a very long text what stands at its beginning and its end', () => {
  const { teller, heard } = hear();
  const filler = 'word '.repeat(LOOK / 4);
  teller.value(`${MAIL} ${filler} bob@ours.example ${filler} eve@ours.example`, '', '/text', false);
  expect(heard.filter((one) => one.includes('@')).map((one) => one.split(' ')[0])).toEqual([MAIL, 'eve@ours.example']);
});

it('knows of each printed text anew whether it holds values alone', () => {
  const { teller, heard } = hear();
  const told = (text: string): string[] => {
    heard.length = 0;
    const printed = structureOf(text);
    if (printed === undefined) throw new Error(`${text} has no structure`);
    const { parts } = printed;
    for (let i = 0, part = parts.at(0); part !== undefined; part = parts.at(++i))
      if (!part.key) teller.value(part.text, part.under ?? '', part.at, part.isText === true, printed);
    return mails(heard).map((one) => one.split(' ').at(-1) as string);
  };
  const alone = JSON.stringify([`${MAIL}: rw`, 'bob@ours.example: ro']);
  const among = JSON.stringify([`${MAIL}: rw`, 'Please write to both of them before the week is over.']);
  expect([told(alone), told(among), told(alone)]).toEqual([['field'], ['prose'], ['field']]);
});

it.each([
  ['/structuredContent/entered_by_visitor', '/account', 'by visitor'],
  ['/content/0/text#/3/customerForm', '/account', 'by customer'],
  ['/content/0/text#/3/customerForm/bank', '/account', 'by customer'],
  ['/content/0/text#/3/customer', '/account', undefined],
  ['/content/0/text', '', undefined],
])('doubts an object that those outside fill in, by the name of where it stands: %s', (under, at, why) => {
  const { teller, doubted } = hear();
  for (let i = 0; i < 2; i++) teller.value('AT611904300234573201', under, at, false);
  expect(doubted).toEqual(why === undefined ? [] : [`${under} ${why}`]);
});

it('doubts an object that says itself that somebody outside filled it in, and not what somebody only writes of one', () => {
  const { teller, doubted } = hear();
  teller.value('3 May by an unknown session', '/structuredContent/0', '/changed', false);
  teller.value('Anna Lee', '/structuredContent/1', '/changed_by', false);
  teller.value('changed by a guest', '/content/0/text', '/2', true);
  teller.value('Guest', '/structuredContent/2/changed_by', '/name', false);
  teller.value('Guest', '/structuredContent/3/changed', '/by', false);
  teller.value('Guest', '/structuredContent/4/standby', '/name', false);
  teller.value('Guest', '/structuredContent/5/seated', '/by', false);
  expect(doubted).toEqual([
    '/structuredContent/0 by unknown',
    '/structuredContent/2 by guest',
    '/structuredContent/3 by guest',
  ]);
});
