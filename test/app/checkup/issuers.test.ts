import { expect, it } from 'vitest';
import { checkIssuers } from '../../../src/app/checkup/issuers.ts';
import { openIssuer } from '../../downstream/issuer.ts';

it('says which issuers can be asked for their keys, and what to do about the others', async () => {
  const [one, other] = [await openIssuer(), await openIssuer()];
  other.state.down = true;
  const issuers = [one, other].flatMap((issuer) => issuer.configured().issuers);
  expect(await checkIssuers(issuers, Date.now)).toMatchObject([
    { about: `issuer ${one.state.issuer}`, state: 'good' },
    { about: `issuer ${other.state.issuer}`, state: 'bad', found: expect.stringContaining('answers 500') },
  ]);
  expect(await checkIssuers([], Date.now)).toEqual([]);
});
