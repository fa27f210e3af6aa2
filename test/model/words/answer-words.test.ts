import { expect, test } from 'vitest';
import { isAnswer } from '../../../src/model/words/answer-words.ts';
import { deedWords } from '../../../src/model/words/name-words.ts';

test.each([
  ['reply_ticket', true],
  ['add_case_comment', true],
  ['respondToReview', true],
  ['approve_and_comment', false],
  ['share_note', false],
  ['send_letter', false],
])('isAnswer: %s only says something about a thing is %s', (name, expected) => {
  expect(isAnswer(deedWords(name))).toBe(expected);
});
