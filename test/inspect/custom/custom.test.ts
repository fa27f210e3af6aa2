import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CustomInspector, openCustom, waitingCustom } from '../../../src/inspect/custom/custom.ts';
import { leaves } from '../../../src/model/json.ts';
import { BLANK_VIEW } from '../../../src/policy/situation.ts';
import { complete, sampleCall } from '../../pipeline/sample.ts';
import { onCall, open, sourceOf } from './sources.ts';

const opened: CustomInspector[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.retire();
});

async function look(text: string, args: Parameters<typeof sampleCall>[0] = { to: 'ada' }, limit?: number) {
  const custom = await open(text, limit);
  opened.push(custom);
  const call = sampleCall(args);
  return { custom, seen: () => custom.inspector.onCall?.(call, leaves(call.params), BLANK_VIEW) };
}

const FINDING = "{ kind: 'custom.name', severity: 'high', at: '/arguments/to', message: 'Seen.', span: [0, 3] }";

describe('a custom inspector', () => {
  it('sees the call and what is known around it, and says what it saw', async () => {
    const { seen, custom } = await look(
      onCall(
        `return { findings: call.args.to === 'ada' && view.calls === 0 ? [${FINDING}] : [], labels: [call.method, call.name] };`,
      ),
    );
    expect(await seen()).toEqual({
      findings: [{ kind: 'custom.name', severity: 'high', at: '/arguments/to', message: 'Seen.', span: [0, 3] }],
      labels: ['tools/call', 'mail.send'],
    });
    expect(custom.inspector).toMatchObject({ name: 'house', version: 3 });
    expect(custom.inspector.onResult).toBeUndefined();
  });

  it('sees results where it has the method', async () => {
    const text = `export default { version: 1, onResult: (call, result) =>
      ({ findings: [{ kind: 'custom.said', severity: 'low', at: '/content/0/text', message: result.body.content[0].text + result.failed }] }) }`;
    const custom = await open(text);
    opened.push(custom);
    expect(custom.inspector.onCall).toBeUndefined();
    const result = complete({ content: [{ type: 'text', text: 'done' }], isError: true });
    expect(await custom.inspector.onResult?.(sampleCall(), result, [], BLANK_VIEW)).toMatchObject({
      findings: [{ kind: 'custom.said', message: 'donetrue' }],
    });
  });

  it.each([
    ['throws', 'null.x', /threw TypeError: .* \(.*house\.mjs:3\)$/],
    ['says nothing', '', /answered nonsense: undefined instead of/],
    ['misspells a member', 'return { finding: [] }', /finding means nothing; known: findings, labels/],
    ['answers a text', "return 'fine'", /string instead of/],
    ['answers what cannot be copied', 'return { findings: [() => 1] }', /could not be cloned/],
    ['speaks in the name of another', "return { findings: [{ kind: 'secret.aws' }] }", /must begin with "custom\."/],
    ['points at nothing', `return { findings: [${FINDING.replace('/to', '/nowhere')}] }`, /JSON pointer of something/],
    ['points outside of a text', `return { findings: [${FINDING.replace('0, 3', '0, 4')}] }`, /\[start, end\] within/],
    ['ends its worker', 'process.exit(0)', /ended its worker/],
    [
      'fails later',
      "setTimeout(() => { throw new Error('later') }); await new Promise(() => {})",
      /ended its worker: later/,
    ],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(1))', /ended its worker: .*memory/],
  ])('that %s is a fault, and the next call is looked at', async (_, body, message) => {
    const { seen, custom } = await look(
      onCall(`if (call.args.to === 'ada') { ${body} } else return {};`),
      undefined,
      20_000,
    );
    await expect(seen()).rejects.toThrow(message);
    expect(await custom.inspector.onCall?.(sampleCall({ to: 'bob' }), [], BLANK_VIEW)).toEqual({
      findings: [],
      labels: [],
    });
  });

  it.each([['for (;;);'], ['await new Promise(() => {});']])(
    'that never ends (%s) is late, and holds nobody up',
    async (body) => {
      const { seen, custom } = await look(
        onCall(`if (call.args.to === 'ada') { ${body} } return {};`),
        undefined,
        8_000,
      );
      const others = ['bob', 'eve'].map((to) => custom.inspector.onCall?.(sampleCall({ to }), [], BLANK_VIEW));
      await expect(seen()).rejects.toThrow(/longer than 4000 ms, and was stopped/);
      expect(await Promise.all(others)).toHaveLength(2);
      const next = custom.inspector.onCall?.(sampleCall({ to: 'bob' }), [], BLANK_VIEW);
      expect(await next).toEqual({ findings: [], labels: [] });
    },
  );

  it('is heard where it answered while this process was busy', async () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-custom-')), 'begun');
    const body = `fs.writeFileSync(${JSON.stringify(file)}, ''); return { labels: ['seen'] };`;
    const text = `import fs from 'node:fs';\n${onCall(body)}`;
    const { seen, custom } = await look(text, undefined, 1_000);
    // From here on timers come before messages.
    await new Promise((resolve) => setImmediate(resolve));
    const asked = seen();
    // Its limit passes, and some time more for what it says once it has begun.
    const until = performance.now() + 1_100;
    while (!existsSync(file) || performance.now() < until);
    for (const end = performance.now() + 1_000; performance.now() < end; );
    expect(await asked).toMatchObject({ labels: ['seen'] });
    expect(custom.inspector.waits).toBe(true);
  });

  it('may take as long to load as a question may take', async () => {
    const { seen } = await look(`await new Promise((resolve) => setTimeout(resolve, 6_000));\n${onCall('return {};')}`);
    expect(await seen()).toEqual({ findings: [], labels: [] });
  });

  it('prints into the log', async () => {
    const { seen, custom } = await look(onCall("console.log('out', call.args.to); console.error('err'); return {};"));
    await seen();
    while (custom.printed.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect([...custom.printed].sort()).toEqual(['[inspector house] err', '[inspector house] out ada']);
  });

  it('has none of our environment', async () => {
    const { seen } = await look(onCall('return { labels: [String(Object.keys(process.env).length)] };'));
    expect(await seen()).toMatchObject({ labels: ['0'] });
  });

  it('answers what is under way after it was retired', async () => {
    const { seen, custom } = await look(onCall('return { labels: [call.args.to] };'));
    const under = seen();
    custom.retire();
    expect(await under).toMatchObject({ labels: ['ada'] });
    expect(await seen()).toMatchObject({ labels: ['ada'] });
  });

  it('that nobody has looked at does not run', async () => {
    const { inspector, isWaiting } = waitingCustom(sourceOf('process.exit(1)'), 'run: sallyport trust');
    expect(isWaiting).toBe(true);
    expect(() => inspector.onCall?.(sampleCall(), [], BLANK_VIEW)).toThrow(/looked at its code.*run: sallyport trust/);
    expect(() => inspector.onResult?.(sampleCall(), complete({}), [], BLANK_VIEW)).toThrow(/looked at/);
  });
});

