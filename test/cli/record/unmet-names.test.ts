import { expect, it } from 'vitest';
import { UnmetNames } from '../../../src/cli/record/unmet-names.ts';

const line = { agent: 'support', who: 'support (desk 1)', server: 'mail', tool: 'mail.send', session: 'cef52f7d' };

it.each([
  [{ agent: 'suport' }, ['no agent suport (did you mean "support"?)']],
  [{ server: 'mial', session: 'abcd' }, ['no server mial (did you mean "mail"?)', 'no session abcd']],
  [{ agent: 'desk', server: 'mail', session: 'cef5' }, []],
  [{ tool: 'mail.sned' }, ['no tool mail.sned (did you mean "mail.send"?)']],
  [{ tool: 'send' }, ['no tool send (did you mean "mail.send"?)']],
  [{ tool: 'crm.*', server: 'mail' }, ['no tool crm.*']],
  [{ tool: '*.send' }, []],
  [{ effect: ['deny'] }, []],
])('of %j nothing was met but %j', (wish, phrases) => {
  const unmet = new UnmetNames(wish);
  unmet.hear(line);
  unmet.hear({});
  expect(unmet.phrases()).toEqual(phrases);
});
