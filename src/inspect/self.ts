import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { JsonPointer } from '../model/json.ts';
import { CLIENT_FILES, OWN_FILES } from './client-files.ts';
import type { InspectContext } from './context.ts';
import { isPathLike, isWithin, pathForms, plainPath } from './path-form.ts';
import { type Value, valuesOf } from './place.ts';
import { MOST_FINDINGS } from './spots.ts';
import { wordsOf } from './words.ts';

type Kind = 'self.config' | 'self.state' | 'self.client-config';

const WHAT: Readonly<Record<Kind, string>> = {
  'self.config': "Sallyport's own configuration",
  'self.state': "Sallyport's own records and approvals",
  'self.client-config': "an MCP client's configuration, which says what stands between it and its servers",
};

const HINT = "sallyport|servers\\.config|mcp|claude|codex|settings\\.json|opencode|kilo|config\\.|%|\\\\|\\.\\.|''";
/** Commands by which a person answers for Sallyport, in whatever way they are started. */
const OWN_COMMAND =
  /\bsallyport(?:@[\w.-]{1,30})?["']?(?:[\\/][\w.\\/-]{0,80})?\s{1,4}(?:-{1,2}[\w=./-]{1,60}\s{1,4}){0,6}(?:approve|deny|except|trust|freeze|thaw|unfreeze|erase|adopt|restore|policy|pin|lock|accept|task)\b/i;
/** Commands that only read, without redirection, pipe or a second command. */
const ONLY_READS =
  /^\s{0,8}(?:cat|ls|dir|head|tail|less|more|stat|file|wc|grep|rg|jq|yq|diff|cmp|md5sum|sha256sum|type|get-content|gc|test)\b[^;|&<>`$\n]{0,2000}$/i;
/** Commands are read so far; more of one could hide what it does to us behind padding. */
const LONGEST = 32_768;
const tooLong = (at: JsonPointer): Finding => ({
  kind: 'self.state',
  severity: 'critical',
  at,
  message: 'Names Sallyport or a client in a command longer than is read.',
});

/** A path without its leading `./` and `../`, where nobody knows which folder it starts from; undefined for absolute ones. */
function relativePart(path: string): string | undefined {
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/i.test(path)) return undefined;
  const part = path.replace(/^(?:\.{1,2}\/)+/, '');
  return part === '' || part === '.' || part === '..' ? undefined : part;
}

/** Whether a relative path leads into a folder, seen from any of the folders above it. */
function couldBeWithin(relative: string, folder: string): boolean {
  const steps = relative.split('/');
  return steps.some((_, i) => folder.endsWith(`/${steps.slice(0, i + 1).join('/')}`));
}

const REMOVES = /delete|remove|unlink|move|rename|rmdir|trash|purge/i;

/** Calls that touch Sallyport itself or the configurations that put it in its place. */
export function self(context: InspectContext): Inspector {
  const { home } = context;
  const plain = (path: string): string => plainPath(path, home);
  const own = context.ownFiles.map(plain);
  const states = context.stateDirectories.map(plain);
  const clients = context.clientConfigs.map(plain);
  const everything = [...own, ...states, ...clients];
  // Cheap, and true of every text that could name something protected: it holds a name of it, or is spelled to hide one.
  const names = new Set(everything.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  const hint = new RegExp(
    `${HINT}|${[...names].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') || HINT}`,
    'i',
  );
  // Written with the home folder in front or as `~/x` alike; a name of its own is known without its folder.
  const stateNames = states
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .filter((name) => name.includes('sallyport'));

  const endsIn = (path: string, ends: readonly string[]): boolean =>
    ends.some((end) => path === end || (path.endsWith(end) && path.charCodeAt(path.length - end.length - 1) === 47));

  const kindOf = (path: string): Kind | undefined => {
    const relative = relativePart(path);
    if (relative !== undefined) {
      if (states.some((folder) => couldBeWithin(relative, folder))) return 'self.state';
      if (own.some((file) => file === relative || file.endsWith(`/${relative}`))) return 'self.config';
      if (clients.some((file) => file.endsWith(`/${relative}`))) return 'self.client-config';
    }
    if (states.some((folder) => isWithin(path, folder)) || path.split('/').some((step) => stateNames.includes(step)))
      return 'self.state';
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

  const holdsProtected = (text: string): boolean => {
    const path = pathForms(text, home).at(-1)?.path ?? '';
    return path.length > 1 && everything.some((one) => one !== path && isWithin(one, path));
  };

  const kindInCommand = (command: string): Kind | undefined => {
    if (OWN_COMMAND.test(command)) return 'self.state';
    const words = wordsOf(command);
    for (const word of words) {
      const kind = kindOfText(word);
      if (kind !== undefined) return kind;
    }
    // `cd ~/.cursor && tee mcp.json`: the folder in one word, the file in another.
    const lower = words.map((word) => word.toLowerCase().replaceAll('\\', '/'));
    for (const file of CLIENT_FILES) {
      const slash = file.lastIndexOf('/');
      if (slash < 0) continue;
      const [folder, name] = [file.slice(0, slash), file.slice(slash + 1)];
      if (lower.some((word) => endsIn(word.replace(/\/$/, ''), [folder])) && lower.some((word) => endsIn(word, [name])))
        return 'self.client-config';
    }
    return undefined;
  };

  const look = (call: Call, findings: Finding[], { at, text, role }: Value): void => {
    const { powers } = call.tool;
    const canExecute = powers.includes('execute') || role === 'command';
    // What is not known to only read may write.
    const canWrite = canExecute || powers.length === 0 || powers.includes('write') || powers.includes('destructive');
    let kind: Kind | undefined;
    let onlyReads = !canWrite;
    if (canExecute) {
      kind = kindInCommand(text);
      onlyReads = ONLY_READS.test(text) && !OWN_COMMAND.test(text);
    } else if (role === 'path' || isPathLike(text) || (!text.includes(' ') && text.length < 256))
      kind = kindOfText(text);
    if (findings.length >= MOST_FINDINGS) return;
    if (kind === undefined) {
      const removes = powers.includes('destructive') || REMOVES.test(call.target.name);
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
    if (onlyReads) findings.push({ kind: 'self.read', severity: 'low', at, message: `Reads ${WHAT[kind]}.` });
    else findings.push({ kind, severity: 'critical', at, message: `Touches ${WHAT[kind]}.` });
  };

  return {
    name: 'self',
    version: 1,
    onCall(call, texts) {
      if (call.method !== 'tools/call' && call.method !== 'resources/read') return NOTHING_SEEN;
      let findings: Finding[] | undefined;
      const mayRemove = call.tool.powers.includes('destructive') || REMOVES.test(call.target.name);
      for (const value of valuesOf(call, texts)) {
        const { at, text, role } = value;
        // `/name` is the tool's own name.
        if (text.length < 2 || at === '/name') continue;
        if (!mayRemove && !hint.test(text)) continue;
        findings ??= [];
        if (text.length <= LONGEST) look(call, findings, value);
        else if (call.tool.powers.includes('execute') || role === 'command') findings.push(tooLong(at));
      }
      return findings === undefined || findings.length === 0 ? NOTHING_SEEN : { findings };
    },
  };
}
