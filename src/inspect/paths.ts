import type { Call } from '../model/call.ts';
import type { Severity } from '../model/evidence/severity.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { type JsonPointer, leaves } from '../model/json.ts';
import { atOnceIfShort, rests, type Steps } from '../model/steps.ts';
import { onlyReads, type Role } from '../model/tool.ts';
import type { InspectContext } from './context.ts';
import { placesIn, withoutNamed } from './paths/command-places.ts';
import { isPathLike, isWithin, type PathForm, pathForms, plainPath } from './paths/form.ts';
import { namedSecrets } from './paths/named-secrets.ts';
import {
  isServerLog,
  isSystemPlace,
  MIXED,
  mayBeSensitive,
  SETTINGS,
  STARTUP,
  sensitivePlace,
} from './paths/sensitive.ts';
import { type Value, valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';
import { type Grammars, withGrammars } from './shell/grammars.ts';
import { mayBeSpelled, spelledTexts } from './shell/spelled.ts';

/** Also as Windows spells it where it checks nothing: `//?/UNC/host/share`. */
const SHARE = /^(?:\\\\|\/\/)(?:[?.][\\/]UNC[\\/]|(?![?.][\\/]))[^\\/\s]{1,253}[\\/][^\\/\s]/i;
/**
 * `//depot/main/a.c`, `//tools/lint:all`: what version control and build tools call their own. A plain word is no machine on
 * the internet either; a share that ends in `$` is a whole disk of one. On Windows, whoever answers to such a word in the local
 * network learns who asks.
 */
const DEPOT = /^\/\/(?!localhost\/)[a-z][a-z\d_-]{0,62}\/[^\\/$]{1,255}(?:\/|$)/i;

/** Commands that mention a place without going there: in what they print, or in what they search for. */
const ONLY_PRINTS = /^\s{0,20}(?:echo|printf)\s[^|<>&;$`\n]*$/;
const SEARCHED_FOR =
  /^\s{0,20}(?:rg|grep|egrep|ag|ack)\s(?:-[\w-]+\s+){0,8}(?:'[^']*'|"[^"$`]*"|[^\s'"|<>&;$`-][^\s'"|<>&;$`]*)(?=\s|$)/;
/** Files named by a patch in the agents' format, one per line. */
const PATCH = '*** Begin Patch';
const PATCHED = /^\*\*\* (?:Add|Update|Delete) File: (.{1,1024})$/gm;

function traversal(form: PathForm, roots: readonly string[]): readonly [Severity, string] | undefined {
  if (form.dots === 0) return undefined;
  if (form.isEncoded && form.climbs + form.dots > 0)
    return ['high', 'Climbs out of its folder, and hides that with an encoding.'];
  // Nothing is above the root: a path that climbs there expects to be appended to some folder.
  if (form.isAbsolute && form.climbs > 0) return ['high', 'Climbs above the root.'];
  if (form.isAbsolute) {
    if (roots.length > 0 && !roots.some((root) => isWithin(form.path, root)))
      return ['high', 'Climbs out of the folders it may work in.'];
    return form.leavesTop ? ['high', 'Climbs out of the folder that it names.'] : undefined;
  }
  if (form.climbs === 0) return undefined;
  if (form.climbs > 2) return ['high', 'Climbs far out of its folder.'];
  // `a/../../b` equals `../b`, but gets past a check of how the path begins.
  if (form.dots > form.climbs) return ['medium', 'Goes into a folder and climbs out past where it began.'];
  if (isServerLog(form.path)) return ['medium', "Climbs out of its folder to a server's log."];
  return ['low', 'Climbs out of its folder.'];
}

/** Where paths are read from: the user's home, and the folders that tools may work in. */
interface Base {
  readonly home: string;
  readonly roots: readonly string[];
  readonly isWindows: boolean;
  /** Commands as they read with what their variables hold put in, where that is another text. */
  readonly spelled: ReadonlyMap<string, readonly string[]>;
}
const NONE: Base['spelled'] = new Map();

/** The findings of one call. */
class Findings {
  readonly list: Finding[] = [];

  add(at: JsonPointer, kind: string, severity: Severity, message: string): void {
    if (this.list.length < MOST_FINDINGS) this.list.push({ kind, severity, at, message });
  }
}

/** Paths that leave the folder they belong in, and places that no agent has any business in. */
export function paths(context: InspectContext): Inspector {
  const { home } = context;
  const base = {
    home,
    roots: context.roots.map((root) => plainPath(root, home)),
    isWindows: context.platform === 'win32',
    spelled: NONE,
  };
  return {
    name: 'paths',
    version: 17,
    readsCallAlone: true,
    onResult(call, _result, texts) {
      const holding = holdsSecrets(call, home);
      if (holding === 'only') return SECRET;
      const found = holding === 'some' ? namedSecrets(texts) : [];
      return found.length === 0 ? NOTHING_SEEN : { findings: found };
    },
    onCall(call, texts) {
      const values = valuesOf(call, texts);
      const commands = values.filter((value) => value.role === 'command' && mayBeSpelled(value.text));
      if (commands.length === 0) return atOnceIfShort(values, look(call, values, base));
      return withGrammars((grammars) => lookSpelled(call, values, base, commands, grammars));
    },
  };
}

/**
 * How many secrets there are in what is read. From a place that holds nothing else it is one, whatever form it has: a password may
 * be any word. Of a `.env` only what has the form or the name of a secret is one: its ports and names of projects go everywhere.
 */
