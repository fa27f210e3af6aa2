import type { Auth } from '../../config/auth.ts';
import { messageOf } from '../../model/caught.ts';
import { bad, type Check, good } from './check.ts';

/** Asks every authorization server for its keys, as the first token of it would. */
export async function checkIssuers(issuers: Auth['issuers'], now: () => number): Promise<Check[]> {
  if (issuers.length === 0) return [];
  const { IssuerKeys } = await import('../../downstream/identity/issuer-keys.ts');
  const checks = issuers.map(async (issuer) => {
    const about = `issuer ${issuer.issuer}`;
    try {
      await new IssuerKeys(issuer, now).get();
      return good(about, 'it says where its keys are, and they can be read');
    } catch (error) {
      const action =
        'Make it reachable from here, or write the address of its keys as `jwks`; nobody with its tokens is let in meanwhile.';
      return bad(about, messageOf(error), action);
    }
  });
  return Promise.all(checks);
}
