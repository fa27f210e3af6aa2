import fc from 'fast-check';
import { jsonText, numberText, stringText } from '../model/arbitrary.ts';
import { type Both, changed, leaving, list, type Member, member, object, same } from './both-sides.ts';

export type Era = 'legacy' | 'modern';
/** The server that a case goes to: its name in the configuration, and the era it speaks. */
export interface Way {
  readonly client: Era;
  readonly upstream: Era;
  readonly server: string;
}

/** A request and all that comes back: what each side sends, and what the other must read. */
export interface Case {
  readonly method: string;
  readonly params: Both;
  /** The tool, prompt or address that the client names, for the header that repeats it. */
  readonly name: string | undefined;
  /** The JSON text of the params of each notification that comes before the answer. */
  readonly notices: readonly { readonly method: string; readonly params: Both }[];
  readonly answer: { readonly member: 'result' | 'error'; readonly text: Both };
}

/** What stands for the id that a request gets on the hop behind us, which is also its progress token there. */
export const ID = '\x1f';
export const PREFIX = 'io.modelcontextprotocol/';
export const SERVER_INFO = '{"name":"sallyport","title":"Sallyport","version":"0.1.0"}';
export const CLIENT_INFO = '{"name":"sallyport","version":"0.1.0"}';

const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t ');
const oddName = fc.constantFrom(
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"a"',
  '"A"',
  '"\\u00e9"',
  '"e\u0301"',
  '""',
);
const oddKey = fc.oneof(stringText, oddName);
const nested = (depth: number): fc.Arbitrary<string> =>
  fc.nat({ max: 3 }).map((n) => `${'[{"a":'.repeat(depth)}${n}${'}]'.repeat(depth)}`);
const odd = fc.oneof({ weight: 12, arbitrary: jsonText(3) }, { weight: 1, arbitrary: nested(90) }).map(same);
const oddString = stringText.map(same);

/** Members that nobody knows, with none of the names that mean something where they stand. */
const unknown = (reserved: readonly string[] = [], max = 3): fc.Arbitrary<Member[]> =>
  fc
    .uniqueArray(fc.tuple(oddKey, odd, space), { maxLength: max, selector: ([key]) => JSON.parse(key) as string })
    .map((members) => members.map(([key, value, around]) => member(key, value, around)))
    .map((members) => members.filter(({ name }) => !reserved.includes(name) && !isOfTheHop(name)));

const isOfTheHop = (name: string): boolean => /^(io\.|claudecode|codex|x-codex)/.test(name);

/** An object of members in any order, some of them there or not. */
const shuffled = (
  needed: readonly fc.Arbitrary<Member>[],
  maybe: readonly fc.Arbitrary<Member>[],
  more: fc.Arbitrary<Member[]>,
  put: (members: readonly Member[]) => string = () => '',
): fc.Arbitrary<Both> =>
  fc
    .tuple(fc.tuple(...needed), fc.tuple(...maybe.map((one) => fc.option(one, { nil: undefined }))), more)
    .map(([all, some, rest]) => [...all, ...some.filter((one) => one !== undefined), ...rest] as Member[])
    .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }))
    .map((members) => object(members, put(members)));

const of = (key: string, value: fc.Arbitrary<Both>): fc.Arbitrary<Member> =>
  fc.tuple(value, space).map(([text, around]) => member(`"${key}"`, text, around));
const fixed = (text: string): fc.Arbitrary<Both> => fc.constant(same(text));

/** A `_meta` of which everything stays behind stays behind itself; one that was sent empty does not. */
const metaMember = (value: Both, around = ''): Member => {
  const made = member('"_meta"', value, around);
  return value.seen === '{}' && value.sent !== '{}' ? leaving(made) : made;
};
const ofMeta = (value: fc.Arbitrary<Both>): fc.Arbitrary<Member> =>
  fc.tuple(value, space).map(([both, around]) => metaMember(both, around));

const has = (members: readonly Member[], name: string): boolean => members.some((one) => one.name === name);

