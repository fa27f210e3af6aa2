import { expect, it } from 'vitest';
import { noteGreeting } from '../../../src/app/serving/greeting.ts';
import type { Principal } from '../../../src/model/call.ts';

const session = { key: '3f', source: 'process' } as const;
const nameless: Principal = { id: 'local', human: 'elicitation' };

it('says of a client that greets in fields what it says in words', () => {
  const principal = { ...nameless, client: { name: 'probe', version: '3' } };
  expect(noteGreeting('initialize', principal, session, { version: '2025-06-18', asks: ['form', 'url'] })).toEqual({
    kind: 'note',
    about: 'initialize',
    message: 'local 3f by process; probe 3 speaks 2025-06-18, can be asked by form and url',
    greeting: { principal: 'local', session, client: 'probe 3', protocol: '2025-06-18', asks: ['form', 'url'] },
  });
});

it('leaves out what a client has not said', () => {
  expect(noteGreeting('ping', nameless, session, { version: undefined, asks: [] })).toEqual({
    kind: 'note',
    about: 'ping',
    message: 'local 3f by process; a client without a name speaks no revision yet, cannot be asked',
    greeting: { principal: 'local', session, asks: [] },
  });
});
