import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { changed } from './both-sides.ts';
import { type ByteClient, overHttp, overStdio } from './byte-client.ts';
import { fixture, type Place, place } from './gateway.ts';
import {
  type Case,
  CLIENT_INFO,
  type Era,
  ID,
  type OddDefinition,
  oddCase,
  oddDefinition,
  oddUpdate,
  PREFIX,
  SERVER_INFO,
  type Way,
  wrapped,
} from './odd-payloads.ts';

/** Cases for each of the twenty ways through; many more where somebody has the time: SALLYPORT_CASES=500. */
const CASES = Number(process.env.SALLYPORT_CASES ?? 16);
const TOKEN = 'a-token-of-this-test-alone';
const ERAS = ['legacy', 'modern'] as const;
const TRANSPORTS = ['stdio', 'http'] as const;

/**
 * The servers behind: both eras over both transports, and the transport of 2024-11-05, which is older than the newer era.
 * Each has a folder that says what it says and heard.
 */
const MIRRORS = [
  ...ERAS.flatMap((era) => TRANSPORTS.map((transport) => [era, transport] as const)),
  ['legacy', 'sse'] as const,
].map(([era, transport]) => ({
  name: `${era}${transport}`,
  era,
  transport,
  folder: mkdtempSync(path.join(os.tmpdir(), 'sallyport-mirror-')),
}));
type Mirror = (typeof MIRRORS)[number];

const KINDS = ['tools', 'prompts', 'resources'] as const;
type Kind = (typeof KINDS)[number];
/** What each mirror lists besides what the cases use: odd definitions, other ones each time. */
const listed = new Map(
  MIRRORS.flatMap(({ name }) =>
    KINDS.map((kind) => {
      const own = (n: number): string => (kind === 'resources' ? `mirror://${n}` : `odd${n}`);
      const shown = (n: number): string => (kind === 'resources' ? wrapped(name, own(n)) : `${name}__${own(n)}`);
      const all = Array.from({ length: 25 }, (_, n) => fc.sample(oddDefinition(kind, own(n), shown(n)), 1)).flat();
      return [`${name} ${kind}`, all] as const;
    }),
  ),
);
const oddOf = (mirror: Mirror, kind: Kind): readonly OddDefinition[] => listed.get(`${mirror.name} ${kind}`) ?? [];
const USED = {
  tools: '{"name":"call","inputSchema":{"type":"object"}}',
  prompts: '{"name":"ask"}',
  resources: '{"name":"a","uri":"mirror://a"}',
};

function listText(mirror: Mirror, kind: Kind): string {
  const text = `[${[USED[kind], ...oddOf(mirror, kind).map(({ modern }) => modern.sent)].join(',')}]`;
  return mirror.transport === 'stdio' ? flat(text) : text;
}

const flat = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
const file = (mirror: Mirror, name: string): string => path.join(mirror.folder, name);
const running: ChildProcess[] = [];
const places: Place[] = [];
const clients = new Map<string, ByteClient>();
let closeHttp = async (): Promise<void> => {};
let count = 0;

function config(urls: ReadonlyMap<string, string>): JsonObject {
  const tools = { '*': { powers: ['read'] } };
  const servers = MIRRORS.map((mirror) => {
    const url = urls.get(mirror.name);
    const { era, transport, folder } = mirror;
    const server =
      url === undefined
        ? fixture('mirror', [era, folder])
        : { url, labels: [], ...(transport === 'sse' ? { transport } : {}) };
    return [mirror.name, { ...server, tools, era: mirror.era }] as const;
  });
  return {
    servers: Object.fromEntries(servers),
    // Nothing that is odd and no more is to be asked about here: what a policy stops is another matter.
    policy: { packs: ['observe'] },
    limits: { message: '32MB', result: '64MB', inspect: '60s' },
    http: { tokens: { me: TOKEN } },
  };
}

