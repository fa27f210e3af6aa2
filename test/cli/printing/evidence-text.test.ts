import { expect, it } from 'vitest';
import { printEvidence } from '../../../src/cli/printing/evidence-text.ts';
import { makeScreen } from '../stage.ts';

const NONE = { different: 0, afterGap: 0, changes: [], cut: 0, gone: 0, kept: [] };

it('says in one line that nothing is different', () => {
  const screen = makeScreen();
  printEvidence(NONE, screen);
  expect(screen.printed().trim()).toBe('The evidence that could be gathered anew is what was recorded.');
});

it('tells what is new first, with the calls behind it, and is open about what it could not look at', () => {
  const screen = makeScreen();
  const calls = ['a', 'b', 'c', 'd', 'e', 'f'];
  const changes = [
    { what: 'finding url.exfil (medium)', isNew: true, calls },
    ...Array.from({ length: 31 }, (_, n) => ({ what: `mark ${n}`, isNew: false, calls: ['a'] })),
  ];
  printEvidence({ different: 7, afterGap: 2, changes, cut: 1, gone: 3, kept: [['secret.aws', 4]] }, screen);
  const printed = screen.printed();
  expect(printed).toMatch(/evidence of 7 decisions is not what was recorded/);
  expect(printed).toMatch(/Seen now, and not then\n {2}finding url\.exfil \(medium\) {2}6\n {4}a b c d e …/);
  expect(printed).toMatch(/Seen then, and not now\n {2}mark 0.*and 1 more sorts; --out/s);
  expect(printed).toMatch(/2 of these follow, in their session, something that is not kept whole/);
  expect(printed).toMatch(/1 result that the record has only the beginning of/);
  expect(printed).toMatch(/3 decisions whose arguments or result were erased or removed/);
  expect(printed).toMatch(/Taken from the record, which has no grounds for it: secret\.aws \(4\)\./);
});