describe('what cannot be loaded says why, where, and what to do', () => {
  it.each<[string, string, RegExp, number | undefined]>([
    ['a syntax error', 'export default {\n  onCall( {\n } }\n', /^SyntaxError: /, 3],
    ['a throw', '\n\nnull.x;', /throws while it is loaded: TypeError/, 3],
    ['an import beside it', "\nimport x from './other.mjs';", /imports "\.\/other\.mjs"/, 2],
    ['a package', 'import { z } from "zod";', /imports "zod"/, 1],
    ['what a module has not', "\nimport { nope } from 'node:fs';", /nope/, 2],
    ['no default', 'export const version = 1;', /default export is not an object/, undefined],
    ['no version', 'export default { onCall() {} };', /version/, undefined],
    ['no method', 'export default { version: 1 };', /neither onCall nor onResult/, undefined],
    ['no function', 'export default { version: 1, onCall: 1, onResult() {} };', /onCall. is no function/, undefined],
    ['a misspelt method', 'export default { version: 1, oncall() {} };', /did you mean "onCall"/, undefined],
    ['an end', 'process.exit(0);', /ended its worker/, undefined],
  ])('%s', async (_, text, what, line) => {
    const parts = { source: sourceOf(text), limit: 20_000, log: () => undefined };
    const fault = await openCustom(parts).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ name: 'LoadFault', message: expect.stringMatching(what), line });
    expect((fault as { instead: string }).instead).not.toBe('');
  });
});
