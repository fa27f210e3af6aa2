import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, leaves, pointerKeys } from '../../src/model/json.ts';
import { blankCall, blankEvidence, maskCall, maskEvidence, replaceFound } from '../../src/pipeline/mask.ts';
import { finding, sampleCall, seeing } from './sample.ts';

const token = (kind: string, secret: string): string => `<${kind}:${secret.length}>`;

describe('replaceFound', () => {
  it('replaces what is pointed at and leaves every other byte', () => {
    const text = '{ "a":"key=SECRET!", "n": 9007199254740993, "b":["SECRET"] }';
    const found = [finding('/a', 'secret.a', { span: [4, 10] }), finding('/b/0', 'secret.b')];
    expect(replaceFound(text, JSON.parse(text) as Json, found, token)).toBe(
      '{ "a":"key=<secret.a:6>!", "n": 9007199254740993, "b":["<secret.b:6>"] }',
    );
  });

  it('leaves nothing of any span, however they overlap', () => {
    const span = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), (spans) => {
        // Each character says where it stood.
        const text = Array.from({ length: 31 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
        const root = { a: text };
        const found = spans.map((one) => finding('/a', 'secret.x', { span: one }));
        const out = (JSON.parse(replaceFound(JSON.stringify(root), root, found, () => '#')) as { a: string }).a;
        for (let i = 0; i < text.length; i++) {
          const hidden = spans.some(([start, end]) => i >= start && i < end);
          expect(out.includes(text[i] as string)).toBe(!hidden);
        }
      }),
    );
  });

  it('leaves printed JSON to be parsed where a number of it is replaced, and only there', () => {
    const number = '4111111111111111';
    const printed = JSON.stringify({
      say: `\\"${number}, `,
      list: [Number(number), { n: Number(number) }],
      text: number,
    });
    const starts = [...printed.matchAll(/4111111111111111/g)].map(({ index }) => index);
    expect(starts).toHaveLength(4);
    const found = starts.map((start) => finding('/a', 'pii.card', { span: [start, start + number.length] }));
    const root = { a: printed };
    const out = JSON.parse(replaceFound(JSON.stringify(root), root, found, () => 'gone')) as { a: string };
    expect(JSON.parse(out.a)).toEqual({ say: '\\"gone, ', list: ['gone', { n: 'gone' }], text: 'gone' });
  });

  it('replaces all that follows a finding for the rest, and leaves what says what it is', () => {
    const value = {
      content: [
        { type: 'text', text: 'before' },
        { type: 'text', text: 'a \\ "SECRET"' },
        { type: 'text', text: 'SECRET' },
      ],
      structuredContent: { kind: 'x', 'SECRET@a.example': { list: ['SECRET', 7] }, n: 1 },
    };
    const text = JSON.stringify(value, undefined, 1);
    const out = replaceFound(text, value, [finding('/content/1/text', 'secret.a', { rest: true })], token);
    expect(out).not.toContain('SECRET');
    expect(JSON.parse(out)).toEqual({
      content: [
        { type: 'text', text: 'before' },
        { type: 'text', text: '<secret.a:12>' },
        { type: 'text', text: '<secret.a:6>' },
      ],
      structuredContent: { kind: '<secret.a:1>', '<secret.a:16>': { list: ['<secret.a:6>', 7] }, n: 1 },
    });
  });

  it('hides the whole string where a span does not fit it', () => {
    const root = { a: 'abc' };
    expect(replaceFound('{"a":"abc"}', root, [finding('/a', 'secret.x', { span: [2, 9] })], () => '#')).toBe(
      '{"a":"#"}',
    );
  });

  it('replaces names of members, numbers and whole objects too', () => {
    const text = '{"SECRET":1,"n":42,"o":{"x":"SECRET"}}';
    const found = [
      finding('/SECRET', 'k', { inKey: true }),
      finding('/n', 'n'),
      finding('/o', 'o'),
      finding('/o/x', 'x'),
    ];
    expect(replaceFound(text, JSON.parse(text) as Json, found, (kind) => kind)).toBe('{"k":1,"n":"n","o":"o"}');
  });

  it('makes JSON again, whatever is found where', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.nat(), fc.nat(), (value, pick, cut) => {
        const text = JSON.stringify(value);
        const root = JSON.parse(text) as JsonObject;
        const all = leaves(root);
        const leaf = all[pick % (all.length || 1)];
        if (leaf === undefined) return;
        const end = leaf.text.length === 0 ? 0 : (cut % leaf.text.length) + 1;
        const out = replaceFound(
          text,
          root,
          [finding(leaf.at, 'k', { span: [0, end], inKey: leaf.key })],
          () => '"#\n',
        );
        expect(() => JSON.parse(out)).not.toThrow();
      }),
    );
  });
});

