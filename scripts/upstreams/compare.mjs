// What a client sees through Sallyport, held against what the server says directly: text by text.
import { members } from './slices.mjs';

/** What is listed: the method, and the member of its result. */
export const LISTS = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
};

const named = (own, shown, server) => {
  const [name, united] = [JSON.parse(own), JSON.parse(shown)];
  if (united === `${server}__${name}`) return true;
  // What would be too long is cut, and ends in a hash.
  return /^[\w-]{1,36}_h[a-v0-9]{10}$/.test(united) && united.startsWith(`${server.slice(0, 16)}__`);
};
const addressed = (own, shown, server) => {
  const [uri, wrapped] = [JSON.parse(own), JSON.parse(shown)];
  return wrapped === uri ? /^https?:/.test(uri) : wrapped === `sallyport+${server}+${uri}`;
};
/** An input schema without a type is shown with one: the protocol wants the type, arguments are always an object, and typed clients lose their list without it. */
const typed = (own, shown) =>
  !members(own).some(([key]) => key === 'type') &&
  shown === own.replace('{', members(own).length === 0 ? '{"type":"object"' : '{"type":"object",');

/** What a tool promises about tasks is taken out, since they are not relayed. */
const untasked = (own, shown) => {
  const { taskSupport = 'forbidden', ...rest } = JSON.parse(own);
  return taskSupport !== 'forbidden' && JSON.stringify(rest) === JSON.stringify(JSON.parse(shown));
};
/** One that can be called as a task alone is left out for the same reason. */
const isTaskAlone = (tool) => JSON.parse(tool).execution?.taskSupport === 'required';

/** What the union may say otherwise, each with its reason. Everything else is a difference. */
const PERMITTED = {
  // A name of the union says whose tool or prompt it is.
  tools: { name: named, inputSchema: typed, execution: untasked },
  prompts: { name: named },
  // An address of the union carries its server (ADR 4).
  resources: { uri: addressed },
  resourceTemplates: { uriTemplate: addressed },
};
/** Instructions are quoted under the server's name, and cut: clients put them before every conversation. */
export const LONGEST_INSTRUCTIONS = 2_000;

/** Each way in which the definitions of one list of a server differ; empty where they are equal. Both are texts, in order. */
export function definitionDifferences(list, server, all, through) {
  const found = [];
  const direct = list === 'tools' ? all.filter((tool) => !isTaskAlone(tool)) : all;
  if (direct.length !== through.length) found.push(`${list}: ${direct.length} directly, ${through.length} through`);
  const permitted = PERMITTED[list];
  for (let i = 0; i < Math.min(direct.length, through.length); i++) {
    const [one, other] = [members(direct[i]), members(through[i])];
    const name = one.find(([key]) => key === 'name')?.[1] ?? String(i);
    const order = (all) => all.map(([key]) => key).join();
    if (order(one) !== order(other)) {
      found.push(`${list} ${name}: has ${order(one)} directly, ${order(other)} through`);
      continue;
    }
    one.forEach(([key, value], at) => {
      const shown = other[at][1];
      if (value !== shown && permitted[key]?.(value, shown, server) !== true)
        found.push(`${list} ${name}: "${key}" differs: ${firstDifference(value, shown)}`);
    });
  }
  return found;
}

/** Where two texts part, with what stands there. */
export function firstDifference(one, other) {
  let i = 0;
  while (i < one.length && one[i] === other[i]) i++;
  const around = (text) => JSON.stringify(text.slice(Math.max(0, i - 20), i + 40));
  return `at ${i}, ${around(one)} directly, ${around(other)} through`;
}

/** How the instructions of the only server behind differ from its own; empty where they are the same. */
export function instructionDifferences(direct, through, server) {
  const text = direct?.trim() ?? '';
  if (text === '') return through?.includes(`## ${server}`) ? ['instructions: none directly, some through'] : [];
  const heading = `## ${server}\n`;
  const at = through?.indexOf(heading) ?? -1;
  if (at < 0) return ['instructions: some directly, none through'];
  const quoted = through.slice(at + heading.length).replace(/^> /gm, '');
  const expected = text.length > LONGEST_INSTRUCTIONS ? `${text.slice(0, LONGEST_INSTRUCTIONS)} …` : text;
  return quoted === expected ? [] : [`instructions: ${firstDifference(expected, quoted)}`];
}
