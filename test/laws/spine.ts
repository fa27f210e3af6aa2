import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { configSchema } from '../../src/config/schema.ts';
import { inspectors } from '../../src/inspect/index.ts';
import type { Files } from '../../src/journal/disk/files.ts';
import { type OpenJournal, openJournal } from '../../src/journal/journal.ts';
import { type OpenApprovals, openApprovals } from '../../src/journal/state/approvals.ts';
import type { Call } from '../../src/model/call.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import { sha256 } from '../../src/model/json/canonical.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Admitted } from '../../src/model/passage.ts';
import type { Courier } from '../../src/model/relay.ts';
import type { Result } from '../../src/model/result.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import type { Mounted } from '../../src/pipeline/gather.ts';
import type { Interposer } from '../../src/pipeline/interpose.ts';
import { type Compiled, compilePolicy } from '../../src/policy/compile.ts';
import { readPacks } from '../../src/policy/pack.ts';
import { Foreign } from '../../src/projections/foreign.ts';
import { Sessions } from '../../src/projections/sessions.ts';
import { complete, sampleCall } from '../pipeline/sample.ts';

/** The whole spine with its real rooms; only the upstream is played. */
export interface Spine {
  readonly root: string;
  /** Of the record. */
  readonly dir: string;
  readonly journal: OpenJournal;
  readonly approvals: OpenApprovals;
  readonly sessions: Sessions;
  readonly policy: Compiled;
  readonly interposer: Interposer;
  /** Every key that reached the relay, in order. */
  readonly relayed: Admitted[];
  close(): Promise<void>;
}

export interface SpineOptions {
  /** A folder that a spine before it used, as a process after another does. */
  readonly root?: string;
  readonly policy?: JsonObject;
  /** What else the configuration says. */
  readonly config?: JsonObject;
  readonly files?: Files;
  readonly more?: readonly Mounted[];
  readonly only?: readonly Mounted[];
  readonly answer?: (call: Call) => Result | Promise<Result>;
  readonly now?: () => number;
  /** Milliseconds that an inspector may take; few only where one is to be late. */
  readonly limit?: number;
}

export const NOBODY: Courier = { signal: new AbortController().signal, capabilities: {} };

export function compile(policy: JsonObject = {}, more: JsonObject = {}): Compiled {
  const servers = { mail: { command: 'mail' }, files: { command: 'files' } };
  const config = configSchema.parse({ servers, policy, ...more });
  const compilation = compilePolicy({ config, packs: readPacks(), now: Date.now() });
  if (!compilation.ok) throw new Error(compilation.complaints.map((one) => one.what).join('\n'));
  return compilation.policy;
}

export function shippedInspectors(): Inspector[] {
  return inspectors({
    home: '/home/ada',
    platform: 'linux',
    ownFiles: ['/home/ada/servers.config.yaml'],
    stateDirectories: ['/home/ada/.local/state/sallyport'],
    clientConfigs: [],
    roots: [],
  });
}

export async function openSpine(options: SpineOptions = {}): Promise<Spine> {
  const dir = options.root ?? mkdtempSync(path.join(os.tmpdir(), 'sallyport-law-'));
  const now = options.now ?? Date.now;
  const foreign = new Foreign(sha256);
  const sessions = new Sessions(1_000, { foreign, token: (secret) => journal.token('', secret) });
  const policy = compile(options.policy, options.config);
  const journal = await openJournal({
    dir: path.join(dir, 'journal'),
    version: '0',
    policy: policy.hash,
    fold: (entry, at, payload, value) => sessions.fold(entry, at, payload, value),
    limits: { payload: 100_000, segment: 10_000_000, keep: 1e12, most: 1e12 },
    now,
    ...(options.files === undefined ? {} : { files: options.files }),
  });
  const approvals = openApprovals(mkdtempSync(path.join(dir, 'approvals-')), { now });
  const relayed: Admitted[] = [];
  const mounted = options.only ?? [
    ...shippedInspectors().map((inspector) => ({ inspector, mode: 'enforce' }) as const),
    ...(options.more ?? []),
  ];
  const interposer: Interposer = {
    inspectors: mounted,
    limit: options.limit ?? 60_000,
    decide: policy.decide,
    view: (call) => sessions.around(call),
    journal,
    approvals,
    expire: 60_000,
    patience: 0,
    async relay(admitted) {
      if (!admitted.use()) return { kind: 'failed', reason: 'refused', message: 'used', acted: false };
      relayed.push(admitted);
      return options.answer?.(admitted.call) ?? complete({ content: [{ type: 'text', text: 'done' }] });
    },
    factsNow: ({ tool }) => tool,
    textNow: ({ text }) => text,
    roots: () => undefined,
    now,
  };
  return {
    root: dir,
    dir: path.join(dir, 'journal'),
    journal,
    approvals,
    sessions,
    policy,
    interposer,
    relayed,
    async close() {
      approvals.close();
      await journal.close();
    },
  };
}

export const MAIL: ToolFacts = {
  powers: ['write', 'external'],
  roles: { '/to': 'destination', '/body': 'content', '/subject': 'content' },
  labels: ['untrusted'],
  definition: 'mail-1',
};
export const TICKETS: ToolFacts = {
  powers: ['read'],
  roles: { '/id': 'target' },
  labels: ['untrusted'],
  definition: 'tickets-1',
};

export const sendMail = (to: string, over: Partial<Call> = {}): Call =>
  sampleCall({ to, subject: 's', body: 'b' }, over, MAIL);

export const readTicket = (over: Partial<Call> = {}): Call =>
  sampleCall({ id: '42' }, { target: { upstream: 'files', name: 'read_ticket' }, ...over }, TICKETS);
