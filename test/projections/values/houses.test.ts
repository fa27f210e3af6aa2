import { expect, it } from 'vitest';
import { addressIn, isElsewhere } from '../../../src/projections/values/houses.ts';

const ANN = 'Ann Lee <ann@oarworks.example>';
const DESK = ['desk@ours.example'];

it('an address is the first of a text', () => {
  expect(addressIn('Ann <Ann@Oar.example>, bo@oar.example')).toBe('ann@oar.example');
  expect(addressIn('thread @ 12')).toBeUndefined();
});

it.each<[string, string, readonly string[]]>([
  [ANN, 'ann@quickmail.example', DESK],
  [ANN, 'ann@quickmail.example', []],
  // What a desk writes to another house it writes itself.
  ['Oarworks <info@oarworks.example>', 'ann@quickmail.example', DESK],
  ['support@oarworks.example', 'ann@quickmail.example', DESK],
  // Anybody can call a server of theirs, or themselves, after a list.
  [ANN, 'ann@lists.quickmail.example', DESK],
  [ANN, 'Ann via Rowers <ann@quickmail.example>', DESK],
  // What mail servers are called after is no name of a house.
  ['ann@mail.oarworks.example', 'ann@mail.test', DESK],
  ['ann@mail.test', 'ann@quickmail.example', DESK],
  ['ann@oarworks.co.uk', 'ann@quickmail.co.uk', DESK],
])('%s and %s are of two houses, for %j', (sender, answer, readers) => {
  expect(isElsewhere(sender, answer, readers)).toBe(true);
});

it.each<[string, string, readonly string[]]>([
  [ANN, 'billing@oarworks.example', DESK],
  [ANN, 'ann@mail.oarworks.example', DESK],
  [ANN, 'case+71@oarworks.helpdesk.example', DESK],
  [ANN, 'ann@oarworks-group.test', DESK],
  ['ann@mail.test', 'ann@hq.mail.test', DESK],
  ['no-reply@forms.example', 'cat@quickmail.example', DESK],
  ['info@ours.example', 'cat@quickmail.example', DESK],
  ['Ours <web@ours.example>', 'cat@quickmail.example', ['someone@far.example', 'desk@mail.ours.example']],
  ['support@desk.example', 'cat@quickmail.example', []],
  [ANN, 'rowers@lists.rowing.example', []],
  ['rowers@lists.rowing.example', 'cat@quickmail.example', DESK],
  ['Ann via Rowers <rowers@rowing.example>', 'cat@quickmail.example', DESK],
  ['nobody', 'cat@quickmail.example', DESK],
  [ANN, 'nobody', DESK],
])('%s and %s are of one house, or that says nothing, for %j', (sender, answer, readers) => {
  expect(isElsewhere(sender, answer, readers)).toBe(false);
});
