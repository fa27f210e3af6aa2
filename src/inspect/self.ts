import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { JsonPointer } from '../model/json.ts';
import type { View } from '../model/view.ts';
import type { InspectContext } from './context.ts';
import { isPathLike } from './paths/form.ts';
import { nameAt, type Value, valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';
import { type StandingPlaces, standingPlaces } from './self/left-standing.ts';
import { onlyReads } from './self/own-commands.ts';
import { type OwnKind, OwnPlaces } from './self/own-places.ts';
import { actsAbove } from './self/state-acts.ts';
import { namesOthers, namesSecrets } from './self/state-parts.ts';
import { fillsAbove } from './self/tool-fills.ts';
import { spacedWhole, touchedBy } from './self/touched.ts';
import type { Above } from './self/unpacking.ts';

const WHAT: Readonly<Record<OwnKind, string>> = {
  'self.config': "Sallyport's own configuration",
  'self.state': "Sallyport's own records and approvals",
  'self.program': "Sallyport's own program",
  'self.client-config': "an MCP client's configuration, which says what stands between it and its servers",
};

const OWN_SECRETS = "Names a place that holds Sallyport's own keys and secrets of the servers behind it.";
const OTHERS_DATA = "Names Sallyport's own records: what other sessions sent, received and were asked.";
const LEFT_STANDING =
  "Would write, remove or open Sallyport's own records and approvals if it runs in a folder that an earlier call of this session named.";
const REMOVES_AROUND = "Would remove a folder that holds Sallyport's own files or a client's configuration.";
const ABOVE: Readonly<Record<Above, Omit<Finding, 'at'>>> = {
  reaches: {
    kind: 'self.state',
    severity: 'critical',
    message: `Would write, remove or open a folder that has ${WHAT['self.state']} in it.`,
  },
  may: {
    kind: 'self.above',
    severity: 'medium',
    message: `Puts what nobody has seen into a folder that has ${WHAT['self.state']} below it.`,
  },
};

/** Commands are read up to this length; in a longer one, padding could hide what it does to Sallyport. */
const LONGEST = 32_768;
const TOO_LONG = 'Names Sallyport or a client in a command that is too long to be read.';

/** Linking counts: a link to a folder above is another name for what is in that folder. */
const REMOVES = /delete|remove|unlink|move|rename|rmdir|trash|purge|link/i;

/** Whether a text is written so that it can stand for other names: patterns, variables, short names, look-alike letters. */
const isSpelled = (text: string): boolean => text.length <= 4_096 && /[*?[{$~\u0080-\uffff]/.test(text);

/** Calls that touch Sallyport itself, or the configurations that route clients through it. */
export function self(context: InspectContext): Inspector {
  const places = new OwnPlaces(context);
  const standing = standingPlaces(context.stateDirectories, context.home);
  return {
    name: 'self',
    version: 5,
    onCall(call, texts, view) {
      if (call.method !== 'tools/call' && call.method !== 'resources/read') return NOTHING_SEEN;
      return new Look(call, valuesOf(call, texts), view, places, standing).seen();
    },
  };
}

/** A look at one call. */
class Look {
  readonly #call: Call;
  readonly #values: readonly Value[];
  readonly #view: View;
  readonly #places: OwnPlaces;
  readonly #standing: StandingPlaces;
  readonly #executes: boolean;
  #findings: Finding[] | undefined;

  constructor(call: Call, values: readonly Value[], view: View, places: OwnPlaces, standing: StandingPlaces) {
    this.#call = call;
    this.#values = values;
    this.#view = view;
    this.#places = places;
    this.#standing = standing;
    this.#executes = call.tool.powers.includes('execute');
  }

  seen(): Sighting {
    const { tool, target } = this.#call;
    const onlyRead = tool.powers.length > 0 && tool.powers.every((power) => power === 'read');
    const { state, plainest } = this.#places;
    const filled = this.#executes ? undefined : fillsAbove(target.name, this.#values, onlyRead, state, plainest);
    if (filled !== undefined) this.#addAbove(filled.how, filled.at.at);
    const starts = this.#starts();
    const mayRemove = tool.powers.includes('destructive') || REMOVES.test(target.name);
    for (let i = 0; i < this.#values.length; i++) {
      const value = this.#values[i] as Value;
      const { at, text, role } = value;
      // `/name` is the tool's own name.
      if (text.length < 2 || at === '/name') continue;
      const isCommand = this.#executes || role === 'command';
      const isLong = text.length > LONGEST;
      if ((isLong || !(mayRemove || isCommand || isSpelled(text))) && !this.#places.mayBeIn(text)) continue;
      if (!isLong) {
        if (isCommand) this.#lookAtCommand(value, starts);
        else this.#lookAtPath(value);
      } else if (isCommand) this.#add({ kind: 'self.state', severity: 'critical', at, message: TOO_LONG });
    }
    return this.#findings === undefined ? NOTHING_SEEN : { findings: this.#findings };
  }

  /** The start folder of a command, given in another argument. It counts as a `cd` before the command. */
  #starts(): readonly string[] {
    if (!this.#executes) return [];
    return this.#values.flatMap(({ at, text, role }) =>
      at !== '/name' && role !== 'command' && this.#places.isStart(text) ? [text] : [],
    );
  }

  #lookAtCommand(value: Value, starts: readonly string[]): void {
    const { at, text } = value;
    const placed = starts.length === 0 ? undefined : `cd ${starts.join('; cd ')}; `;
    let kind = touchedBy(text, this.#places);
    if (kind === undefined && placed !== undefined && text.length > 2 && !starts.includes(text))
      kind = touchedBy(placed + text, this.#places);
    if (this.#isFull) return;
    if (kind !== undefined) {
      if (onlyReads(text)) this.#addRead(kind, at, text, true);
      else this.#addTouch(kind, at);
      return;
    }
    const how = this.#actsAbove(text, placed);
    if (how !== undefined) this.#addAbove(how, at);
    else if (placed === undefined && this.#mayActFromStanding(text))
      this.#add({ kind: 'self.above', severity: 'medium', at, message: LEFT_STANDING });
    if (how !== 'reaches') this.#lookForRemoval(value);
  }

  #lookAtPath(value: Value): void {
    const { at, text, role } = value;
    const isPath = role === 'path' || isPathLike(text) || (!text.includes(' ') && text.length < 256);
    const kind = isPath ? this.#places.kindOf(text) : undefined;
    if (this.#isFull) return;
    if (kind === undefined) {
      if (this.#mayWrite) this.#lookForRemoval(value);
    } else if (this.#mayWrite) this.#addTouch(kind, at);
    else this.#addRead(kind, at, this.#places.plainest(text), false);
  }

  #actsAbove(command: string, placed: string | undefined): Above | undefined {
    const { state, plainest } = this.#places;
    const line = spacedWhole(command, this.#places);
    const how = actsAbove(line, state, plainest);
    return how !== undefined || placed === undefined ? how : actsAbove(placed + line, state, plainest);
  }

  /** Only where it names the state directory itself: any other name may be that of something else. */
  #mayActFromStanding(command: string): boolean {
    if (onlyReads(command) || !this.#places.isStateNamed(command)) return false;
    return this.#standing(this.#view.memory).some(
      (folder) => touchedBy(`cd '${folder}'; ${command}`, this.#places) === 'self.state',
    );
  }

  #lookForRemoval({ at, text, role }: Value): void {
    const { tool, target } = this.#call;
    // A move takes something away only at its source, not at its destination.
    const arrives = /move|rename/i.test(target.name) && /^(?:dest|to$|to_|new)/i.test(nameAt(at));
    const removes = !arrives && (tool.powers.includes('destructive') || REMOVES.test(target.name));
    if (removes && (role === 'path' || isPathLike(text)) && this.#places.isAround(text))
      this.#add({ kind: 'self.state', severity: 'critical', at, message: REMOVES_AROUND });
  }

  /** A tool that is not known to be read-only may write. */
  get #mayWrite(): boolean {
    const { powers } = this.#call.tool;
    return powers.length === 0 || powers.includes('write') || powers.includes('destructive');
  }

  get #isFull(): boolean {
    return this.#findings !== undefined && this.#findings.length >= MOST_FINDINGS;
  }

  #addAbove(how: Above, at: JsonPointer): void {
    const { kind, severity, message } = ABOVE[how];
    this.#add({ kind, severity, at, message });
  }

  #addTouch(kind: OwnKind, at: JsonPointer): void {
    this.#add({ kind, severity: 'critical', at, message: `Touches ${WHAT[kind]}.` });
  }

  #addRead(kind: OwnKind, at: JsonPointer, read: string, isCommand: boolean): void {
    this.#add({ kind: 'self.read', severity: 'low', at, message: `Reads ${WHAT[kind]}.` });
    if (kind !== 'self.state') return;
    const message = namesSecrets(read) ? OWN_SECRETS : namesOthers(read, isCommand) ? OTHERS_DATA : undefined;
    if (message !== undefined) this.#add({ kind: 'path.sensitive', severity: 'high', at, message });
  }

  #add(finding: Finding): void {
    this.#findings ??= [];
    this.#findings.push(finding);
  }
}