/** `_meta` of a request: what is meant for this hop stays on it, what the next hop needs is put first. */
const META_OF_THE_HOP = [
  '"callId"',
  '"windowId"',
  '"claudecode/toolUseId"',
  '"codex/x"',
  '"x-codex-y"',
  '"io.sallyport/z"',
];

interface Envelope {
  /** Undefined where the client sends no `_meta`. */
  readonly meta: Member | undefined;
  /** What is put first in the params where there was no `_meta`. */
  readonly put: string;
  readonly token: string | undefined;
  readonly hearsLogs: boolean;
}

function envelope({ client, upstream }: Way): fc.Arbitrary<Envelope> {
  const tokenText = fc.constantFrom('0', '""', '"a"', '7', '1.0', '9007199254740993', '"\\u0041"');
  return fc
    .record({
      token: fc.option(tokenText, { nil: undefined }),
      level: fc.option(fc.constant('"debug"'), { nil: undefined }),
      gone: fc.subarray(META_OF_THE_HOP, { maxLength: 2 }),
      rest: unknown(['progressToken', 'sessionId', 'threadId', 'traceparent']),
      wanted: fc.boolean(),
      around: space,
    })
    .chain(({ token, level, gone, rest, wanted, around }) => {
      const own: Member[] = gone.map((key) => leaving(member(key, same('[1.0]'), around)));
      if (token !== undefined) own.push(leaving(member('"progressToken"', same(token), around)));
      if (client === 'modern') {
        own.push(leaving(member(`"${PREFIX}protocolVersion"`, same('"2026-07-28"'))));
        own.push(leaving(member(`"${PREFIX}clientCapabilities"`, same('{ "sampling":{}, "x":1.0 }'))));
        if (level !== undefined) own.push(leaving(member(`"${PREFIX}logLevel"`, same(level))));
      }
      // What a legacy client hears unasked, a modern server must be asked for.
      const asked = client === 'modern' ? level : '"info"';
      const ours: string[] = token === undefined ? [] : [`"progressToken":${ID}`];
      if (upstream === 'modern') {
        const declared = client === 'modern' ? '{"sampling":{}}' : '{}';
        ours.push(`"${PREFIX}protocolVersion":"2026-07-28","${PREFIX}clientInfo":${CLIENT_INFO}`);
        ours.push(`"${PREFIX}clientCapabilities":${declared}`);
        if (asked !== undefined) ours.push(`"${PREFIX}logLevel":${asked}`);
      }
      const put = ours.join(',');
      const isThere = own.length > 0 || wanted;
      const members = [...own, ...rest];
      return fc.shuffledSubarray(members, { minLength: members.length }).map((order) => ({
        meta: isThere ? metaMember(object(order, put), around) : undefined,
        put: isThere || put === '' ? '' : `"_meta":{${put}}`,
        token,
        hearsLogs: asked !== undefined,
      }));
    });
}

const PARAMS = ['name', 'arguments', 'uri', 'ref', 'argument', 'context', '_meta', 'requestState', 'inputResponses'];

function params(
  needed: readonly fc.Arbitrary<Member>[],
  maybe: readonly fc.Arbitrary<Member>[],
  { meta, put }: Envelope,
) {
  const all = meta === undefined ? needed : [...needed, fc.constant(meta)];
  return shuffled(all, maybe, unknown(PARAMS), () => put);
}

