import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { JsonPointer } from '../model/json.ts';
import type { View } from '../model/view.ts';
import type { InspectContext } from './context.ts';
import { isPathLike, isWithin, pathForms, plainPath } from './paths/form.ts';
import { nameAt, type Value, valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';
import { wordsOf } from './reading/words.ts';
import { CLIENT_FILES, OWN_FILES, OWN_PROGRAM } from './self/client-files.ts';
import { standingPlaces } from './self/left-standing.ts';
import { answersForUs, goneWith, onlyReads, quotedWhole, touchesProgram } from './self/own-commands.ts';
import { type Above, actsAbove, fillsAbove } from './self/state-acts.ts';
import { namesOthers, namesSecrets, SPACE, stateReach } from './self/state-reach.ts';

type Kind = 'self.config' | 'self.state' | 'self.client-config' | 'self.program';

const WHAT: Readonly<Record<Kind, string>> = {
  'self.config': "Sallyport's own configuration",
  'self.state': "Sallyport's own records and approvals",
  'self.program': "Sallyport's own program",
  'self.client-config': "an MCP client's configuration, which says what stands between it and its servers",
};

const OWN_SECRETS = "Names a place that holds Sallyport's own keys and secrets of the servers behind it.";

const LEFT_STANDING =
  "Would write, remove or open Sallyport's own records and approvals if it runs in a folder that an earlier call of this session named.";
const OTHERS_DATA = "Names Sallyport's own records: what other sessions sent, received and were asked.";

const HINT =
  "sallyport|servers\\.config|mcp|claude|codex|settings\\.json|opencode|kilo|config\\.|verdict|%|\\\\|\\.\\.|''";
/** Whether a text is written so that it can stand for other names: patterns, variables, short names, look-alike letters. */
const isSpelled = (text: string): boolean => text.length <= 4_096 && /[*?[{$~\u0080-\uffff]/.test(text);
/** Commands are read up to this length; in a longer one, padding could hide what it does to Sallyport. */
const LONGEST = 32_768;
const tooLong = (at: JsonPointer): Finding => ({
  kind: 'self.state',
  severity: 'critical',
  at,
  message: 'Names Sallyport or a client in a command longer than is read.',
});

/** Linking counts: a link to a folder above is another name for what is in that folder. */
const REMOVES = /delete|remove|unlink|move|rename|rmdir|trash|purge|link/i;

/** Matches a name with spaces, in any quoting that keeps it one word. */
const spacedOut = (step: string): RegExp =>
  new RegExp(step.split(' ').map(literal).join('(?:[\\\\^`]?\\s|["\']\\s["\']|["\']\\s|\\s["\'])'), 'gi');
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Words with sets (`[…]`) and choices (`{…}`), which are split elsewhere. */
const patternsIn = (command: string): readonly string[] =>
  /[[{]/.test(command) ? (command.match(/[^\s;|&<>()=]{2,1024}/g)?.filter((word) => /[[{]/.test(word)) ?? []) : [];

/** Whether a word has a character that a path or a pattern needs; a word without any is a plain name at most. */
const isSigned = (word: string): boolean => /[/\\.~$%*?[{\u0080-\uffff]/.test(word);

/** Calls that touch Sallyport itself, or the configurations that route clients through it. */
export function self(context: InspectContext): Inspector {
  const { home } = context;
  const plain = (path: string): string => plainPath(path, home);
  const own = context.ownFiles.map(plain);
  const states = context.stateDirectories.map(plain);
  const clients = context.clientConfigs.map(plain);
  const everything = [...own, ...states, ...clients];
  // A cheap test that matches every text that could name something protected: it contains one of its names, or is
  // spelled to hide one.
  const names = new Set(everything.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  const hint = new RegExp(`${HINT}|${[...names].map(literal).join('|') || HINT}`, 'iu');
  const state = stateReach(states);
  // A name with a space is one step of a path, however a command quotes it.
  const spaced = [...new Set(everything.flatMap((path) => path.split('/')))].filter((step) => step.includes(' '));

  const endsIn = (path: string, ends: readonly string[]): boolean =>
    ends.some((end) => path === end || (path.endsWith(end) && path.charCodeAt(path.length - end.length - 1) === 47));

  const kindOf = (path: string): Kind | undefined => {
    if (state.reaches(path)) return 'self.state';
    if (OWN_PROGRAM.test(path)) return 'self.program';
    if (!path.startsWith('/') && !/^[a-z]:/.test(path) && path !== '') {
      if (own.some((file) => file.endsWith(`/${path}`))) return 'self.config';
      // Links may lead to any name, and a name alone may be any project's.
      if (path.includes('/') && clients.some((file) => file.endsWith(`/${path}`))) return 'self.client-config';
    }
    if (own.includes(path) || endsIn(path, OWN_FILES)) return 'self.config';
    if (clients.includes(path) || endsIn(path, CLIENT_FILES)) return 'self.client-config';
    return undefined;
  };

  const kindOfText = (text: string): Kind | undefined => {
    for (const form of pathForms(text, home)) {
      const kind = kindOf(form.path);
      if (kind !== undefined) return kind;
    }
    return undefined;
  };

  const plainest = (text: string): string => pathForms(text, home).at(-1)?.path ?? '';
  const holdsProtected = (text: string): boolean => {
    const path = plainest(text);
    return path.length > 1 && (state.isAbove(path) || everything.some((one) => one !== path && isWithin(one, path)));
  };

  const spacedWhole = (command: string): string =>
    spaced.reduce((all, step) => all.replace(spacedOut(step), step.replaceAll(' ', SPACE)), command);
  const ground = { state, plain: plainest };
  const aboveFinding = (how: Above, at: JsonPointer): Finding =>
    how === 'reaches'
      ? {
          kind: 'self.state',
          severity: 'critical',
          at,
          message: `Would write, remove or open a folder that has ${WHAT['self.state']} in it.`,
        }
      : {
          kind: 'self.above',
          severity: 'medium',
          at,
          message: `Puts what nobody has seen into a folder that has ${WHAT['self.state']} below it.`,
        };

  const standing = standingPlaces(context.stateDirectories, home);
  const lastNames = new Set(states.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  /** Only where it names the state directory itself: any other name may be that of something else. */
  const mayActFrom = (command: string, { memory }: View): boolean => {
    const lower = command.toLowerCase();
    if (onlyReads(command) || ![...lastNames].some((name) => lower.includes(name))) return false;
    return standing(memory).some((folder) => kindInCommand(`cd '${folder}'; ${command}`) === 'self.state');
  };

  const kindInCommand = (command: string): Kind | undefined => {
    const text = spacedWhole(command)
      // `${X:-~/.state}/x` names a folder and a variable; `sally"port"` is one word to a shell.
      .replace(/\$\{(\w{1,60})(?::?[-=+?]([^}]{0,200}))?\}(\S{0,200})/g, '$$$1$3 $2');
    const bare = text.replace(/["'^`]/g, '');
    const words = bare === text ? wordsOf(text) : [...wordsOf(text), ...wordsOf(bare)];
    const said = quotedWhole(text).replace(/["'^`]/g, '');
    if (answersForUs(command) || answersForUs(said) || answersForUs(said.replaceAll('\\', ''))) return 'self.state';
    const isProgram = (word: string): boolean => OWN_PROGRAM.test(plainest(word));
    if (touchesProgram(command, isProgram) || touchesProgram(bare, isProgram)) return 'self.program';
    for (const word of new Set([...words, ...patternsIn(bare)])) {
      if (!isSigned(word) && !names.has(word.toLowerCase())) continue;
      const kind = kindOfText(word);
      // Running the program is harmless; anything else done to it was checked above.
      if (kind !== undefined && kind !== 'self.program') return kind;
    }
    const paths = new Map(words.map((word) => [word, word.toLowerCase()]));
    for (const word of paths.keys()) if (isSigned(word)) paths.set(word, plainest(word));
    if (state.joins(words.map((word) => paths.get(word) ?? word)) || goneWith(bare).some(holdsProtected))
      return 'self.state';
    // `cd ~/.cursor && tee mcp.json`: the folder is in one word, the file in another.
    const lower = [...new Set(words)].map((word) => word.toLowerCase().replaceAll('\\', '/').replace(/\/$/, ''));
    for (const file of CLIENT_FILES) {
      const slash = file.lastIndexOf('/');
      if (slash < 0) continue;
      const [folder, name] = [file.slice(0, slash), file.slice(slash + 1)];
      if (lower.some((word) => endsIn(word, [folder])) && lower.some((word) => endsIn(word, [name])))
        return 'self.client-config';
    }
    return undefined;
  };

  const look = (
    call: Call,
    findings: Finding[],
    { at, text, role }: Value,
    above: readonly string[],
    view: View,
  ): void => {
    const { powers } = call.tool;
    const canExecute = powers.includes('execute') || role === 'command';
    // A tool that is not known to be read-only may write.
    const canWrite = canExecute || powers.length === 0 || powers.includes('write') || powers.includes('destructive');
    let kind: Kind | undefined;
    let isReading = !canWrite;
    if (canExecute) {
      kind = kindInCommand(text);
      // A start folder given in another argument counts as a `cd` before the command.
      if (kind === undefined && above.length > 0 && text.length > 2 && !above.includes(text))
        kind = kindInCommand(`cd ${above.join('; cd ')}; ${text}`);
      isReading = onlyReads(text);
    } else if (role === 'path' || isPathLike(text) || (!text.includes(' ') && text.length < 256))
      kind = kindOfText(text);
    if (findings.length >= MOST_FINDINGS) return;
    if (kind === undefined && canExecute) {
      const line = spacedWhole(text);
      const how =
        actsAbove(line, ground) ??
        (above.length > 0 ? actsAbove(`cd ${above.join('; cd ')}; ${line}`, ground) : undefined);
      if (how !== undefined) findings.push(aboveFinding(how, at));
      else if (above.length === 0 && mayActFrom(text, view))
        findings.push({ kind: 'self.above', severity: 'medium', at, message: LEFT_STANDING });
      if (how === 'reaches') return;
    }
    if (kind === undefined) {
      // A move takes something away only at its source, not at its destination.
      const arrives = /move|rename/i.test(call.target.name) && /^(?:dest|to$|to_|new)/i.test(nameAt(at));
      const removes = !arrives && (powers.includes('destructive') || REMOVES.test(call.target.name));
      if (removes && canWrite && (role === 'path' || isPathLike(text)) && holdsProtected(text)) {
        findings.push({
          kind: 'self.state',
          severity: 'critical',
          at,
          message: "Would remove a folder that holds Sallyport's own files or a client's configuration.",
        });
      }
      return;
    }
    if (isReading) {
      findings.push({ kind: 'self.read', severity: 'low', at, message: `Reads ${WHAT[kind]}.` });
      const read = canExecute ? text : plainest(text);
      const message = namesSecrets(read) ? OWN_SECRETS : namesOthers(read, canExecute) ? OTHERS_DATA : undefined;
      if (kind === 'self.state' && message !== undefined)
        findings.push({ kind: 'path.sensitive', severity: 'high', at, message });
    } else findings.push({ kind, severity: 'critical', at, message: `Touches ${WHAT[kind]}.` });
  };

  /** Whether an argument is just a folder above the state directory: most often the folder in which a command is started. */
  const isStart = ({ at, text, role }: Value): boolean =>
    at !== '/name' &&
    role !== 'command' &&
    text.length < 256 &&
    !/[\s;&|]/.test(text) &&
    isPathLike(text) &&
    state.isAbove(plainest(text));

  return {
    name: 'self',
    version: 5,
    onCall(call, texts, view) {
      if (call.method !== 'tools/call' && call.method !== 'resources/read') return NOTHING_SEEN;
      let findings: Finding[] | undefined;
      const executes = call.tool.powers.includes('execute');
      const mayRemove = call.tool.powers.includes('destructive') || REMOVES.test(call.target.name);
      const values = valuesOf(call, texts);
      const onlyRead = call.tool.powers.length > 0 && call.tool.powers.every((power) => power === 'read');
      const filled = executes ? undefined : fillsAbove(call.target.name, values, onlyRead, ground);
      if (filled !== undefined) findings = [aboveFinding(filled.how, filled.at.at)];
      const above = executes ? values.filter((value) => isStart(value)).map(({ text }) => text) : [];
      for (const value of values) {
        const { at, text, role } = value;
        // `/name` is the tool's own name.
        if (text.length < 2 || at === '/name') continue;
        const isCommand = executes || role === 'command';
        const isLong = text.length > LONGEST;
        if ((isLong || !(mayRemove || isCommand || isSpelled(text))) && !hint.test(text)) continue;
        findings ??= [];
        if (!isLong) look(call, findings, value, above, view);
        else if (isCommand) findings.push(tooLong(at));
      }
      return findings === undefined || findings.length === 0 ? NOTHING_SEEN : { findings };
    },
  };
}
