// What a client's calls and lists cost, whatever it is connected to.
import { listTools } from './client.mjs';
import { cpuOf } from './process.mjs';
import { START_MS } from './stage.mjs';

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Lists until `isComplete` says that every server has come. */
export async function listAll(client, isComplete) {
  const end = performance.now() + START_MS;
  for (;;) {
    const tools = await listTools(client);
    if (isComplete(tools)) return tools;
    if (performance.now() > end) throw new Error(`after ${START_MS} ms there are only ${tools.length} tools`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Uses a client, and ends it and what it started however that goes. */
export async function using(open, use) {
  const client = await open();
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const isEcho = ({ name }) => name === 'echo' || name.endsWith('__echo');

/** How a client calls `echo`, by whatever name it is shown. */
export async function echoOf(client) {
  const tool = (await listAll(client, (tools) => tools.some(isEcho))).find(isEcho).name;
  return async (message) => {
    const { content, isError } = await client.request('tools/call', { name: tool, arguments: { message } });
    // What was refused or held is quick, and no measurement.
    if (isError === true || content[0].text.length < message.length)
      throw new Error(`not an echo: ${content[0].text.slice(0, 300)}`);
  };
}

/** Makes `count` calls with `width` in flight: median latency, calls a second, CPU a call of the process that was started. */
export async function measure(client, message, count, width) {
  const call = await echoOf(client);
  for (let i = 0; i < Math.min(count, 200); i++) await call(message);
  const before = cpuOf(client.pid);
  const start = performance.now();
  const latencies = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const from = performance.now();
      await call(message);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  const took = performance.now() - start;
  const after = cpuOf(client.pid);
  return {
    p50Us: median(latencies) * 1_000,
    perSecond: (count / took) * 1_000,
    cpuUs: before === undefined || after === undefined ? undefined : (after - before) / count,
  };
}
