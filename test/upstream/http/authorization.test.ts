import { expect, it } from 'vitest';
import { type Authorization, Credentials, isChallenge } from '../../../src/upstream/http/authorization.ts';
import { serverConfig } from '../rig.ts';

it.each([
  [401, undefined, true],
  [401, 'Basic', true],
  [403, 'Bearer error="insufficient_scope"', true],
  [403, 'Bearer error="invalid_token"', false],
  [403, undefined, false],
  [400, 'Bearer error="insufficient_scope"', false],
])('a %d with %j may be turned by other credentials: %j', (status, challenge, expected) => {
  expect(isChallenge(status, challenge)).toBe(expected);
});

const nobody = {} as Authorization;

it('are opened once for all connections of a server, and not at all for one without', async () => {
  const opened: string[] = [];
  const open = async (upstream: string, url: URL): Promise<Authorization> => {
    opened.push(`${upstream} ${url.href}`);
    return nobody;
  };
  const url = new URL('https://crm.example/mcp');
  const crm = new Credentials(open, 'crm', serverConfig({ url: url.href, auth: { oauth: {} } }));
  expect(crm.current).toBeUndefined();
  expect(await Promise.all([crm.at(url), crm.at(url)])).toEqual([nobody, nobody]);
  expect(crm.current).toBe(nobody);
  expect(opened).toEqual(['crm https://crm.example/mcp']);
  expect(await new Credentials(open, 'web', serverConfig({ url: url.href })).at(url)).toBeUndefined();
  expect(opened).toHaveLength(1);
});
