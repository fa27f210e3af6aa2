// The whole spine of a build, with its shipped inspectors and rules; only the upstream is played, and nothing is kept.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LIMIT = 60_000;
const CONTEXT = {
  home: '/home/ada',
  platform: 'linux',
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
};
const SERVERS = { up: { command: 'up' } };

/** What a build is made of, as far as it judges. */
export async function loadSpine(dist) {
  const load = (file) => import(pathToFileURL(path.resolve(dist, file)).href);
  const { inspectors, warm } = await load('inspect/index.js');
  const { gatherOnCall, gatherOnResult } = await load('pipeline/gather.js');
  const { interpose } = await load('pipeline/interpose.js');
  const { Sessions } = await load('projections/sessions.js');
  const { openRehearsal } = await load('journal/rehearsal.js');
  const { openJournal } = await load('journal/journal.js');
  const { NO_FACTS } = await load('model/tool.js');
  const { configSchema } = await load('config/schema.js');
  const { compilePolicy } = await load('policy/compile.js');
  const { readPacks } = await load('policy/pack.js');
  await warm();
  const mounted = inspectors(CONTEXT).map((inspector) => ({ inspector, mode: 'enforce' }));
  const { policy } = compilePolicy({
    config: configSchema.parse({ servers: SERVERS }),
    packs: readPacks(),
    now: Date.now(),
  });
  const read = { ...NO_FACTS, powers: ['read'], labels: ['untrusted'] };
  const act = {
    ...read,
    powers: ['write', 'external'],
    roles: { '/to': 'destination', '/subject': 'content', '/body': 'content' },
  };
  let made = 0;
  return {
    interpose,
    Sessions,
    openJournal,
    policy,
    SERVERS,
    TOOLS: { read, act },
    /** A call of a session, to a tool that reads or one that acts. */
    callOf(args = {}, { tool = read, session = 's' } = {}) {
      const name = tool === read ? 'read' : 'send';
      const params = { name, arguments: args };
      const id = `c${made++}`;
      return {
        id,
        at: 0,
        session: { key: session, source: 'process' },
        principal: { id: 'p', human: 'elicitation' },
        origin: 'downstream',
        method: 'tools/call',
        target: { upstream: 'up', name },
        tool,
        args,
        params,
        text: JSON.stringify(params),
        digest: id,
      };
    },
    judgeCall: (call, view) => gatherOnCall(mounted, call, view, LIMIT),
    judgeResult: (call, result, view) => gatherOnResult(mounted, call, result, view, LIMIT),
    /** Folds an entry, whole. */
    fold(sessions, entry, text, value) {
      sessions.apply(entry, 0, text, value);
    },
    /** What passes calls: `answer` is what the upstream answers to one. */
    interposerOf(sessions, answer, open = openRehearsal) {
      const journal = open({
        fold: (...entry) => sessions.fold(...entry),
        now: () => 0,
        decided: () => undefined,
        onFault: (message) => {
          throw new Error(message);
        },
      });
      return {
        inspectors: mounted,
        limit: LIMIT,
        decide: policy.decide,
        view: (call) => sessions.around(call),
        journal,
        approvals: NOBODY,
        expire: LIMIT,
        patience: 0,
        relay: async (admitted) => (admitted.use() ? answer(admitted.call) : undefined),
        now: () => 0,
      };
    },
  };
}

/** What came back, as an upstream's connection hands it on. */
export const resultOf = (value) => {
  const text = JSON.stringify(value);
  return { kind: 'complete', value: JSON.parse(text), text };
};

export const COURIER = { signal: new AbortController().signal, capabilities: {} };

/** Nobody answers. */
const NOBODY = {
  hold: async (hold) => hold,
  answer: async () => true,
  isOpen: async () => true,
  wait: async () => undefined,
  find: async () => undefined,
  consume: async () => true,
  get: async () => undefined,
  pending: async () => [],
};
