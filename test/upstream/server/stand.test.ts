import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/upstream/failure.ts';
import { Stand } from '../../../src/upstream/server/stand.ts';

const GONE = failure('unreachable', 'cannot reach it', false);
const ANSWER = { kind: 'complete', value: {}, text: '{}' } as const;

function stand() {
  const told: string[] = [];
  const made: Stand = new Stand(
    'starting',
    () => 0,
    () => told.push(made.shown.state),
  );
  return { made, told };
}

describe('how a server stands', () => {
  test('a call that does not get through makes it unreachable, since the first one, and the next answer ready', () => {
    const { made, told } = stand();
    made.become('ready', undefined);
    made.heard(GONE);
    expect(made.shown).toEqual({ state: 'unreachable', message: 'since 1970-01-01T00:00:00.000Z: cannot reach it' });
    made.heard(failure('unreachable', 'something else', false));
    expect(made.shown.message).toMatch(/cannot reach it$/);
    made.heard(ANSWER);
    made.heard(ANSWER);
    expect(made.shown).toEqual({ state: 'ready', message: undefined });
    expect(told).toEqual(['ready', 'unreachable', 'ready']);
  });

  test.each(['timeout', 'crashed', 'cancelled', 'malformed', 'too-large', 'refused'] as const)(
    'a call that failed as %s says nothing of it, either way',
    (reason) => {
      const { made } = stand();
      made.become('ready', undefined);
      made.heard(failure(reason, 'x'));
      expect(made.shown.state).toBe('ready');
      made.heard(GONE);
      made.heard(failure(reason, 'x'));
      expect(made.shown.state).toBe('unreachable');
    },
  );

  test('one that is not there yet, or failed, stands as it did', () => {
    const { made, told } = stand();
    made.heard(GONE);
    made.become('failed', 'why');
    made.heard(GONE);
    expect([made.shown, told]).toEqual([{ state: 'failed', message: 'why' }, ['failed']]);
  });

  test('a new listing ends it', () => {
    const { made } = stand();
    made.become('ready', undefined);
    made.heard(GONE);
    made.become('ready', undefined);
    expect(made.shown.state).toBe('ready');
  });

  test('what is odd about one is said while it is there, and each change of that once', () => {
    const { made, told } = stand();
    made.remark('odd');
    expect(made.shown.message).toBeUndefined();
    made.become('ready', undefined);
    made.remark('odd');
    expect(made.shown).toEqual({ state: 'ready', message: 'odd' });
    made.become('failed', 'why');
    expect(made.shown.message).toBe('why');
    made.become('ready', undefined);
    made.remark(undefined);
    expect(made.shown).toEqual({ state: 'ready', message: undefined });
    expect(told).toEqual(['starting', 'ready', 'failed', 'ready', 'ready']);
  });
});