/** Notifications of an upstream, and which of them this client hears. */
function notices({ token, hearsLogs }: Envelope, { server }: Way): fc.Arbitrary<Case['notices']> {
  const progress = fc
    .subarray(['-1E2', '0', '0.10', '1.0', '1E+2', '9007199254740993', '1e300', '1e400'], { maxLength: 3 })
    .chain((steps) =>
      fc.tuple(
        ...steps.map((step) =>
          shuffled(
            [fc.constant(member('"progressToken"', changed(ID, token ?? ''))), of('progress', fixed(step))],
            [of('total', numberText.map(same)), of('message', oddString)],
            unknown(['progressToken', 'progress', 'total', 'message', '_meta']),
          ),
        ),
      ),
    )
    .map((all) => (token === undefined ? [] : all.map((one) => ({ method: 'notifications/progress', params: one }))));
  // Behind one client's server there are many: the name of the one comes first.
  const logger = oddString.map(({ sent, seen }) => changed(sent, `"${server}/${seen.slice(1)}`));
  const log = shuffled(
    [of('level', fixed('"error"')), of('data', odd)],
    [of('logger', logger), of('_meta', shuffled([], [], unknown()))],
    unknown(['level', 'data', 'logger', '_meta']),
    (members) => (has(members, 'logger') ? '' : `"logger":"${server}"`),
  ).map((one) => (hearsLogs ? [{ method: 'notifications/message', params: one }] : []));
  return fc.tuple(log, progress, log).map((all) => all.flat());
}

export const wrapped = (server: string, uri: string): string => `sallyport+${server}+${uri}`;
const address = ({ server }: Way): fc.Arbitrary<Both> =>
  fc.constantFrom('mirror://a', 'mirror://b?c=%20#d', 'https://example.com/e').map((uri) =>
    // What the web serves a client may open without us.
    uri.startsWith('https:') ? same(`"${uri}"`) : changed(`"${uri}"`, `"${wrapped(server, uri)}"`),
  );

function block(way: Way): fc.Arbitrary<Both> {
  const more = unknown(['type', 'uri', 'resource', 'text', 'name', 'data', 'mimeType', 'annotations', '_meta']);
  const embedded = shuffled([of('uri', address(way)), of('text', oddString)], [], unknown(['uri', 'text', 'blob']));
  return fc.oneof(
    shuffled([of('type', fixed('"text"')), of('text', oddString)], [of('annotations', odd)], more),
    shuffled([of('type', fixed('"image"')), of('data', fixed('"AA=="')), of('mimeType', oddString)], [], more),
    shuffled([of('type', fixed('"resource_link"')), of('uri', address(way))], [of('name', oddString)], more),
    shuffled([of('type', fixed('"resource"')), of('resource', embedded)], [], more),
    shuffled([of('type', fixed('"x-hologram"'))], [of('uri', odd), of('resource', odd)], more),
  );
}

const RESULT = ['content', 'structuredContent', 'isError', 'contents', 'messages', 'completion', '_meta', 'code'];
const OF_AN_ERA = ['resultType', 'ttlMs', 'cacheScope'];

/** A complete result, and the same as the client's era wants it. */
function result(
  { client }: Way,
  needed: readonly fc.Arbitrary<Member>[],
  maybe: readonly fc.Arbitrary<Member>[],
  isRead = false,
): fc.Arbitrary<Both> {
  const info = `"${PREFIX}serverInfo":${SERVER_INFO}`;
  const theirs = of(`${PREFIX}serverInfo`, odd).map(leaving);
  const meta = shuffled([], [theirs], unknown(), () => (client === 'modern' ? info : ''));
  const eras = [
    of('resultType', fixed('"complete"')).map(leaving),
    of('ttlMs', fixed('1E3')).map(leaving),
    of('cacheScope', fixed('"public"')).map(leaving),
  ];
  const head = `"resultType":"complete"${isRead ? ',"ttlMs":0,"cacheScope":"private"' : ''}`;
  return shuffled(needed, [...maybe, ...eras, ofMeta(meta)], unknown([...RESULT, ...OF_AN_ERA]), (members) =>
    client === 'legacy' ? '' : has(members, '_meta') ? head : `${head},"_meta":{${info}}`,
  );
}