describe('maskCall', () => {
  it('hands the very call on where nothing secret was seen', () => {
    const call = sampleCall({ to: 'a' });
    expect(maskCall(call, seeing(finding('/arguments/to', 'path.traversal')), token)).toBe(call);
  });

  it('changes text, params and arguments alike, and nothing that the approval is bound to', () => {
    const call = sampleCall({ to: 'a', body: 'SECRET' });
    const seen = maskCall(call, seeing(finding('/arguments/body')), token);
    expect(seen.args).toEqual({ to: 'a', body: '<secret.test:6>' });
    expect(JSON.parse(seen.text)).toEqual(seen.params);
    expect(JSON.stringify(seen)).not.toContain('SECRET');
    expect(seen.digest).toBe(call.digest);
    expect(call.args.body).toBe('SECRET');
  });

  it('changes the address of a resource, which names it, and no name of a tool', () => {
    const params = { uri: 'notes://SECRET' };
    const target = { upstream: 'notes', name: 'notes://SECRET' };
    const read = sampleCall(
      {},
      { method: 'resources/read', params, args: params, text: JSON.stringify(params), target },
    );
    const seen = maskCall(read, seeing(finding('/uri', 'secret.test', { span: [8, 14] })), token);
    expect(seen.target).toEqual({ upstream: 'notes', name: 'notes://<secret.test:6>' });
    expect(read.target.name).toBe('notes://SECRET');
    const call = sampleCall({ uri: 'SECRET' }, { target: { upstream: 'notes', name: 'SECRET' } });
    expect(maskCall(call, seeing(finding('/arguments/uri')), token).target.name).toBe('SECRET');
  });
});

describe('maskEvidence', () => {
  it('leaves no secret in a pointer that leads through its name, and no clean evidence changed', () => {
    const inKey = finding('/arguments/SECRET', 'secret.x', { inKey: true, span: [0, 6] });
    const deeper = finding('/arguments/SECRET/x', 'path.traversal');
    const masked = maskEvidence(seeing(inKey, deeper), token);
    expect(JSON.stringify(masked)).not.toContain('SECRET');
    expect(masked.findings[1]?.at).toBe('/arguments/<secret.x:6>/x');
    const clean = seeing(deeper);
    expect(maskEvidence(clean, token)).toBe(clean);
  });

  it.each([
    ['behind a slash', 'a/SECRET', '/arguments/a~1SECRET', [2, 8], '/arguments/a~1<secret.x:6>'],
    ['with a slash in it', 'SEC/RET', '/arguments/SEC~1RET', [0, 7], '/arguments/<secret.x:7>'],
  ] as const)('reads a name as it is, not as its pointer spells it: %s', (_, name, at, span, masked) => {
    const evidence = maskEvidence(seeing(finding(at, 'secret.x', { inKey: true, span })), token);
    expect(evidence.findings[0]?.at).toBe(masked);
    expect(pointerKeys(at).at(-1)).toBe(name);
  });

  it('leaves none in a message that names what it is about, and no word of another', () => {
    const inKey = finding('/arguments/SEC~1RET', 'secret.x', { inKey: true, span: [0, 7] });
    const said = finding('/arguments', 'args.schema', { message: 'Argument /SEC~1RET is not known here: SEC/RET.' });
    const other = finding('/arguments', 'args.schema', { message: 'Argument /SECRETARY is missing: add a string.' });
    const masked = maskEvidence({ ...seeing(inKey, other), audited: [said] }, token);
    expect(masked.audited[0]?.message).toBe('Argument /<secret.x:7> is not known here: <secret.x:7>.');
    expect(masked.findings[1]?.message).toBe(other.message);
  });
});

describe('blankCall', () => {
  const uri = 'https://ann:SECRET@a.example/x';
  const over = { target: { upstream: 'web', name: uri }, params: { uri }, text: JSON.stringify({ uri }) };

  it.each(['resources/read', 'resources/subscribe'])(
    'leaves nothing of the address that names the target of %s',
    (method) => {
      const blank = blankCall(sampleCall({ uri }, { method, ...over }));
      expect(JSON.stringify(blank)).not.toContain('SECRET');
      expect(blank).toMatchObject({ method, target: { upstream: 'web', name: '' }, text: '{}' });
    },
  );

  it('leaves the name of a tool and whom the call was for', () => {
    const call = sampleCall({ to: 'SECRET' });
    const { target, session, principal, digest } = call;
    expect(blankCall(call)).toMatchObject({ target, session, principal, digest });
    expect(JSON.stringify(blankCall(call))).not.toContain('SECRET');
  });
});

describe('blankEvidence', () => {
  it('leaves kinds and faults, and no place or word that a caller wrote', () => {
    const seen = finding('/arguments/SECRET', 'args.schema', {
      message: 'Argument /SECRET is not known here.',
      inKey: true,
    });
    const flow = {
      to: { at: '/arguments/SECRET' },
      from: { call: 'c', upstream: 'mail', tool: 'read', at: '', ago: 1 },
      via: 'exact',
      shape: 'prose',
      labels: [],
    } as const;
    const faults = [{ inspector: 'x', message: 'late' }];
    const blank = blankEvidence({ ...seeing(seen), audited: [seen], flows: [flow], faults });
    expect(JSON.stringify(blank)).not.toContain('SECRET');
    expect([...blank.findings, ...blank.audited].map(({ kind }) => kind)).toEqual(['args.schema', 'args.schema']);
    expect(blank.faults).toEqual(faults);
  });
});
