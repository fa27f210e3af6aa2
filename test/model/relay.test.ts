import { expect, it } from 'vitest';
import { QUESTION_METHODS } from '../../src/model/relay.ts';

it('knows what a server may ask its client for, and nothing else', () => {
  expect([...QUESTION_METHODS].sort()).toEqual(['elicitation/create', 'roots/list', 'sampling/createMessage']);
});
