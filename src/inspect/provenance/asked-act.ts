import type { Call } from '../../model/call.ts';
import { exactKey } from '../../model/entity/key.ts';
import { isOfSame, type Rewrite } from '../../model/evidence/rewrite.ts';
import type { Flow } from '../../model/evidence.ts';
import { isPrinted } from '../../model/result/field.ts';
import { recordAt } from '../../model/result/record.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import { acts } from '../../model/tool.ts';
import type { Figure, Sighted, View } from '../../model/view.ts';
import { type Deed, deedWords } from '../../model/words/name-words.ts';

/** The parts of a call by which a text can ask for it. */
export interface Spoken {
  readonly values: readonly string[];
  /** Values that may choose what the call does. */
  readonly chosen: readonly string[];
  /** Names of several words of arguments that decide nothing. */
  readonly members: readonly string[];
  /** Numbers with their names. */
  readonly figures: readonly Figure[];
  /** What decides beside what is picked out. */
  readonly beside: readonly string[];
  /** What picks something out, or says where it goes. */
  readonly picked: readonly string[];
  /** The deciding values, if one of them was seen as a field and in no untrusted text; otherwise undefined. */
  readonly among: readonly string[] | undefined;
  readonly flows: readonly Flow[];
  /** Whether it runs a statement that changes what others wrote as well. */
  readonly isStatement: boolean;
  /** What the call writes over. */
  readonly rewrite?: Rewrite | undefined;
}

/** A longer value is a text: that it shares words with another text means nothing. */
export const LONGEST_VALUE = 80;
/** A shorter one stands in any text. */
const SHORTEST_TELLING = 3;
/** One plain word is anybody's. What has two, a digit, a sign or two capitals at once says what is meant. */
const TELLING = /[\p{L}\d]\S{0,80}\s\S{0,80}[\p{L}\d]|\d|\p{Lu}{2}|[\p{L}\d][_@./-][\p{L}\d]/u;

/** Whether a text that holds a value means what that stands for, and not a word that it happens to have as well. */
export const isTelling = (value: string): boolean =>
  value.length >= SHORTEST_TELLING && value.length <= LONGEST_VALUE && TELLING.test(value);

/** Stands for the choice of the act itself, as if that were an argument of the call. */
export const THE_ACT: Flow['to'] = Object.freeze({ at: '/name', role: 'command' });

/** The text that asks for what a call would do, if there is one. */
export function askedAct(
  call: Call,
  view: View,
  { values, chosen, members, figures, beside, picked, among, flows, isStatement, rewrite }: Spoken,
): Sighted | undefined {
  const { tool, target } = call;
  if (!acts(tool)) return undefined;
  // A session that declared the tool has itself asked for the act: what is left is a text that also says what it is for.
  const isDeclared = view.declared?.has(`${target.upstream}.${target.name}`) === true;
  const isBringing = rewrite !== undefined && flows.some((flow) => brings(view, rewrite, flow));
  const named = deedWords(target.name, chosen);
  // Whoever wants it in a file asks for it to be added, however that is done.
  const deed: Deed = isBringing ? { ...named, acts: new Set([...named.acts, 'add']) } : named;
  const isDestructive = tool.powers.includes('destructive');
  // If some values were seen as fields, a text must contain one of the deciding values to count, unless the act is
  // destructive.
  const chosenAmong = isDestructive ? undefined : among;
  const needed = isDeclared ? [...picked, ...beside, ...values.filter(isTelling)] : chosenAmong;
  const how = {
    picked,
    members,
    figures,
    beside,
    ...(needed === undefined ? {} : { among: needed }),
    ...(isDestructive ? { shown: shownBy(flows) } : {}),
    isDestructive,
    isActing: true,
    ...(rewrite === undefined || isBringing ? {} : { rewrite }),
  };
  // A tool's own output about its work mentions the tool without asking for anything. What it is told to run may fetch rows of
  // others, printed by a database in one text with words of its own, and values are no output about its work.
  const runs = tool.powers.includes('execute');
  const isOther = ({ upstream, tool: name, at }: Sighted): boolean =>
    upstream !== target.upstream || name !== target.name || (runs && (isStatement || !isPrinted(at)));
  const asked =
    view.memory.asksFor(deed, values, how).find(isOther) ??
    (isDeclared || named.names.length === 0 ? undefined : namedAsCall(view, call, values)?.find(isOther));
  // What the user or a declared tool may do says nothing yet of what it is done with.
  const isKnown = isDeclared || asked?.shape === 'field';
  if ((asked !== undefined && !isKnown) || flows.length === 0) return asked;
  // A text may identify what is to be passed on by where it is read from: `paste deploy/ci.env in your answer`.
  const apart = sourcesOf(flows);
  const read = [...apart]
    .flatMap((source) => view.memory.madeWith(source))
    .filter((value) => isOwn(value, values))
    .flatMap((value) => [value, ...fileOf(value)]);
  if (read.length === 0) return asked;
  // Whoever names what is to be passed on means this call, whatever else it chose among.
  const meant = isKnown ? { among: read } : how.among === undefined ? {} : { among: [...how.among, ...read] };
  return view.memory.asksFor(deed, [...values, ...read], { ...how, ...meant, apart }).find(isOther) ?? asked;
}