/** Starts a mirror that serves HTTP; its address. */
async function serveMirror(mirror: Mirror): Promise<string> {
  const { args } = fixture('mirror', [mirror.era, mirror.folder, mirror.transport]);
  const child = spawn(process.execPath, args as string[], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  return new Promise((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
}

beforeAll(async () => {
  const urls = new Map<string, string>();
  for (const mirror of MIRRORS) {
    for (const kind of KINDS) writeFileSync(file(mirror, kind), listText(mirror, kind));
    if (mirror.transport !== 'stdio') urls.set(mirror.name, await serveMirror(mirror));
  }
  places.push(place(config(urls)), place(config(urls)));
  const stdio = await overStdio(places[0] as Place);
  const http = await overHttp(places[1] as Place, TOKEN);
  closeHttp = http.close;
  for (const era of ERAS) {
    clients.set(`${era} stdio`, stdio);
    clients.set(`${era} http`, await http.open(era));
  }
});

afterAll(async () => {
  await clients.get('legacy stdio')?.close();
  await closeHttp();
  for (const child of running) child.kill();
});

/** Sends a case; what each side read, and what it was to read. */
async function send(client: ByteClient, mirror: Mirror, one: Case, id: string) {
  const notices = one.notices.map(({ method, params }) => ({ head: `"method":"${method}"`, params }));
  const say = (side: 'sent' | 'seen', answering: string): string[] => [
    ...notices.map(({ head, params }) => `{"jsonrpc":"2.0",${head},"params":${params[side]}}`),
    `{"jsonrpc":"2.0","id":${answering},"${one.answer.member}":${one.answer.text[side]}}`,
  ];
  const script = say('sent', ID);
  writeFileSync(file(mirror, 'script'), (mirror.transport === 'stdio' ? script.map(flat) : script).join('\x1e'));
  writeFileSync(file(mirror, 'heard'), '');
  const read = await client.ask(id, one.method, one.params.sent, one.name);
  const heard = readFileSync(file(mirror, 'heard'), 'utf8');
  const theirs = /^\{"jsonrpc":"2\.0","id":(\d+),/.exec(heard)?.[1] ?? 'none';
  const due = `{"jsonrpc":"2.0","id":${theirs},"method":"${one.method}","params":${one.params.seen.replaceAll(ID, theirs)}}`;
  return { is: { upstream: heard, client: read }, due: { upstream: due, client: say('seen', id) } };
}

/** Ids as clients may spell them; each comes back as it was written. */
const nextId = (): string => {
  count++;
  return [`${count}`, `"${count}"`, `9007199254740993000${count}`, `"\\u0041\\/${count}"`, `${count}.0`, `-${count}`][
    count % 6
  ] as string;
};

const ways = ERAS.flatMap((client) =>
  TRANSPORTS.flatMap((transport) => MIRRORS.map((mirror) => ({ client, transport, mirror }))),
);
const clientOf = (era: Era, transport: string): ByteClient => clients.get(`${era} ${transport}`) as ByteClient;

describe.each(ways)('a $client client over $transport, before $mirror.name', ({ client, transport, mirror }) => {
  const way: Way = { client, upstream: mirror.era, server: mirror.name };

  it('sends and reads the very bytes, save the envelope', async () => {
    await fc.assert(
      fc.asyncProperty(oddCase(way), async (one) => {
        const { is, due } = await send(clientOf(client, transport), mirror, one, nextId());
        expect(is).toEqual(due);
      }),
      { numRuns: CASES },
    );
  });
});

/** A plain case: arguments and a result as they are given. */
function plainCase({ client, upstream, server }: Way, args: string, result: string): Case {
  const modern = `"${PREFIX}protocolVersion":"2026-07-28","${PREFIX}clientCapabilities":{}`;
  const ours = `"${PREFIX}protocolVersion":"2026-07-28","${PREFIX}clientInfo":${CLIENT_INFO},"${PREFIX}clientCapabilities":{}`;
  const level = client === 'legacy' ? `,"${PREFIX}logLevel":"info"` : '';
  const meta = upstream === 'modern' ? `"_meta":{${ours}${level}},` : '';
  const sent = `{${client === 'modern' ? `"_meta":{${modern}},` : ''}"name":"${server}__call","arguments":${args}}`;
  const head = client === 'modern' ? `"resultType":"complete","_meta":{"${PREFIX}serverInfo":${SERVER_INFO}},` : '';
  return {
    method: 'tools/call',
    name: `${server}__call`,
    params: changed(sent, `{${meta}"name":"call","arguments":${args}}`),
    notices: [],
    answer: { member: 'result', text: changed(`{${result}}`, `{${head}${result}}`) },
  };
}

const LONG = `"${'aé\\u0041\\"\\/\\ud83d 1E5 '.repeat(450_000)}"`;
/** As deep as a message may nest, itself and its params or result included. */
const DEEP = `${'['.repeat(197)}-0${']'.repeat(197)}`;
/** Every transport and era once, on both sides. */
const FEW = ways.filter((_, i) => i % 3 === 0);

describe.each(FEW)('what is large: a $client client over $transport, before $mirror.name', (where) => {
  const { client, transport, mirror } = where;
  const way: Way = { client, upstream: mirror.era, server: mirror.name };
  const deep = [['two hundred levels', DEEP]] as const;

  it.each(FEW.indexOf(where) % 2 === 0 ? [...deep, ['ten megabytes', LONG] as const] : deep)(
    '%s of arguments and of a result',
    async (_, value) => {
      const one = plainCase(way, `{"x":${value}}`, `"content":[],"structuredContent":{"x":${value}}`);
      const { is, due } = await send(clientOf(client, transport), mirror, one, nextId());
      expect(is.upstream === due.upstream).toBe(true);
      expect(is.client.length === 1 && is.client[0] === due.client[0]).toBe(true);
    },
  );

  it('one level more is refused, and the server hears nothing of it', async () => {
    const one = plainCase(way, `{"x":[${DEEP}]}`, '"content":[]');
    const { is } = await send(clientOf(client, transport), mirror, one, 'null');
    expect(is.upstream).toBe('');
    expect(is.client.join()).toContain('JSON nests 201 deep; at most 200 is accepted');
  });
});

describe.each(ERAS)('lists, for a %s client', (client) => {
  it.each(TRANSPORTS)(
    'over %s hold every definition as its server wrote it, under the name of the union',
    async (transport) => {
      const meta = `{"_meta":{"${PREFIX}protocolVersion":"2026-07-28","${PREFIX}clientCapabilities":{}}}`;
      for (const kind of KINDS) {
        const params = client === 'modern' ? meta : '{}';
        const [text = ''] = await clientOf(client, transport).ask(nextId(), `${kind}/list`, params);
        for (const mirror of MIRRORS) {
          const seen = oddOf(mirror, kind).map((one) => one[client].seen);
          for (const one of seen) expect(text).toContain(one);
          expect(text).toContain(seen.join(','));
        }
      }
    },
  );
});

describe.each(MIRRORS.filter(({ era }) => era === 'legacy'))('updates of $name', (mirror) => {
  it('reach their subscriber to the letter, save the address', async () => {
    const client = clientOf('legacy', 'stdio');
    const uri = `{"uri":"${wrapped(mirror.name, 'mirror://a')}"}`;
    writeFileSync(file(mirror, 'script'), `{"jsonrpc":"2.0","id":${ID},"result":{}}`);
    await client.ask(nextId(), 'resources/subscribe', uri);
    await fc.assert(
      fc.asyncProperty(oddUpdate(mirror.name, ''), async (update) => {
        const head = '{"jsonrpc":"2.0","method":"notifications/resources/updated","params":';
        const script = [`${head}${update.sent}}`, `{"jsonrpc":"2.0","id":${ID},"result":{}}`];
        writeFileSync(file(mirror, 'script'), (mirror.transport === 'stdio' ? script.map(flat) : script).join('\x1e'));
        const call = `{"name":"${mirror.name}__call"}`;
        // It is judged by itself, so it may come after the answer that it came before.
        const heard = await client.ask(nextId(), 'tools/call', call);
        const isTold = async (): Promise<boolean> => {
          heard.push(...(await client.ask(nextId(), 'ping', '{}')));
          return heard.includes(`${head}${update.seen}}`);
        };
        // Of very many in a row one is told only now and then.
        for (let tries = 0; tries < 100 && !(await isTold()); tries++) await pause(20);
        expect(heard).toContain(`${head}${update.seen}}`);
      }),
      { numRuns: CASES },
    );
  });
});

it('relays a secret as it is, and records it nowhere', async () => {
  const secret = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
  for (const { client, transport, mirror } of FEW) {
    const way: Way = { client, upstream: mirror.era, server: mirror.name };
    const one = plainCase(way, `{"note":"${secret}"}`, `"content":[{"type":"text","text":"${secret}"}]`);
    const { is, due } = await send(clientOf(client, transport), mirror, one, nextId());
    expect(is).toEqual(due);
  }
  for (const at of places) {
    const journal = readdirSync(at.state, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const texts = journal.map((one) => readFileSync(path.join(one.parentPath, one.name), 'utf8'));
    expect(texts.some((text) => text.includes(secret.slice(4)))).toBe(false);
    expect(texts.some((text) => text.includes('secret.github'))).toBe(true);
  }
});
