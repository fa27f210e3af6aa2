import { describe, expect, it } from 'vitest';
import { confirm, openScreen } from '../../src/cli/screen.ts';
import { makeScreen } from './stage.ts';

describe('confirming', () => {
  it.each([
    [['yes'], true],
    [[' Y '], true],
    [['no', 'yes'], false],
    [['yeah', 'yes'], true],
    [['', '', '', 'yes'], false],
    [[], false],
  ] as const)('%j is %s', async (answers, sure) => {
    expect(await confirm(makeScreen({ answers }), 'Sure?')).toBe(sure);
  });
});

it('paints nothing where there is no terminal', () => {
  const screen = openScreen();
  expect(screen.isTerminal).toBe(process.stdout.isTTY === true);
  if (!screen.isTerminal) expect(screen.paint.red('x')).toBe('x');
  expect(screen.width).toBeGreaterThan(0);
});
