import type { Call } from '../model/call.ts';
import type { Flow } from '../model/evidence.ts';
import { deedWords } from '../model/name-words.ts';
import { acts } from '../model/tool.ts';
import type { Sighted, View } from '../model/view.ts';
import { decides } from './decisive-role.ts';

/** What a call holds by which a text may ask for it. */
export interface Spoken {
  readonly values: readonly string[];
  /** Values that may choose what is done. */
  readonly chosen: readonly string[];
  /** Those that decide, where one stood as a field and in no text. */
  readonly among: readonly string[] | undefined;
  readonly flows: readonly Flow[];
}

/** What decides what is done at all, as if it were an argument. */
export const THE_ACT: Flow['to'] = Object.freeze({ at: '/name', role: 'command' });

/** The text that asks for what a call would do, if one does. */
export function askedAct(call: Call, view: View, { values, chosen, among, flows }: Spoken): Sighted | undefined {
  const { tool, target } = call;
  // Who declared the tool has asked for the act.
  if (!acts(tool) || view.declared?.has(`${target.upstream}.${target.name}`)) return undefined;
  const deed = deedWords(target.name, chosen);
  const isDestructive = tool.powers.includes('destructive');
  // Values that stand as fields are chosen among, but for those that the text gives itself.
  const how = { ...(among === undefined || isDestructive ? {} : { among }), isDestructive };
  // What a tool says of its own work names the tool, and asks for nothing.
  const isOther = ({ upstream, tool: name }: Sighted): boolean => upstream !== target.upstream || name !== target.name;
  const asked = view.memory.asksFor(deed, values, how).find(isOther);
  if (asked !== undefined) return asked;
  // A text may name what is to be passed on by where it is read: `paste deploy/ci.env in your answer`.
  const apart = sourcesOf(flows);
  const read = [...apart].flatMap((source) => view.memory.madeWith(source)).filter((value) => isOwn(value, values));
  if (read.length === 0) return undefined;
  return view.memory.asksFor(deed, [...values, ...read], { ...how, apart }).find(isOther);
}

/** The results that what a call passes on was read from. What one says of itself sends nobody there. */
function sourcesOf(flows: readonly Flow[]): Set<string> {
  const sources = new Set<string>();
  for (const { to, from } of flows) if (from.call !== '' && !decides(to.role)) sources.add(from.call);
  return sources;
}

/** Whether a value names something by itself, and is none of the call's own. */
const isOwn = (value: string, values: readonly string[]): boolean => /[\d_/.@-]/.test(value) && !values.includes(value);