function toolResult(way: Way): fc.Arbitrary<Both> {
  const content = fc.array(block(way), { maxLength: 3 });
  const isError = of('isError', fc.constantFrom('true', 'false').map(same));
  const plain = content.chain((blocks) =>
    result(
      way,
      [of('content', fc.constant(list(blocks)))],
      [isError, of('structuredContent', shuffled([], [], unknown()))],
    ),
  );
  const structured = fc
    .tuple(
      content,
      fc.oneof(
        fc.constantFrom('9007199254740993', 'null', '1e400'),
        fc.array(jsonText(2), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join().replaceAll('\n', ' ')}]`),
      ),
    )
    .chain(([blocks, text]) => {
      const isLegacy = way.client === 'legacy';
      const copy = { sent: '', seen: `{"type":"text","text":${JSON.stringify(text)}}` };
      const shown = list(isLegacy ? [...blocks, copy] : blocks);
      const value = of('structuredContent', fixed(text)).map((one) => (isLegacy ? leaving(one) : one));
      return result(way, [of('content', fc.constant({ sent: list(blocks).sent, seen: shown.seen })), value], [isError]);
    });
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: structured });
}

function error(way: Way, method: string): fc.Arbitrary<Both> {
  const isRead = method === 'resources/read';
  const known = ['code', 'message', 'data'];
  const plain = shuffled(
    [of('code', fc.constantFrom('-32050', '-32603', '7', '-1.0', '1E3').map(same)), of('message', oddString)],
    [of('data', odd)],
    unknown(known),
  );
  // "No such resource" has a code of its own in each era.
  const missing = shuffled(
    [
      of(
        'code',
        fixed('-32002').map((one) => (way.client === 'legacy' ? one : changed('-32002', '-32602'))),
      ),
      of('message', oddString),
      of('data', shuffled([of('uri', isRead ? address(way) : oddString)], [], unknown(['uri']))),
    ],
    [],
    unknown(known),
  );
  return fc.oneof(plain, missing);
}

/** One thing of a list, as its server writes it and as clients of each era are shown it. */
export interface OddDefinition {
  readonly legacy: Both;
  readonly modern: Both;
}

/** A definition whose `key` names it `own`, and `shown` in the union. */
export function oddDefinition(kind: 'tools' | 'prompts' | 'resources', own: string, shown: string) {
  const texts = [of('title', oddString), of('description', oddString), of('_meta', shuffled([], [], unknown()))];
  const known = [
    'name',
    'uri',
    'title',
    'description',
    '_meta',
    'inputSchema',
    'outputSchema',
    'annotations',
    'arguments',
    'mimeType',
    'icons',
    'execution',
  ];
  const icons = of('icons', fc.array(odd, { maxLength: 2 }).map(list));
  const input = shuffled(
    [of('type', fixed('"object"'))],
    [of('$comment', oddString)],
    unknown(['type', 'properties', '$ref']),
  );
  const output = fc.constantFrom('{"type":"object","x":1.0}', '{"type" : "array"}', '{}', 'null').map(same);
  const needed = {
    tools: [of('name', fc.constant(changed(`"${own}"`, `"${shown}"`))), of('inputSchema', input)],
    prompts: [of('name', fc.constant(changed(`"${own}"`, `"${shown}"`)))],
    resources: [of('uri', fc.constant(changed(`"${own}"`, `"${shown}"`))), of('name', oddString)],
  }[kind];
  return fc
    .tuple(
      fc.tuple(...needed),
      fc.tuple(...[...texts, icons].map((one) => fc.option(one, { nil: undefined }))),
      unknown(known),
      of('outputSchema', output),
    )
    .map(([all, some, rest, schema]): OddDefinition => {
      const members = [...all, ...some.filter((one) => one !== undefined), ...rest];
      if (kind !== 'tools' || schema.sent.includes('null')) return { legacy: object(members), modern: object(members) };
      // Legacy clients lose their whole list to an output schema that describes no object.
      const isLegacy = schema.sent.includes('"object"');
      return {
        legacy: object([...members, isLegacy ? schema : leaving(schema)]),
        modern: object([...members, schema]),
      };
    });
}

/** The params of an update of a resource, as its server tells of it and as a subscriber hears it. */
export const oddUpdate = (server: string, tag: string): fc.Arbitrary<Both> => {
  const theirs = of(`${PREFIX}subscriptionId`, fixed('7')).map(leaving);
  const uri = of('uri', fc.constant(changed('"mirror://a"', `"${wrapped(server, 'mirror://a')}"`)));
  return shuffled(
    [uri],
    [ofMeta(shuffled([], [theirs], unknown(), () => tag))],
    unknown(['uri', '_meta']),
    (members) => (tag === '' || has(members, '_meta') ? '' : `"_meta":{${tag}}`),
  );
};

/** One request of any method and what comes of it, odd wherever the protocol allows it. */
export function oddCase(way: Way): fc.Arbitrary<Case> {
  const args = shuffled([], [], unknown([], 5));
  const words = fc
    .uniqueArray(fc.tuple(oddKey, oddString), { maxLength: 3, selector: ([key]) => JSON.parse(key) as string })
    .map((pairs) => object(pairs.map(([key, value]) => member(key, value))));
  const own = (name: string): Both => changed(`"${way.server}__${name}"`, `"${name}"`);
  const place = changed(`"${wrapped(way.server, 'mirror://a')}"`, '"mirror://a"');
  const contents = fc.array(
    shuffled(
      [of('uri', address(way)), of('text', oddString)],
      [of('mimeType', oddString)],
      unknown(['uri', 'text', 'blob']),
    ),
    { maxLength: 3 },
  );
  const messages = fc.array(
    shuffled([of('role', fixed('"user"')), of('content', block(way))], [], unknown(['role', 'content'])),
    { maxLength: 3 },
  );
  const named = of(
    'ref',
    shuffled(
      [of('type', fixed('"ref/prompt"')), of('name', fc.constant(own('ask')))],
      [],
      unknown(['type', 'name', 'uri']),
    ),
  );
  const placed = of(
    'ref',
    shuffled(
      [of('type', fixed('"ref/resource"')), of('uri', fc.constant(place))],
      [],
      unknown(['type', 'name', 'uri']),
    ),
  );
  const argument = of(
    'argument',
    shuffled([of('name', oddString), of('value', oddString)], [], unknown(['name', 'value'])),
  );
  const completion = of(
    'completion',
    shuffled([of('values', fc.array(oddString, { maxLength: 3 }).map(list))], [], unknown(['values'])),
  );
  const of4 = (
    method: string,
    name: string | undefined,
    needed: readonly fc.Arbitrary<Member>[],
    maybe: readonly fc.Arbitrary<Member>[],
    good: fc.Arbitrary<Both>,
  ): fc.Arbitrary<Case> =>
    envelope(way).chain((around) =>
      fc.record({
        method: fc.constant(method),
        name: fc.constant(name),
        params: params(needed, maybe, around),
        notices: notices(around, way),
        answer: fc.oneof(
          { weight: 3, arbitrary: good.map((text) => ({ member: 'result' as const, text })) },
          { weight: 1, arbitrary: error(way, method).map((text) => ({ member: 'error' as const, text })) },
        ),
      }),
    );
  const call = of4(
    'tools/call',
    `${way.server}__call`,
    [of('name', fc.constant(own('call')))],
    [of('arguments', args)],
    toolResult(way),
  );
  const prompt = of4(
    'prompts/get',
    `${way.server}__ask`,
    [of('name', fc.constant(own('ask')))],
    [of('arguments', words)],
    messages.chain((all) => result(way, [of('messages', fc.constant(list(all)))], [of('description', oddString)])),
  );
  const read = of4(
    'resources/read',
    wrapped(way.server, 'mirror://a'),
    [of('uri', fc.constant(place))],
    [],
    contents.chain((all) => result(way, [of('contents', fc.constant(list(all)))], [], true)),
  );
  const complete = fc
    .constantFrom(named, placed)
    .chain((ref) =>
      of4('completion/complete', undefined, [ref, argument], [of('context', odd)], result(way, [completion], [])),
    );
  return fc.oneof({ weight: 3, arbitrary: call }, prompt, read, complete);
}