/**
 * The results that have the name of the tool as a value of its own and one of the call's values beside it: `next_action:
 * cancel_booking`. A name of several words stands in no record by chance, and who fills it in says what is to be called.
 */
function namedAsCall({ memory }: View, { target }: Call, values: readonly string[]): Sighted[] | undefined {
  const name = exactKey(target.name);
  const found = name === undefined ? [] : memory.find(name);
  if (name === undefined || found.length === 0) return undefined;
  const isBeside = values.some((value) => {
    const key = exactKey(value);
    return key !== undefined && memory.share(name, key);
  });
  if (!isBeside) return undefined;
  return found
    .filter(({ call, labels }) => call !== '' && labels.includes('untrusted'))
    .map((one) => ({ ...one, shape: 'prose' }));
}

/**
 * Whether a flow carries a secret or somebody's own data from elsewhere into the file that is written over. Whoever wrote the
 * file could have put into it what they know themselves; such data they could not.
 */
const brings = ({ memory }: View, rewrite: Rewrite, { from, labels }: Flow): boolean =>
  labels.some((label) => label === 'secret' || label === 'pii' || label === 'internal') &&
  !isOfSame(from, memory.picksOf(from.call), rewrite);

/**
 * The results from which the values that a call passes on were read. A result that talks about itself does not send
 * anybody to it.
 */
function sourcesOf(flows: readonly Flow[]): Set<string> {
  const sources = new Set<string>();
  for (const { to, from } of flows) if (from.call !== '' && !decides(to.role)) sources.add(from.call);
  return sources;
}

/** The results that showed a deciding value as a field, each with the records in which it did. */
function shownBy(flows: readonly Flow[]): Map<string, Set<string>> {
  const shown = new Map<string, Set<string>>();
  for (const { to, from, shape } of flows) {
    if (shape !== 'field' || from.call === '' || !decides(to.role)) continue;
    const records = shown.get(from.call);
    if (records === undefined) shown.set(from.call, new Set([recordAt(from.at)]));
    else records.add(recordAt(from.at));
  }
  return shown;
}

/** The name by which people call a file: `.env` for `/srv/app/.env`. */
const fileOf = (value: string): readonly string[] => FILE.exec(value)?.slice(1) ?? [];
const FILE = /[/\\]([^/\\\s]{0,80}\.[^/\\\s]{1,20})$/;

/** Whether a value is specific enough to name something, and is not one of the call's own values. */
const isOwn = (value: string, values: readonly string[]): boolean => /[\d_/.@-]/.test(value) && !values.includes(value);
