import { expect, it } from 'vitest';
import { UnmetNames } from '../../../src/cli/record/unmet-names.ts';

const line = { agent: 'support', who: 'support (desk 1)', server: 'mail', session: 'cef52f7d' };

it.each([
  [{ agent: 'suport' }, ['no agent suport (did you mean "support"?)']],
  [{ server: 'mial', session: 'abcd' }, ['no server mial (did you mean "mail"?)', 'no session abcd']],
  [{ agent: 'desk', server: 'mail', session: 'cef5' }, []],
  [{ effect: ['deny'] }, []],
])('of %j nothing was met but %j', (wish, phrases) => {
  const unmet = new UnmetNames(wish);
  unmet.hear(line);
  unmet.hear({});
  expect(unmet.phrases()).toEqual(phrases);
});
