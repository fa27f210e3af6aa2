// What the clients of the soak do, and what they hold against each answer.

import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { Client } from './client.mjs';
import { sleep } from './stage.mjs';

const NONCE = /n\d+x\d+x[0-9a-f]{8}/g;
const SERVERS = ['shared', 'modern', 'web', 'webm'];
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const between = (low, high) => low + Math.floor(Math.random() * (high - low));

const tool = (server, name, nonce, more = {}) => [
  'tools/call',
  { name: `${server}__${name}`, arguments: { nonce, ...more } },
];
const withProgress = ([method, params], token) => [method, { ...params, _meta: { progressToken: token } }];

/** What is done, how often of a hundred, and as what. `way` is handed to the client. */
const DEEDS = [
  ['echo', 38, (server, nonce) => ({ send: tool(server, 'echo', nonce) })],
  ['echo, own process', 3, (_, nonce) => ({ send: tool('own', 'echo', nonce) })],
  ['256 KB', 3, (server, nonce) => ({ send: tool(server, 'echo', nonce, { pad: 262_144 }) })],
  ['slow', 6, (server, nonce) => ({ send: tool(server, 'slow', nonce, { ms: between(100, 900) }) })],
  ['progress', 8, (server, nonce) => ({ send: withProgress(tool(server, 'steps', nonce), nonce) })],
  ['read', 8, (server, nonce) => ({ send: ['resources/read', { uri: `sallyport+${server}+work://${nonce}` }] })],
  ['prompt', 6, (server, nonce) => ({ send: ['prompts/get', { name: `${server}__word`, arguments: { nonce } }] })],
  [
    'completion',
    3,
    (server, nonce) => ({
      send: [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: `${server}__word` }, argument: { name: 'nonce', value: `${nonce} ` } },
      ],
    }),
  ],
  ['list', 4, () => ({ send: ['tools/list', {}], isList: true })],
  [
    'cancelled',
    6,
    (server, nonce) => ({ send: tool(server, 'slow', nonce, { ms: 2_000 }), way: { cancelAfter: between(10, 300) } }),
  ],
  [
    'client gone',
    5,
    (server, nonce) => ({ send: tool(server, 'slow', nonce, { ms: 2_000 }), way: { leaveAfter: between(5, 300) } }),
  ],
  ['held, allowed', 2, (server, nonce) => ({ send: tool(server, 'mail', nonce), human: 'allow_once' })],
  ['held, denied', 2, (server, nonce) => ({ send: tool(server, 'mail', nonce), human: 'deny' })],
  ['held, not answered', 1, (server, nonce) => ({ send: tool(server, 'mail', nonce) })],
  ['asked by the server', 5, (server, nonce) => ({ send: tool(server, 'ask', nonce), human: 'allow_once' })],
];
const TOTAL = DEEDS.reduce((sum, [, weight]) => sum + weight, 0);

function someDeed() {
  let at = Math.random() * TOTAL;
  for (const deed of DEEDS) {
    at -= deed[1];
    if (at < 0) return deed;
  }
  return DEEDS[0];
}

function textOf({ result, error }) {
  if (error !== undefined) return error.message;
  if (result.messages !== undefined) return result.messages[0]?.content.text ?? '';
  if (result.completion !== undefined) return result.completion.values[0] ?? '';
  return (result.content ?? result.contents ?? []).map(({ text }) => text).join('');
}

const OUTCOMES = [
  ['denied', /said no/i],
  ['held', /waits for|is held|was held|approv/i],
  [
    'server lost',
    /ended by|exited|crashed|cannot reach|not available|broke|has forgotten|closed|ended the stream|shutting down|not sent/i,
  ],
  ['cancelled', /cancel/i],
  ['busy', /in flight|too many|processes/i],
];

/** What became of a request; wrong where it holds anything of another request's. */
function judge(got, nonce, isList) {
  const foreign = (got.raw.match(NONCE) ?? []).find((one) => one !== nonce);
  const isRefused = got.status !== undefined && got.status >= 400 && got.stray?.id === null;
  if (foreign !== undefined || (got.stray !== undefined && !isRefused)) return 'WRONG';
  if (got.answer === undefined)
    return got.status === undefined || got.status === 200 ? 'no answer' : `HTTP ${got.status}`;
  const { result, error } = got.answer;
  if (isList) return result?.tools?.length > 0 ? 'answered' : 'no list';
  if (result?.resultType === 'input_required') return 'asked';
  const text = textOf(got.answer);
  if (error === undefined && result.isError !== true) return text.startsWith(`${nonce} `) ? 'answered' : 'WRONG';
  const known = OUTCOMES.find(([, pattern]) => pattern.test(text));
  return known?.[0] ?? `refused: ${text.slice(0, 160)}`;
}

/** Counts of outcomes by deed, and what a person should look at. */
export function createTally() {
  const counts = new Map();
  const wrong = [];
  return {
    wrong,
    add(deed, outcome, detail) {
      const row = counts.get(deed) ?? new Map();
      counts.set(deed, row);
      row.set(outcome, (row.get(outcome) ?? 0) + 1);
      if (outcome === 'WRONG' && wrong.length < 10) wrong.push(`${deed}: ${detail}`);
    },
    total: () => [...counts.values()].flatMap((row) => [...row.values()]).reduce((sum, one) => sum + one, 0),
    rows: () => [...counts].map(([deed, row]) => ({ deed, outcomes: Object.fromEntries(row) })),
  };
}

/** One client after another in one place, until `isOver`; `pace` is the mean pause between two requests in milliseconds. */
async function occupy(stage, place, tally, isOver, pace) {
  let count = 0;
  while (!isOver()) {
    const agent = new http.Agent({ keepAlive: true });
    let human;
    const answer = ({ requestedSchema }) => {
      if (human === undefined) return undefined;
      const content = requestedSchema?.properties?.word === undefined ? { decision: human } : { word: 'w' };
      return { action: 'accept', content };
    };
    const options = {
      url: stage.url,
      token: pick(stage.tokens),
      agent,
      era: pick(['legacy', 'modern']),
      human: answer,
    };
    const client = new Client({ ...options, key: randomBytes(8).toString('hex') });
    try {
      await client.open();
      for (let left = between(20, 120); left > 0 && !isOver(); left--) {
        const [deed, , make] = someDeed();
        const nonce = `n${place}x${count++}x${randomBytes(4).toString('hex')}`;
        const { send, way, isList, human: said } = make(pick(SERVERS), nonce);
        human = said;
        const got = await client.request(...send, way);
        tally.add(deed, judge(got, nonce, isList), `${nonce} got ${got.raw.slice(0, 400)}`);
        // The session was ended meanwhile: a client begins another.
        if (got.status === 404) break;
        await sleep(Math.random() * 2 * pace);
      }
    } catch (error) {
      tally.add('connection', `broke: ${error.code ?? error.message}`);
      await sleep(pace);
    }
    // One in five leaves without a word.
    if (Math.random() > 0.2) await client.close();
    agent.destroy();
  }
}

/** All clients at once for `ms`; resolves when each has had its last answer. */
export async function occupyAll(stage, sessions, tally, ms, pace) {
  const end = Date.now() + ms;
  const isOver = () => Date.now() >= end || stage.hasEnded();
  await Promise.all(Array.from({ length: sessions }, (_, place) => occupy(stage, place, tally, isOver, pace)));
}
