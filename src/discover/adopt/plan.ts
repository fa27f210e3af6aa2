import { ConfigError } from '../../config/error.ts';
import { readableName } from '../../config/foreign.ts';
import { parseConfig } from '../../config/load.ts';
import { REFERENCE } from '../../config/reference.ts';
import { complaintText } from '../../model/complaint.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Client, Machine } from '../client.ts';
import type { ClientText } from '../client-file.ts';
import type { ClientSurvey, FoundServer } from '../client-survey.ts';
import { type Edit, editText } from '../formats/edit.ts';
import { pathOf, sameFolder } from '../places.ts';
import { withServers } from './config-text.ts';
import { OWN_NAME, type OwnLaunch, ownEntry } from './own-entry.ts';
import { type Reach, reachOf } from './reach.ts';
import { type KeptSecret, referSecrets, type SecretShelf } from './secrets.ts';
import { formKey, serverForm } from './server-form.ts';

/** Which servers are taken over. What is not said is everything. */
export interface Choice {
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  /** The servers of this project, and not those of the user. */
  readonly project?: string;
}

/** One set of servers in a client's file, as it changes. */
export interface SlotChange extends Edit {
  /** What Sallyport is called there. */
  readonly own: string;
}

/** A client's file before and after. */
export interface FileChange {
  readonly client: Client;
  readonly file: string;
  readonly target: string;
  readonly mode: number;
  readonly before: Buffer;
  readonly after: Buffer;
  readonly slots: readonly SlotChange[];
}

export interface Taken {
  readonly found: FoundServer;
  /** What it is called behind Sallyport. */
  readonly name: string;
  /** False where the configuration has it already, from another client or by hand. */
  readonly isNew: boolean;
}

export interface AdoptionPlan {
  readonly files: readonly FileChange[];
  readonly config: {
    readonly file: string;
    readonly before: string | undefined;
    readonly after: string;
    /** Those that it names: whoever is none of them gets nothing. */
    readonly agents: readonly string[];
  };
  readonly taken: readonly Taken[];
  /** What stays in its client, and why. */
  readonly left: readonly { readonly found: FoundServer; readonly why: string }[];
  readonly secrets: readonly KeptSecret[];
  /** Who gets servers that it did not have. */
  readonly reach: readonly Reach[];
  /** Servers of projects, where those of the user were asked for: each project is adopted by itself. */
  readonly elsewhere: readonly FoundServer[];
}

export interface PlanOptions {
  readonly survey: ClientSurvey;
  readonly choice: Choice;
  readonly machine: Pick<Machine, 'platform'>;
  readonly own: OwnLaunch;
  readonly config: {
    /** Whole. */
    readonly file: string;
    readonly text: string | undefined;
    /** What it has, secrets put in. */
    readonly servers: Readonly<Record<string, JsonObject>>;
    readonly agents?: readonly string[];
  };
  /** The first that accepts a secret gets it. */
  readonly shelves: readonly SecretShelf[];
}

/** Works out what adoption would change; touches nothing. Throws an `Error` with what to do where it cannot be done at all. */
export async function planAdoption(options: PlanOptions): Promise<AdoptionPlan> {
  const { survey, config, own } = options;
  const left: { found: FoundServer; why: string }[] = [];
  const taken: Taken[] = [];
  const secrets: KeptSecret[] = [];
  const added: Record<string, JsonObject> = {};
  const known = new Map(Object.entries(config.servers).map(([name, form]) => [name, formKey(form)]));
  const files: FileChange[] = [];
  for (const file of survey.files) {
    const wanted: FoundServer[] = [];
    for (const found of survey.servers) {
      if (found.slot.file !== file.file || !isChosen(found, options)) continue;
      const why = whyLeft(found, options);
      if (why === undefined) wanted.push(found);
      else if (why !== '') left.push({ found, why });
    }
    const change = changeOf(file, wanted, survey, own);
    if (typeof change === 'string') {
      for (const found of wanted) left.push({ found, why: change });
      continue;
    }
    if (change === undefined) continue;
    files.push(change);
    for (const found of wanted) {
      const form = serverForm(anchored(found, options));
      const key = formKey(form);
      const same = [...known].find(([, other]) => other === key)?.[0];
      if (same !== undefined) {
        taken.push({ found, name: same, isNew: false });
        // Off in one client and on in another: it is on.
        const before = added[same];
        if (before?.disabled === true && form.disabled === undefined) delete added[same];
        if (before !== undefined && added[same] === undefined) added[same] = withoutSwitch(before);
        continue;
      }
      const name = nameFor(found, known);
      known.set(name, key);
      const referred = await referSecrets(name, anchored(found, options), found.credentials, options.shelves, secrets);
      secrets.push(...referred.secrets.filter((each) => !secrets.some((other) => other.name === each.name)));
      added[name] = serverForm(referred.entry);
      taken.push({ found, name, isNew: true });
    }
  }
  return {
    files,
    config: {
      file: config.file,
      before: config.text,
      after: configAfter(config, added),
      agents: config.agents ?? [],
    },
    taken,
    left,
    secrets,
    reach: reachOf({
      survey,
      taken,
      changed: files.map(({ file }) => file),
      before: Object.keys(config.servers),
      after: [...new Set([...Object.keys(config.servers), ...Object.keys(added)])],
      serves: (args) => own.args.every((word) => args.includes(word)),
    }),
    elsewhere: survey.servers.filter((found) => isElsewhere(found, options.choice)),
  };
}

const withoutSwitch = ({ disabled: _, ...form }: JsonObject): JsonObject => form;

