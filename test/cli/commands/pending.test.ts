import { expect, it } from 'vitest';
import { pending } from '../../../src/cli/commands/pending.ts';
import { openApprovals } from '../../../src/journal/state/approvals.ts';
import { fileHold, heldAndOver, mailHold, makeScreen, makeState } from '../stage.ts';

it('lists what waits, for people and for programs', async () => {
  const state = makeState();
  const empty = makeScreen();
  expect(await pending({ state: state.root }, empty)).toBe(0);
  expect(empty.printed()).toBe('No call waits for approval.');
  const hold = await fileHold(state, mailHold());
  const screen = makeScreen({ now: () => hold.expires - 120_000 });
  await pending({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/abcd2345 +in 2m +driver 1 +mail\.send +Mail leaves the house\.\n/);
  expect(screen.printed()).toContain('sallyport approve ID');
  const lines = makeScreen();
  await pending({ state: state.root, json: true }, lines);
  expect(JSON.parse(lines.printed())).toEqual({
    ...hold,
    at: new Date(hold.at).toISOString(),
    expires: new Date(hold.expires).toISOString(),
    ended: false,
    takenBack: false,
  });
});

it('says that a client has taken its call back', async () => {
  const state = makeState();
  const hold = await fileHold(state, mailHold());
  await openApprovals(state.approvals).leave(hold.id);
  const screen = makeScreen({ now: () => hold.expires - 120_000 });
  await pending({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/abcd2345 +in 2m, taken back +driver 1/);
  const lines = makeScreen();
  await pending({ state: state.root, json: true }, lines);
  expect(JSON.parse(lines.printed())).toMatchObject({ id: 'abcd2345', takenBack: true });
});

it('asks for no answer where no agent is left that could be told', async () => {
  const { state } = await heldAndOver();
  const screen = makeScreen();
  await pending({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/abcd2345 +session ended[\s\S]*No agent waits any more/);
  expect(screen.printed()).not.toContain('sallyport approve');
});

it('says to programs as well that a session has ended', async () => {
  const { state } = await heldAndOver();
  const lines = makeScreen();
  await pending({ state: state.root, json: true }, lines);
  expect(JSON.parse(lines.printed())).toMatchObject({ id: 'abcd2345', ended: true });
});