function holdsSecrets(call: Call, home: string): 'only' | 'some' | 'none' {
  const { powers } = call.tool;
  if (call.method === 'tools/call' && !powers.includes('read') && !powers.includes('execute')) return 'none';
  // In most calls no such place is named, in whatever spelling.
  if (!mayBeSensitive(call.text.toLowerCase()) && !/[%\\]/.test(call.text)) return 'none';
  let isMixed = false;
  const isOnly = valuesOf(call, leaves(call.params)).some(({ text, role }) => {
    if (text.length > LONGEST_READ || (role !== undefined && NO_PLACE.has(role))) return false;
    const places =
      role === 'command' ? (SHOWS.test(text) ? placesIn(text) : []) : role === 'path' || isPathLike(text) ? [text] : [];
    return places.some((place) =>
      pathForms(place, home).some(({ path }) => {
        const what = sensitivePlace(path);
        if (what !== undefined && MIXED.has(what)) isMixed = true;
        return what !== undefined && !MIXED.has(what);
      }),
    );
  });
  return isOnly ? 'only' : isMixed ? 'some' : 'none';
}
const SECRET: Sighting = Object.freeze({ labels: ['secret'] });
const LONGEST_READ = 1_024;
const NO_PLACE: ReadonlySet<Role> = new Set<Role>(['content', 'query', 'amount', 'credential']);
/** Commands that show a file and nothing else. */
const SHOWS = /^\s{0,20}(?:cat|head|tail|less|more|bat|type|gc|get-content)\s[^|<>&;$`\n]*$/i;

function* lookSpelled(
  call: Call,
  values: readonly Value[],
  base: Base,
  commands: readonly Value[],
  grammars: Grammars,
): Steps<Sighting> {
  const spelled = new Map<string, readonly string[]>();
  for (const { text } of commands) spelled.set(text, yield* spelledTexts(text, base.isWindows, grammars));
  yield;
  return yield* look(call, values, { ...base, spelled });
}

function* look(call: Call, values: readonly Value[], base: Base): Steps<Sighting> {
  const findings = new Findings();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    const { at, text, role } = value;
    if (text.length < 2 || text.length > 32_768 || (role !== undefined && NO_PLACE.has(role))) continue;
    if (role === 'command' && !text.startsWith(PATCH)) yield* lookAtScript(at, text, base, findings);
    else lookAtText(call, value, base, findings);
  }
  return findings.list.length === 0 ? NOTHING_SEEN : { findings: findings.list };
}

function lookAtText(call: Call, { at, text, role }: Value, base: Base, findings: Findings): void {
  if (text.startsWith(PATCH)) {
    for (const [, file = ''] of text.matchAll(PATCHED)) lookAtPath(at, file.trim(), true, base, findings);
  } else if (role === 'path' || isPathLike(text)) {
    const canWrite = !onlyReads(call.tool.powers);
    lookAtPath(at, text, canWrite, base, findings);
  }
}

/** A command as it is written, and where nothing is seen in that, spelled out. */
function* lookAtScript(at: JsonPointer, text: string, { home, spelled }: Base, findings: Findings): Steps<void> {
  const before = findings.list.length;
  yield* lookAtCommand(at, text, home, findings);
  for (const other of spelled.get(text) ?? [])
    if (findings.list.length === before) yield* lookAtCommand(at, other, home, findings);
}

function* lookAtCommand(at: JsonPointer, text: string, home: string, findings: Findings): Steps<void> {
  if (ONLY_PRINTS.test(text)) return;
  const searched = text.replace(SEARCHED_FOR, '');
  const rest = withoutNamed(searched);
  const touched = rest === searched ? undefined : new Set(placesIn(rest));
  for (const [i, word] of placesIn(searched).entries()) {
    if (rests(i)) yield;
    if (!isPathLike(word)) continue;
    const plain = pathForms(word, home).at(-1)?.path ?? '';
    const what = sensitivePlace(plain);
    if (what === SETTINGS && touched?.has(word) === false) continue;
    if (what === undefined || what === STARTUP) continue;
    findings.add(at, 'path.sensitive', 'high', `Names a place that holds ${what}.`);
    return;
  }
}

function lookAtPath(at: JsonPointer, text: string, canWrite: boolean, base: Base, findings: Findings): void {
  const { home, roots, isWindows } = base;
  if (text.includes('\0') || /%00/.test(text))
    findings.add(at, 'path.traversal', 'high', 'Ends a path early with a null byte.');
  if (SHARE.test(text) && (isWindows || !DEPOT.test(text))) {
    const message = 'Reaches for a file on another machine, which learns who asks.';
    findings.add(at, 'path.sensitive', 'medium', message);
  }
  const forms = pathForms(text, home);
  for (const form of forms) {
    const climb = traversal(form, roots);
    if (climb === undefined) continue;
    findings.add(at, 'path.traversal', climb[0], climb[1]);
    break;
  }
  for (const form of forms) {
    const what = sensitivePlace(form.path);
    if (what === undefined || (what === STARTUP && !canWrite)) continue;
    findings.add(at, 'path.sensitive', 'high', `Names a place that holds ${what}.`);
    return;
  }
  if (forms.some((form) => isSystemPlace(form.path)))
    findings.add(at, 'path.system', 'medium', 'Names a file of the system, or of a server that runs on it.');
}
