import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf, messageOf } from '../../model/caught.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';

/** One recorded call of another system: which tool, with what, and what came back. */
export interface ForeignCall {
  readonly tool: string;
  readonly args: JsonObject;
  readonly result: Json;
  readonly error: boolean;
}

/** Definitions by name of the tool; a tool that the set does not describe is missing. */
export type Toolset = ReadonlyMap<string, JsonObject>;

/** A recorded run: the calls of one session, in order, and the tools that it could use. */
export interface ForeignTrace {
  readonly id: string;
  /** The name of the set of tools; stands for a server. */
  readonly toolset: string;
  readonly tools: Toolset;
  readonly calls: readonly ForeignCall[];
  /** What the user asked, and says later: the text, and the index of the call that it came before. */
  readonly said: readonly { readonly before: number; readonly text: string }[];
  /** The tools that the task was declared to need; undefined where none were. */
  readonly declared: readonly string[] | undefined;
}

/** Members of a definition that a server would have sent; all others are notes of whoever made the set. */
const OFFERED = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations', '_meta'] as const;
const NO_TOOLS: Toolset = new Map();
/** UTF-16 units of one trace: nothing longer is a recording of one session. */
const MOST = 200_000_000;

export type Toolsets = ReadonlyMap<string, Toolset>;

/** Reads every set of tools that a folder describes in `toolset_*.json`, by its name. Throws with the file of what cannot be read. */
export function readToolsets(dir: string): Toolsets {
  const toolsets = new Map<string, Toolset>();
  for (const name of filesIn(dir, /^toolset_.*\.json$/)) {
    const sets = parse(readFileSync(path.join(dir, name), 'utf8'), name);
    for (const [key, tools] of Object.entries(sets)) {
      if (!Array.isArray(tools)) throw new Error(`${name}: "${key}" is not a list of tools`);
      toolsets.set(key, toolsOf(tools));
    }
  }
  return toolsets;
}

/** A trace as it was read, not parsed yet, and where it stands: file and line. */
export interface TraceLine {
  readonly where: string;
  readonly text: string;
}

/** Reads every trace of a folder, one at a time: the lines of `*.jsonl`. Throws with the file of what cannot be read. */
export async function* readLines(dir: string): AsyncGenerator<TraceLine> {
  for (const name of tracesIn(dir)) {
    let number = 0;
    for await (const text of linesOf(path.join(dir, name), name)) {
      number++;
      if (text.trim() !== '') yield { where: `${name}:${number}`, text };
    }
  }
}

/** How many bytes of traces there are to read; what cannot be read is told by whoever reads it. */
export function sizeOfTraces(dir: string): number {
  return tracesIn(dir).reduce((sum, name) => {
    return sum + (statSync(path.join(dir, name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

function tracesIn(dir: string): string[] {
  const files = filesIn(dir, /\.jsonl$/);
  if (files.length === 0) throw new Error(`${dir} holds no traces: files that end in .jsonl, one trace a line`);
  return files;
}

/** Throws where one is no file: a pipe waits for whoever writes to it, and a device may never end. */
function filesIn(dir: string, wanted: RegExp): string[] {
  const names = namesIn(dir).filter((name) => wanted.test(name));
  for (const name of names) {
    if (statSync(path.join(dir, name), { throwIfNoEntry: false })?.isFile() === false)
      throw new Error(
        `${path.join(dir, name)} is not a regular file; take it out of the folder, or put a copy of what it holds in its place`,
      );
  }
  return names;
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT';
    throw new Error(isMissing ? `${dir}: there is no such folder` : `${dir} cannot be read as a folder of traces`);
  }
}

/** Lines end at a line feed only: texts may hold any other separator. */
async function* linesOf(file: string, name: string): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    const lines = (held + chunk).split('\n');
    held = lines.pop() ?? '';
    if (held.length > MOST) throw new Error(`${name}: a line has more than ${MOST} characters, which no trace has`);
    yield* lines;
  }
  if (held !== '') yield held;
}

function parse(text: string, where: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: this is not JSON (${messageOf(error)})`);
  }
  if (!isObject(value)) throw new Error(`${where}: an object is expected`);
  return value;
}

function toolsOf(tools: readonly Json[]): Toolset {
  const found = new Map<string, JsonObject>();
  for (const tool of tools) {
    if (!isObject(tool) || typeof tool.name !== 'string') continue;
    const offered: Record<string, Json> = {};
    for (const key of OFFERED) if (tool[key] !== undefined) offered[key] = tool[key];
    found.set(tool.name, offered);
  }
  return found;
}

/** Throws with the file and line of what is no trace. */
export function traceOf({ where, text }: TraceLine, toolsets: Toolsets): ForeignTrace {
  const trace = parse(text, where);
  const { id, calls } = trace;
  if (typeof id !== 'string' || id === '') throw new Error(`${where}: a trace has an "id", a text`);
  if (!Array.isArray(calls)) throw new Error(`${where}: trace ${id} has no "calls", a list`);
  const toolset = typeof trace.toolset === 'string' ? trace.toolset : 'tools';
  return {
    id,
    toolset,
    tools: toolsets.get(toolset) ?? NO_TOOLS,
    calls: calls.map((call, index) => callOf(call, `${where}: call ${index} of trace ${id}`)),
    said: saidIn(trace),
    declared: Array.isArray(trace.gt_tools) ? trace.gt_tools.map(String) : undefined,
  };
}

/** What to say of a set of tools that a trace names and no file describes. */
export function undescribed(where: string, toolset: string, toolsets: Toolsets): string {
  const known = [...toolsets.keys()].join(', ') || 'none';
  return `${where}: no toolset_*.json has "${toolset}" (known: ${known}); its tools may do anything`;
}

function callOf(call: Json, where: string): ForeignCall {
  if (!isObject(call) || typeof call.tool !== 'string') throw new Error(`${where} names no "tool"`);
  const { tool, args = {}, result = null, error = null } = call;
  if (!isObject(args)) throw new Error(`${where}: "args" is not an object`);
  return { tool, args, result, error: error !== null && error !== false };
}

function saidIn({ user_task: task, user_turns: turns }: JsonObject): ForeignTrace['said'] {
  const later = Array.isArray(turns) ? turns.filter(isObject) : [];
  return [
    ...(typeof task === 'string' ? [{ before: 0, text: task }] : []),
    ...later.map(({ before_call: before, text }) => ({ before: Number(before), text: String(text) })),
  ];
}
