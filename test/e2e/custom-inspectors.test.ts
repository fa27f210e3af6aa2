import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectorHash, openTrust } from '../../src/journal/state/trust.ts';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';

const code = (word: string): string => `export default {
  version: 1,
  onCall(call) {
    console.log('{"jsonrpc":"2.0","method":"nonsense"}');
    if (call.args.message === 'hang') for (;;);
    const at = '/arguments/message';
    const start = String(call.args.message).indexOf('${word}');
    if (start < 0) return {};
    return { findings: [{ kind: 'custom.project', severity: 'high', at, message: 'Names a project.', span: [start, start + 4] }] };
  },
  onResult(call, { body }) {
    const text = body.content?.[0]?.text ?? '';
    const start = text.indexOf('hidden');
    if (start < 0) return {};
    return { findings: [{ kind: 'custom.hidden', severity: 'low', at: '/content/0/text', message: 'Hidden.', span: [start, start + 6] }] };
  },
};`;

function set(more: object = {}): Place & { readonly code: string } {
  const at = place({
    servers: { echo: fixture('echo') },
    policy: {
      inspectors: { house: { file: 'house.mjs' } },
      rules: [
        { id: 'no-projects', findings: ['custom.project'], effect: 'deny', reason: 'A project is named.' },
        { id: 'hide', on: 'result', findings: ['custom.hidden'], redact: true, reason: 'Hidden.' },
      ],
      tests: [{ call: { tool: 'echo.echo', args: { message: 'moon' } }, expect: 'deny', rule: 'no-projects' }],
    },
    ...more,
  });
  const file = path.join(at.dir, 'house.mjs');
  writeFileSync(file, code('moon'));
  return { ...at, code: file };
}

describe("an inspector of the user's own, in a served gateway", () => {
  it('judges calls and results, prints beside the protocol, and is stopped when it hangs', async () => {
    // Half of it is for those who wait behind what hangs, on a machine that starts a new worker late.
    const at = set({ limits: { inspect: '8s' } });
    const client = await new RawClient(at).open();
    const echo = (message: string): Promise<string> => client.call('echo__echo', { message });
    expect(await echo('sun')).toBe('{"message":"sun"}');
    expect(await echo('the moon')).toMatch(/refused[\s\S]*A project is named/);
    expect(await echo('a hidden thing')).toContain('[redacted by Sallyport: custom.hidden');
    const [hanging, other] = await Promise.all([echo('hang'), echo('sun')]);
    expect(hanging).toMatch(/refused/);
    expect(other).toBe('{"message":"sun"}');
    expect(await echo('sun')).toBe('{"message":"sun"}');
    // Everything on stdout was protocol: the client would have failed on anything else.
    expect(client.received.every(({ method }) => method !== 'nonsense')).toBe(true);
    await client.said(/\[inspector house\] \{"jsonrpc"/);
    await client.close();
    const log = await sallyport(at, 'log', '--json', '--all');
    expect(log.out).toMatch(/inspector house was trusted by .*--trust/);
    // By this the figures of configurations that share a record are told apart.
    expect(log.out).toContain(`for ${at.config}`);
  });

  it('takes up other code while calls run, and keeps the old where the new cannot be loaded', async () => {
    const at = set();
    const client = await new RawClient(at).open();
    const echo = (message: string): Promise<string> => client.call('echo__echo', { message });
    expect(await echo('moon')).toMatch(/refused/);
    writeFileSync(at.code, 'export default {\n  onCall(\n');
    await client.said(/house\.mjs:3: SyntaxError/);
    expect(await echo('moon')).toMatch(/refused/);
    writeFileSync(at.code, code('mars'));
    await client.said(/inspector "house" runs other code/);
    expect(await echo('mars')).toMatch(/refused/);
    expect(await echo('moon')).toBe('{"message":"moon"}');
    await client.close();
  });

  it('does not run until a person has looked at it: nothing passes, definitions included, and the log says what to do', async () => {
    const at = set();
    const args = at.args.filter((one) => one !== '--trust');
    const store = openTrust(path.join(at.state, 'trust.json'));
    await sallyport(at, 'trust', '--config', at.config, '--list');
    const { launchesOf } = await import('../../src/app/trust-desk.ts');
    const { loadConfig } = await import('../../src/config/load.ts');
    const by = { by: 'ada', at: Date.now() };
    await store.trust(launchesOf(await loadConfig(at.config)).map((one) => ({ ...one, ...by })));
    const client = await new RawClient({ ...at, args }).open();
    expect((await client.tools()).filter((name) => name.startsWith('echo'))).toEqual([]);
    await client.said(/nobody has looked at the code of inspector "house" .*sallyport trust --config/);
    const check = await sallyport(at, 'check', '--config', at.config);
    expect(check.out).toMatch(/policy\.inspectors\.house\.file: nobody has looked at the code of inspector "house"/);
    // The agent is told as well: there is nothing else that it could see.
    expect(await client.call('sallyport__status')).toMatch(/Nothing passes here for now[\s\S]*sallyport trust/);
    const doctor = await sallyport(at, 'doctor', '--config', at.config, '--no-start');
    expect(doctor.out).toMatch(/nobody has looked at the code of inspector "house"/);
    const hash = inspectorHash(code('moon'));
    await store.trust([{ what: 'inspector', name: 'house', hash, ...by }]);
    await client.said(/inspector "house" was looked at, and runs/);
    while (!(await client.tools()).includes('echo__echo')) {}
    expect(await client.call('echo__echo', { message: 'sun' })).toBe('{"message":"sun"}');
    await client.close();
    expect((await sallyport(at, 'check', '--config', at.config)).code).toBe(0);
  });

  it('is code that no call may write', async () => {
    const at = set();
    const client = await new RawClient(at).open();
    expect(await client.call('echo__echo', { message: at.code })).toMatch(/refused/);
    await client.close();
  });

  it('is checked by `sallyport check`, with the place', async () => {
    const at = set();
    writeFileSync(at.code, 'export default {\n  version: 1,\n  oncall() {},\n};');
    const { code: exit, err } = await sallyport(at, 'check', '--config', at.config, '--trust');
    expect(exit).not.toBe(0);
    expect(err).toMatch(/house\.mjs: its default export has a member "oncall" \(did you mean "onCall"\?\)/);
  });
});
