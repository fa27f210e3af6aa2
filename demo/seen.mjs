// What Sallyport saw in a call, from its record, in sentences.

/** @param {import('../src/model/record.ts').Judged} entry */
export function seenInCall({ evidence }) {
  const flows = evidence.flows.map(({ to, from, shape }) => {
    const field = from.at.split('/').at(-1);
    const place = shape === 'field' ? `the field \`${field}\`` : 'the middle of a text';
    const value = to.at === '/name' ? 'the name of the tool' : `\`${argumentName(to.at)}\``;
    return `${value} was in ${place} that ${from.upstream}.${from.tool} returned`;
  });
  return [...new Set([...flows, ...evidence.findings.map(findingText)])];
}

/** @param {import('../src/model/record.ts').ResultEntry | undefined} entry */
export function seenInResult(entry) {
  if (entry === undefined) return [];
  const { labels, findings } = entry.evidence;
  const marks = labels.length === 0 ? [] : [`the result is marked ${labels.join(', ')}`];
  return [...marks, ...new Set(findings.map(findingText))];
}

/**
 * Where the recipient of a held call came from, and what it is.
 * @param {import('../src/model/record.ts').HoldEntry & { args: Record<string, unknown> }} entry
 */
export function originOf({ evidence, args }) {
  const flow = evidence.flows.find(({ to, shape }) => to.role === 'destination' && shape === 'prose');
  const value = flow && args[argumentName(flow.to.at)];
  return typeof value === 'string' ? { from: flow.from, value } : undefined;
}

/** `/arguments/to` is `to`. */
const argumentName = (pointer) => pointer.split('/').slice(2).join('.');

const findingText = ({ kind, message }) => `${kind}: ${message}`;
