import { expect, test } from 'vitest';
import { createFront } from '../../src/downstream/front.ts';
import { frontOptions, Stand } from './stand.ts';

test('every front has a seal and sessions of its own, and says who we are', () => {
  const stand = new Stand();
  const [one, two] = [createFront(frontOptions(stand)), createFront(frontOptions(stand))];
  const proof = { transport: 'http', token: 't' } as const;
  const principal = one.identify(proof, undefined);
  const origin = { env: {}, authenticated: true };
  expect(one.sessions.derive(principal, origin, {}, 0).key).not.toBe(two.sessions.derive(principal, origin, {}, 0).key);
  expect(JSON.parse(one.dress.modern.server)).toEqual({ name: 'sallyport', title: 'Sallyport', version: '9.9.9' });
  expect(one.newId()).not.toBe(two.newId());
});

test('the gate hears of a session that silence ended', () => {
  const stand = new Stand();
  const front = createFront(frontOptions(stand, { session: { idle: '1s' } }));
  const principal = front.identify({ transport: 'http', token: 't' }, undefined);
  const first = front.sessions.derive(principal, { env: {}, authenticated: true }, {}, 0);
  front.sessions.derive(principal, { env: {}, authenticated: true }, {}, 5000);
  expect(stand.left).toEqual([first]);
});

test('takes other agents and limits for the next request, and can be closed', () => {
  const front = createFront(frontOptions(new Stand(), { agents: { desk: { match: { token: 't' }, purpose: 'p' } } }));
  const proof = { transport: 'http', token: 't' } as const;
  expect(front.identify(proof, undefined).agent).toBe('desk');
  const { agents, limits } = frontOptions(new Stand(), {
    agents: { lab: { match: { token: 't' } } },
    limits: { inFlight: 2, question: '7s' },
  });
  front.reconfigure({ agents, limits });
  expect([front.identify(proof, undefined).agent, front.inFlight, front.closing]).toEqual(['lab', 2, false]);
  expect(front.parking.ttl).toBe(7_000);
  front.close();
  expect(front.closing).toBe(true);
});
