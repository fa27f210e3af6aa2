// The inspectors of dist/ by themselves: what they find in a call or a result, with nothing configured and nothing read before.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const built = async (...parts) => await import(pathToFileURL(path.join(root, 'dist', ...parts)).href);

const SESSION = { key: 's', source: 'process' };
const CONTEXT = {
  home: '/home/alice',
  platform: 'linux',
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
};

export async function loadInspectors() {
  const { inspectors, warm } = await built('inspect', 'index.js');
  const { classify } = await built('catalog', 'classify.js');
  const { leaves } = await built('model', 'json.js');
  const { resultBody } = await built('model', 'result.js');
  const { finish, isSteps } = await built('model', 'steps.js');
  const { NO_MEMORY } = await built('model', 'view.js');
  const { compilePolicy } = await built('policy', 'compile.js');
  const { readPacks } = await built('policy', 'pack.js');
  const { parseConfig } = await built('config', 'load.js');
  const { config } = parseConfig(path.resolve('servers.config.yaml'), 'servers: { server: { command: it } }');
  const { policy } = compilePolicy({ config, packs: readPacks(), now: 0 });
  const view = { labels: [], recent: [], calls: 1, memory: NO_MEMORY, incomplete: false };
  const all = inspectors(CONTEXT).filter(({ name }) => !['schema', 'labels', 'provenance', 'purpose'].includes(name));
  await warm();

  const callOf = (name, description, args) => {
    const properties = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, schemaOf(value)]));
    const definition = { name, description, inputSchema: { type: 'object', properties } };
    const params = { name, arguments: args };
    return {
      id: 'c',
      at: 0,
      session: SESSION,
      principal: { id: 'p', human: 'elicitation' },
      origin: 'downstream',
      method: 'tools/call',
      target: { upstream: 'server', name },
      tool: classify(definition, 'd', undefined),
      args,
      params,
      text: JSON.stringify(params),
      digest: 'd',
    };
  };
  const gather = async (look) => {
    const findings = [];
    for (const inspector of all) {
      const looked = await look(inspector);
      findings.push(...((isSteps(looked) ? finish(looked) : looked)?.findings ?? []));
    }
    return findings;
  };
  const readCall = async (name, args, description = '') => {
    const call = callOf(name, description, args);
    return await gather((inspector) => inspector.onCall?.(call, leaves(call.params), view));
  };
  /** Whether pack `recommended`, with nothing configured and nothing read before, asks about a call or refuses it. */
  const asks = (name, args, description, findings) => {
    const evidence = { ran: [], findings, flows: [], labels: [], faults: [] };
    return policy.decide(callOf(name, description, args), evidence, view, 0).effect !== 'allow';
  };
  const call = callOf('read', 'Reads.', {});
  const readResult = async (text) => {
    const value = { content: [{ type: 'text', text }] };
    const result = { kind: 'complete', value, text: JSON.stringify(value) };
    return await gather((inspector) => inspector.onResult?.(call, result, leaves(resultBody(result)), view));
  };
  return { readCall, readResult, asks, leaves };
}

const schemaOf = (value) =>
  Array.isArray(value)
    ? { type: 'array', items: schemaOf(value[0] ?? '') }
    : { type: value === null ? 'string' : typeof value };
