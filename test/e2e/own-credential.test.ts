import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, type Place, place, RawClient, sallyport } from './gateway.ts';

/** One that looks like no secret, and one that is seen by its form. */
const KEYS = {
  formless: ['n3Xq', 'Tz81', 'kWm0'].join(''),
  formed: ['ghp', 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo'].join('_'),
};
const LEVEL = 'io.modelcontextprotocol/logLevel';
const eras: Record<string, (at: Place) => Promise<{ client: RawClient; meta: JsonObject }>> = {
  legacy: async (at) => {
    const client = await new RawClient(at).open();
    await client.send('logging/setLevel', { level: 'info' });
    return { client, meta: {} };
  },
  modern: async (at) => ({ client: await new RawClient(at).begun(), meta: { ...modernMeta(), [LEVEL]: 'info' } }),
};
const cases = Object.keys(eras).flatMap((era) => Object.entries(KEYS).map(([form, key]) => [era, form, key] as const));

describe.each(cases)('for a client of the %s protocol, a credential of its server that is %s', (era, _form, key) => {
  const at = place({ servers: { own: fixture('tells-key', [], { env: { KEY: key } }) } });
  const called = async (name: string): Promise<{ all: JsonObject[]; client: RawClient }> => {
    const { client, meta } = await (eras[era] as (typeof eras)[string])(at);
    await client.send('tools/list', { _meta: meta });
    await client.send('tools/call', { name: `own__${name}`, _meta: { ...meta, progressToken: 'p' } }, 'last');
    await client.close();
    const isSaid = ({ method, id }: JsonObject): boolean =>
      id === 'last' || method === 'notifications/message' || method === 'notifications/progress';
    return { all: client.received.filter(isSaid), client };
  };

  it.each(['fail', 'refuse'])('is in no log line, progress message or error: %s', async (name) => {
    const { all } = await called(name);
    expect(all).toHaveLength(3);
    expect(JSON.stringify(all)).not.toContain(key);
    for (const message of all) expect(JSON.stringify(message)).toMatch(/rule own-credential-beside-results/);
    const { error } = all.at(-1) ?? {};
    if (name === 'fail') expect(error).toMatchObject({ code: -32000, message: /^401 for /, data: { status: 401 } });
  });

  it('stays in what is read, and what holds none is told as it is', async () => {
    expect(JSON.stringify((await called('read')).all.at(-1))).toContain(`KEY=${key}`);
    const { all } = await called('plain');
    expect(JSON.stringify(all)).not.toMatch(/redacted/);
    expect(JSON.stringify(all)).toMatch(/signed in with nothing.*sent nothing on.*KEY=nothing/);
  });

  it('is in no record, which names the rule for each and comes out the same again', async () => {
    const { out } = await sallyport(at, 'log', '--json', '--kind', 'saying', '--kind', 'result');
    expect(out).not.toContain(key);
    const entries = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; rules?: string[] });
    const named = (kind: string): number =>
      entries.filter((one) => one.kind === kind && one.rules?.includes('own-credential-beside-results')).length;
    expect([named('saying'), named('result')]).toEqual([6, 2]);
    const replayed = await sallyport(at, 'replay', '--config', at.config);
    expect(replayed.code, replayed.out + replayed.err).toBe(0);
  });
});
