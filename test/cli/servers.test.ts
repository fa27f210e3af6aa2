import { beforeAll, expect, it } from 'vitest';
import { servers } from '../../src/cli/servers.ts';
import { fillRecord, makeScreen, makeState } from './stage.ts';

const state = makeState();
beforeAll(() => fillRecord(state));

it('lists what servers offered and how often they were called', async () => {
  const lines = makeScreen();
  expect(await servers({ state: state.root, json: true }, lines)).toBe(0);
  const rows = lines
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toMatchObject([
    {
      server: 'mail',
      calls: 1,
      held: 1,
      denied: 1,
      failed: 0,
      called: ['send'],
      offers: '2 tools, 0 resources, 0 prompts (2025-11-25)',
    },
    { server: 'tickets', calls: 1, held: 0, denied: 0, called: ['read_ticket'], offers: '' },
  ]);
  const screen = makeScreen();
  await servers({ state: state.root }, screen);
  expect(screen.printed()).toMatch(/mail +1 +1 +1 +0 .*2 tools/);
});

it('says when there is none', async () => {
  const screen = makeScreen();
  await servers({ state: state.root, since: '2999-01-01' }, screen);
  expect(screen.printed()).toMatch(/No server/);
});
