import { expect, it } from 'vitest';
import { OURSELVES } from '../../../src/model/call.ts';
import { isOfAgent } from '../../../src/model/record/judged.ts';

const agent = { origin: 'downstream', method: 'tools/call', principal: { id: 'ada', human: 'out-of-band' } } as const;

it('takes a call for one of the agent unless a server, its question or Sallyport itself made it', () => {
  expect(isOfAgent(agent)).toBe(true);
  expect(isOfAgent({ ...agent, origin: 'upstream' })).toBe(false);
  expect(isOfAgent({ ...agent, method: 'elicitation/create' })).toBe(false);
  expect(isOfAgent({ ...agent, principal: { ...agent.principal, id: OURSELVES } })).toBe(false);
});