function isChosen({ slot, name }: FoundServer, { choice, machine }: PlanOptions): boolean {
  const { clients, servers, project } = choice;
  if (clients !== undefined && !clients.includes(slot.client.id)) return false;
  if (servers !== undefined && !servers.includes(name)) return false;
  if (slot.project === undefined || project === undefined) return slot.project === project;
  return sameFolder(slot.project, project, machine);
}

const isElsewhere = ({ slot, name, entry, isUs }: FoundServer, { clients, servers, project }: Choice): boolean =>
  project === undefined &&
  slot.project !== undefined &&
  !isUs &&
  entry.trouble === undefined &&
  clients?.includes(slot.client.id) !== false &&
  servers?.includes(name) !== false;

/** Why an entry stays where it is; '' where there is nothing to say. */
function whyLeft({ entry, isUs, slot }: FoundServer, { own, machine }: PlanOptions): string | undefined {
  if (isUs) {
    const serves = own.args.every((word) => entry.args.includes(word));
    return serves || entry.url !== undefined
      ? ''
      : 'it is Sallyport already, with another configuration: name that one with --config';
  }
  if (entry.trouble !== undefined) return entry.trouble;
  const isRelative = entry.cwd !== undefined && !entry.cwd.startsWith('${') && !pathOf(machine).isAbsolute(entry.cwd);
  if (isRelative && slot.project === undefined)
    return `its folder ${entry.cwd} depends on where ${slot.client.title} is started`;
  return undefined;
}

/** An entry of a project starts in its folder, wherever the configuration lies. */
function anchored({ entry, slot }: FoundServer, { machine }: PlanOptions): FoundServer['entry'] {
  const { isAbsolute, join } = pathOf(machine);
  if (slot.project === undefined || entry.cwd === undefined || entry.cwd.startsWith('${') || isAbsolute(entry.cwd))
    return entry;
  return { ...entry, cwd: join(slot.project, entry.cwd) };
}

/** A name that no other server has: the client's is added to it where two that differ have the same. */
function nameFor({ name, slot }: FoundServer, known: ReadonlyMap<string, string>): string {
  const has = (each: string): boolean => known.has(each) || each === OWN_NAME;
  const plain = readableName(name, new Set());
  if (!has(plain)) return plain;
  return readableName(`${plain.slice(0, 20)}-${slot.client.id}`, { has });
}

/** A file with Sallyport in place of what is taken; undefined where nothing is, and a reason where it cannot be changed. */
function changeOf(
  file: ClientText,
  wanted: readonly FoundServer[],
  survey: ClientSurvey,
  launch: OwnLaunch,
): FileChange | string | undefined {
  const slots = new Map<string, FoundServer[]>();
  for (const found of wanted) {
    const key = JSON.stringify(found.slot.key);
    slots.set(key, [...(slots.get(key) ?? []), found]);
  }
  if (slots.size === 0) return undefined;
  const edits: SlotChange[] = [];
  let { text } = file;
  try {
    for (const [key, group] of slots) {
      const [first] = group;
      if (first === undefined) continue;
      const { slot } = first;
      const others = survey.servers.filter(
        (each) => each.slot.file === file.file && JSON.stringify(each.slot.key) === key,
      );
      const present = others.find((each) => each.isUs && each.entry.url === undefined);
      if (present !== undefined && !launch.args.every((word) => present.entry.args.includes(word))) {
        return 'its client has Sallyport already, with another configuration: name that one with --config';
      }
      const own =
        present?.name ??
        freeOwnName(
          slot.project,
          others.filter((each) => !group.includes(each)),
        );
      const variables = [...new Set([...Object.keys(present?.entry.env ?? {}), ...group.flatMap(variablesOf)])];
      const isWhole = present !== undefined && variables.every((name) => Object.hasOwn(present.entry.env, name));
      const put: Edit['put'] = isWhole ? [] : [[own, ownEntry(file.client, own, launch, variables)]];
      const again = present === undefined || isWhole ? [] : [present];
      const remove = [...group, ...again].map(({ at }) => at.at(-1) ?? '');
      const edit: SlotChange = { key: slot.key, own, put, remove };
      edits.push(edit);
      text = editText(file.client.format, text, edit);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { client, target, mode, bytes } = file;
  return { client, file: file.file, target, mode, before: bytes, after: Buffer.from(text, 'utf8'), slots: edits };
}

/** The variables that an entry takes from where it is started. */
const variablesOf = ({ entry }: FoundServer): string[] =>
  [
    entry.command,
    entry.url,
    entry.cwd,
    ...entry.args,
    ...Object.values(entry.env),
    ...Object.values(entry.headers),
  ].flatMap((text) =>
    [...(text ?? '').matchAll(REFERENCE)].flatMap(({ 2: body = '' }) => /^env:(\w+)/.exec(body)?.[1] ?? []),
  );

/** In a project we have another name, since many clients let an entry of a project hide that of the user. */
function freeOwnName(project: string | undefined, others: readonly FoundServer[]): string {
  const base = project === undefined ? OWN_NAME : `${OWN_NAME}-project`;
  const taken = new Set(others.map(({ name }) => name));
  let name = base;
  for (let copy = 2; taken.has(name); copy++) name = `${base}-${copy}`;
  return name;
}

function configAfter({ file, text }: PlanOptions['config'], added: Readonly<Record<string, Json>>): string {
  let after: string;
  try {
    after = withServers(text, added as Readonly<Record<string, JsonObject>>);
    parseConfig(file, after);
  } catch (error) {
    const why =
      error instanceof ConfigError
        ? error.complaints.map(complaintText).join('\n')
        : error instanceof Error
          ? error.message
          : String(error);
    throw new Error(`${file} cannot take the servers, so nothing was changed: ${why}`);
  }
  return after;
}
