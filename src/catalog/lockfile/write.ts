import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { POWERS } from '../../model/tool.ts';
import { type Comments, keyOf, NO_COMMENTS } from './comments.ts';
import { FORMAT, LOCKED_KINDS, type Locked, type LockedServer, type Lockfile } from './lockfile.ts';
import { byUnits, jsonText, keyText } from './spelling.ts';

const HEAD = [
  ' What the servers behind Sallyport offer, as it was accepted. Keep it in git.',
  ' `sallyport diff` says what is different now, `sallyport accept SERVER[/TOOL]` takes a change.',
  ' A classification counts more than what is inferred once `confirmed` is true.',
];

/** The file's text. The same lockfile always gives the same text; comments stay with their keys. */
export function lockfileText(lockfile: Lockfile, comments: Comments = NO_COMMENTS): string {
  const writer = new Writer(comments);
  if (comments.head === undefined) for (const line of HEAD) writer.line(`#${line}`);
  else for (const line of comments.head) writer.line(line);
  writer.value(['lockfile'], FORMAT);
  writer.open(['servers'], lockfile.servers.size === 0);
  for (const [name, server] of byName(lockfile.servers)) writeServer(writer, name, server);
  for (const line of comments.tail) writer.line(line);
  return writer.text();
}

function writeServer(writer: Writer, name: string, server: LockedServer): void {
  const at = ['servers', name];
  const { identity, instructions } = server;
  writer.open(at, false);
  writer.open([...at, 'identity'], Object.keys(identity).length === 0);
  for (const key of IDENTITY_ORDER) {
    const value = identity[key];
    if (value !== undefined) writer.value([...at, 'identity', key], value);
  }
  if (instructions !== undefined) writer.value([...at, 'instructions'], instructions);
  for (const kind of LOCKED_KINDS) {
    if (server[kind].size === 0) continue;
    writer.open([...at, kind], false);
    for (const [thing, locked] of byName(server[kind])) writeLocked(writer, [...at, kind, thing], locked);
  }
}

const IDENTITY_ORDER = [
  'command',
  'args',
  'package',
  'packageVersion',
  'image',
  'url',
  'name',
  'version',
  'protocol',
] as const;

function writeLocked(writer: Writer, at: readonly string[], locked: Locked): void {
  writer.open(at, false);
  writer.value([...at, 'pin'], { hash: locked.pin.hash, recipe: locked.pin.recipe });
  writer.value([...at, 'confirmed'], locked.confirmed);
  writer.value([...at, 'risk'], locked.risk);
  writer.open([...at, 'powers'], locked.powers.size === 0);
  for (const power of POWERS) {
    const why = locked.powers.get(power);
    if (why !== undefined) writer.value([...at, 'powers', power], why);
  }
  if (locked.roles.size > 0) writer.open([...at, 'roles'], false);
  for (const [pointer, { role, why }] of byName(locked.roles)) {
    writer.value([...at, 'roles', pointer], why === '' ? { role } : { role, why });
  }
  writer.value([...at, 'labels'], locked.labels);
  writeDefinition(writer, [...at, 'definition'], locked.definition());
}

function writeDefinition(writer: Writer, at: readonly string[], definition: JsonObject): void {
  const entries = Object.entries(definition).sort(([a], [b]) => byUnits(a, b));
  writer.open(at, entries.length === 0);
  for (const [key, value] of entries) writePart(writer, [...at, key], value, BROKEN_UP.has(key) ? 2 : 0);
}

/** Written over several lines, so that a change of one argument is a change of one line. */
const BROKEN_UP: ReadonlySet<string> = new Set(['inputSchema', 'outputSchema']);

function writePart(writer: Writer, at: readonly string[], value: Json, levels: number): void {
  // Of a schema the arguments get lines of their own, not what is said about each.
  const isOpen = levels === 2 || (levels === 1 && at.at(-1) === 'properties');
  // A name that is too long for a YAML key stays inside its value.
  if (!isOpen || !isObject(value) || !Object.keys(value).every((key) => key.length <= LONGEST_KEY) || isBare(value)) {
    writer.value(at, value);
    return;
  }
  writer.open(at, false);
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => byUnits(a, b))) {
    writePart(writer, [...at, key], item, levels - 1);
  }
}

const LONGEST_KEY = 500;
const isBare = (value: JsonObject): boolean => Object.keys(value).length === 0;

const byName = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => byUnits(a, b));

/** Lines with their comments. */
class Writer {
  readonly #lines: string[] = [];
  readonly #comments: Comments;

  constructor(comments: Comments) {
    this.#comments = comments;
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  value(at: readonly string[], value: Json): void {
    this.#put(at, ` ${jsonText(value)}`);
  }

  /** A key with others below it; `{}` where there are none. */
  open(at: readonly string[], isEmpty: boolean): void {
    this.#put(at, isEmpty ? ' {}' : '');
  }

  #put(at: readonly string[], rest: string): void {
    const indent = '  '.repeat(at.length - 1);
    const comment = this.#comments.isEmpty ? undefined : this.#comments.at.get(keyOf(at));
    for (const line of comment?.before ?? []) this.#lines.push(line === '' ? '' : indent + line);
    const behind = comment?.behind === undefined ? '' : ` ${comment.behind}`;
    this.#lines.push(`${indent}${keyText(at.at(-1) ?? '')}:${rest}${behind}`);
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
