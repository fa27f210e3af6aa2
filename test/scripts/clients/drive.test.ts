import { describe, expect, it } from 'vitest';
import { expectRecorded } from '../../../scripts/clients/drive.mjs';

const said = (more = {}) => ({
  method: 'initialize',
  session: 'k',
  source: 'process',
  client: 'probe 1',
  revision: '2025-11-25',
  asks: 'no',
  ...more,
});
const record = (more = {}) => ({
  said: [said()],
  calls: [{ who: 'probe 1' }],
  holds: [],
  sessions: [{ source: 'process' }],
  ...more,
});
const as = { client: 'probe', revision: '2025-11-25', late: undefined, asks: 'no' };
const one = { over: 'stdio', source: 'process' };

describe('what is recorded of a client', () => {
  it('must be what is known of it', () => {
    expect(expectRecorded(record(), as, one)).toEqual({
      client: 'probe 1',
      revision: '2025-11-25',
      asks: 'no',
      source: 'process',
    });
    // A probe that was given up says nothing of how a client speaks.
    const probed = record({ said: [said({ method: 'server/discover', revision: '2026-07-28' }), said()] });
    expect(expectRecorded(probed, as, one).revision).toBe('2025-11-25');
  });

  it.each([
    ['nothing at all', record({ said: [] }), /no handshake/],
    ['another revision', record({ said: [said({ revision: '2024-11-05' })] }), /2024-11-05/],
    ['another name', record({ said: [said({ client: 'other 1' })] }), /other/],
    ['another door', record({ said: [said({ asks: 'form' })] }), /form/],
    ['a call of somebody else', record({ calls: [{ who: 'other 1' }] }), /other/],
    ['another kind of session', record({ sessions: [{ source: 'shared' }] }), /shared/],
  ])('%s is a fault', (_, recorded, message) => {
    expect(() => expectRecorded(recorded, as, one)).toThrow(message);
  });

  it('may be the older revision where a probe came late, over stdio alone', () => {
    const slow = { ...as, revision: '2026-07-28', late: '2025-11-25' };
    expect(expectRecorded(record(), slow, one).revision).toBe('2025-11-25');
    expect(() => expectRecorded(record(), slow, { ...one, over: 'http' })).toThrow(/2025-11-25/);
  });
});
