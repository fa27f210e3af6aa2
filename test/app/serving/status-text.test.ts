import { expect, it } from 'vitest';
import { statusText } from '../../../src/app/serving/status-text.ts';
import { mailHold } from '../../cli/stage.ts';

const NOTHING = { barred: [], frozen: [], held: [], standings: [] };

it('says one thing a line: what bars everything, what was stopped, what is held, which servers are not there', () => {
  const text = statusText({
    barred: ['Nothing passes here.'],
    frozen: ['agent a was frozen by ada: why', 'agent a was frozen by ada: why'],
    held: [mailHold()],
    standings: [
      { upstream: 'mail', state: 'failed', message: 'it ended', processes: 0 },
      { upstream: 'files', state: 'ready', processes: 1 },
      { upstream: 'notes', state: 'starting', processes: 1 },
    ],
  });
  expect(text.split('\n')).toEqual([
    '- Nothing passes here.',
    '- frozen: agent a was frozen by ada: why. Calls are refused meanwhile; tell the user',
    '- held: abcd2345 mail.send: Mail leaves the house.',
    '- server mail: failed: it ended',
    '- server notes: starting',
  ]);
});

it('says so where nothing is the matter', () => {
  const standings = [{ upstream: 'files', state: 'ready', processes: 1 } as const];
  expect(statusText({ ...NOTHING, standings })).toBe('Nothing is held, and every server is there.');
});
