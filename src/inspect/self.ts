import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { parseStrict } from '../model/json/parse.ts';
import { type JsonPointer, leaves } from '../model/json.ts';
import { atOnceIfShort, type Steps } from '../model/steps.ts';
import type { View } from '../model/view.ts';
import type { InspectContext } from './context.ts';
import { isPathLike } from './paths/form.ts';
import { patchedFiles } from './reading/patches.ts';
import { nameAt, namesOf, Value, valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';
import { spreadOut } from './self/choices.ts';
import { joinedPaths } from './self/joined-paths.ts';
import { type StandingPlaces, standingPlaces } from './self/left-standing.ts';
import { ABOVE, LEFT_STANDING, OTHERS_DATA, OWN_SECRETS, REMOVES_AROUND, TOO_LONG, WHAT } from './self/messages.ts';
import { onlyReads } from './self/own-commands.ts';
import { type OwnKind, OwnPlaces } from './self/own-places.ts';
import { actsAbove } from './self/state/acts.ts';
import { namesOthers, namesSecrets } from './self/state/parts.ts';
import { fillsAbove } from './self/state/tool-fills.ts';
import type { Above } from './self/state/unpacking.ts';
import { spacedWhole, touchedBy } from './self/touched.ts';
import { withGrammars } from './shell/grammars.ts';
import { mayBeSpelled, spelledTexts } from './shell/spelled.ts';

/** Commands are read up to this length; in a longer one, padding could hide what it does to Sallyport. */
const LONGEST = 32_768;

/** Linking counts: a link to a folder above is another name for what is in that folder. */
const REMOVES = /delete|remove|unlink|move|rename|rmdir|trash|purge|link/i;

/** Whether a text is written so that it can stand for other names: patterns, variables, short names, look-alike letters. */
const isSpelled = (text: string): boolean => text.length <= 4_096 && /[*?[{$~\u0080-\uffff]/.test(text);

/** Calls that touch Sallyport itself, or the configurations that route clients through it. */
export function self(context: InspectContext): Inspector {
  const places = new OwnPlaces(context);
  const isWindows = context.platform === 'win32';
  const standing = standingPlaces(context.stateDirectories, context.home);
  return {
    name: 'self',
    version: 15,
    onCall(call, texts, view) {
      if (call.method !== 'tools/call' && call.method !== 'resources/read') return NOTHING_SEEN;
      const names = namesOf(call, texts);
      const values = names.length === 0 ? valuesOf(call, texts) : [...valuesOf(call, texts), ...names];
      const look = new Look(call, values, view, places, standing);
      const mayPutTogether = ({ text }: Value): boolean => mayBeSpelled(text) || places.isStart(text);
      if (!values.some((one) => isCommandIn(call, one) && mayPutTogether(one)))
        return atOnceIfShort(values, look.seen());
      return withGrammars((grammars) => look.seenSpelled((text) => spelledTexts(text, isWindows, grammars)));
    },
  };
}

const isCommandIn = ({ tool }: Call, { role }: Value): boolean => role === 'command' || tool.powers.includes('execute');

/** Tools and arguments that take a patch: whoever writes about one in a text changes nothing. */
const PATCHES = /patch|diff|edit/i;
const LINKS = /link|mount|junction/i;
/** Tools that show a folder of this machine to something else, under another name. */
const MOUNTS = /mount|container|docker|podman|sandbox|volume/i;

/** A look at one call. */
class Look {
  readonly #call: Call;
  readonly #values: readonly Value[];
  readonly #view: View;
  readonly #places: OwnPlaces;
  readonly #standing: StandingPlaces;
  readonly #executes: boolean;
  /** Commands as they are spelled out, their start folder before them. */
  #spelled: Map<string, readonly string[]> | undefined;
  #findings: Finding[] | undefined;

  constructor(call: Call, values: readonly Value[], view: View, places: OwnPlaces, standing: StandingPlaces) {
    this.#call = call;
    this.#values = values;
    this.#view = view;
    this.#places = places;
    this.#standing = standing;
    this.#executes = call.tool.powers.includes('execute');
  }

  /** What is seen where commands are spelled out as well: with what their variables hold put in, where that changes them. */
  *seenSpelled(spell: (command: string) => Steps<readonly string[]>): Steps<Sighting> {
    const starts = this.#starts();
    const placed = starts.length === 0 ? '' : `cd ${starts.join('; cd ')}; `;
    this.#spelled = new Map();
    for (const value of this.#values)
      if (value.at !== '/name' && value.text.length <= LONGEST && isCommandIn(this.#call, value))
        this.#spelled.set(value.text, yield* spell(placed + value.text));
    return yield* this.seen();
  }

  *seen(): Steps<Sighting> {
    const { tool, target } = this.#call;
    const onlyRead = tool.powers.length > 0 && tool.powers.every((power) => power === 'read');
    const filled = this.#executes ? undefined : fillsAbove(target.name, this.#values, onlyRead, this.#places);
    if (filled !== undefined) this.#addAbove(filled.how, filled.at.at);
    const starts = this.#starts();
    const mounts = MOUNTS.test(target.name);
    const mayRemove = tool.powers.includes('destructive') || REMOVES.test(target.name);
    for (let i = 0; i < this.#values.length; i++) {
      const value = this.#values[i] as Value;
      const { at, text } = value;
      // `/name` is the tool's own name.
      if (text.length < 2 || at === '/name') continue;
      if (mounts) this.#lookAtMount(value);
      const isCommand = isCommandIn(this.#call, value);
      const isLong = text.length > LONGEST;
      if ((isLong || !(mayRemove || isCommand || isSpelled(text))) && !this.#places.mayBeIn(text)) continue;
      if (!isLong) {
        if (isCommand) yield* this.#lookAtScript(value, starts);
        else this.#lookAtPath(value);
      } else if (isCommand) this.#add({ kind: 'self.state', severity: 'critical', at, message: TOO_LONG });
      if (!isCommand && this.#mayWrite) this.#lookInside(value);
    }
    if (this.#findings === undefined && !this.#executes && this.#mayWrite) this.#lookAtJoined();
    return this.#findings === undefined ? NOTHING_SEEN : { findings: this.#findings };
  }

  /** The start folder of a command, given in another argument. It counts as a `cd` before the command. */
  #starts(): readonly string[] {
    if (!this.#executes) return [];
    return this.#values.flatMap(({ at, text, role }) =>
      at !== '/name' && role !== 'command' && this.#places.isStart(text) ? [text] : [],
    );
  }

  /** A command as it is written and, where nothing of ours is touched in that, spelled out: what may lead there hides no touch. */
  *#lookAtScript(value: Value, starts: readonly string[]): Steps<void> {
    const before = this.#findings?.length ?? 0;
    yield* this.#lookAtCommand(value, starts);
    if (this.#findings?.slice(before).some(({ severity }) => severity === 'critical')) return;
    for (const text of this.#spelled?.get(value.text) ?? [])
      yield* this.#lookAtCommand(new Value(value.at, text, value.role), []);
  }

  *#lookAtCommand(value: Value, starts: readonly string[]): Steps<void> {
    const { at, text } = value;
    const placed = starts.length === 0 ? undefined : `cd ${starts.join('; cd ')}; `;
    let kind = yield* touchedBy(text, this.#places);
    if (kind === undefined && placed !== undefined && text.length > 2 && !starts.includes(text))
      kind = yield* touchedBy(placed + text, this.#places);
    if (this.#isFull) return;
    if (kind !== undefined) {
      if (onlyReads(text)) this.#addRead(kind, at, text, true);
      else this.#addTouch(kind, at);
      return;
    }
    const how = yield* this.#actsAbove(text, placed);
    if (how !== undefined) this.#addAbove(how, at);
    else if (placed === undefined && (yield* this.#mayActFromStanding(text)))
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

  /** Files that are named inside a text: by a patch, or in JSON that was printed into a string. */
  #lookInside({ at, text, role }: Value): void {
    const isPatch = role !== 'content' || PATCHES.test(nameAt(at)) || PATCHES.test(this.#call.target.name);
    const named = isPatch ? patchedFiles(text) : [];
    const printed = role !== 'content' && text.length <= LONGEST && /^\s{0,8}[[{]/.test(text) ? pathsIn(text) : [];
    for (const file of [...named, ...printed]) {
      const kind = this.#places.mayBeIn(file) ? this.#places.kindOf(file) : undefined;
      if (kind !== undefined && !this.#isFull) this.#addTouch(kind, at);
    }
  }

  /** `/home/me:/x` shows a folder and all below it. */
  #lookAtMount({ at, text, role }: Value): void {
    const folder = /^((?:[A-Za-z]:)?[^:\n]{2,1024})(?::|$)/.exec(text)?.[1] ?? '';
    if (role === 'content' || !isPathLike(folder) || this.#isFull) return;
    const aheads = this.#places.state.aheadOf(this.#places.plainest(folder));
    if (aheads.length > 0) this.#addAbove(aheads.some((ahead) => ahead.length === 1) ? 'reaches' : 'may', at);
  }

  #lookAtJoined(): void {
    for (const { at, path } of joinedPaths(this.#values)) {
      const kind = this.#places.mayBeIn(path) ? this.#places.kindOf(path) : undefined;
      if (kind === undefined || kind === 'self.program') continue;
      this.#addTouch(kind, at.at);
      return;
    }
  }

  *#actsAbove(command: string, placed: string | undefined): Steps<Above | undefined> {
    const line = spreadOut(spacedWhole(command, this.#places));
    const how = yield* actsAbove(line, this.#places);
    return how !== undefined || placed === undefined ? how : yield* actsAbove(placed + line, this.#places);
  }

  /** Only where it names the state directory itself: any other name may be that of something else. */
  *#mayActFromStanding(command: string): Steps<boolean> {
    if (onlyReads(command) || !this.#places.isStateNamed(command)) return false;
    for (const folder of this.#standing(this.#view.memory))
      if ((yield* touchedBy(`cd '${folder}'; ${command}`, this.#places)) === 'self.state') return true;
    return false;
  }

  #lookForRemoval({ at, text, role }: Value): void {
    const { tool, target } = this.#call;
    // A move takes something away only at its source, not at its destination.
    const arrives = /move|rename/i.test(target.name) && /^(?:dest|to$|to_|new)/i.test(nameAt(at));
    const removes = !arrives && (tool.powers.includes('destructive') || REMOVES.test(target.name));
    if (removes && (role === 'path' || isPathLike(text)) && this.#places.isAround(text))
      this.#add({ kind: 'self.state', severity: 'critical', at, message: REMOVES_AROUND });
    else if (LINKS.test(target.name) && this.#places.isClientFolder(text)) this.#addTouch('self.client-config', at);
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
    // A command may say the same once it is spelled out.
    if (!this.#findings.some(({ at, message }) => at === finding.at && message === finding.message))
      this.#findings.push(finding);
  }
}

/** The paths in a text that is JSON; none where it is not. */
function pathsIn(text: string): readonly string[] {
  const parsed = parseStrict(text);
  return parsed.ok ? leaves(parsed.value).flatMap(({ text: one }) => (isPathLike(one) ? [one] : [])) : [];
}
