import { REFERENCE } from '../../config/reference.ts';
import { messageOf } from '../../model/caught.ts';
import type { Client } from '../client.ts';
import type { ClientText } from '../client-file.ts';
import type { ClientSurvey, FoundServer } from '../client-survey.ts';
import { editText } from '../formats/edit.ts';
import type { Edit } from '../formats/format.ts';
import { OWN_NAME, type OwnLaunch, ownEntry, servesAlike } from './own-entry.ts';

/** One set of servers in a client's file, as it changes. */
export interface SlotChange extends Edit {
  /** Sallyport's name there. */
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

/** A file with Sallyport in place of what is taken; undefined where nothing is taken, a reason where it cannot be changed. */
export function changeOf(
  file: ClientText,
  wanted: readonly FoundServer[],
  survey: ClientSurvey,
  launch: OwnLaunch,
  agent: string | undefined,
): FileChange | string | undefined {
  const slots = new Map<string, FoundServer[]>();
  for (const found of wanted) {
    const key = JSON.stringify(found.slot.key);
    slots.set(key, [...(slots.get(key) ?? []), found]);
  }
  if (slots.size === 0) return undefined;
  const as = agent === undefined ? [] : ['--agent', agent];
  const whole = { ...launch, args: [...launch.args, ...as] };
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
      if (present !== undefined && !servesAlike(launch, present.entry.args)) {
        return 'its client has Sallyport already, with another configuration: name that one with --config';
      }
      const own =
        present?.name ??
        freeOwnName(
          slot.project,
          others.filter((each) => !group.includes(each)),
        );
      const variables = [...new Set([...Object.keys(present?.entry.env ?? {}), ...group.flatMap(variablesOf)])];
      const isWhole =
        present !== undefined &&
        as.every((word) => present.entry.args.includes(word)) &&
        variables.every((name) => Object.hasOwn(present.entry.env, name));
      const put: Edit['put'] = isWhole ? [] : [[own, ownEntry(file.client, own, whole, variables)]];
      const again = present === undefined || isWhole ? [] : [present];
      const remove = [...group, ...again].map(({ at }) => at.at(-1) ?? '');
      const edit: SlotChange = { key: slot.key, own, put, remove };
      edits.push(edit);
      text = editText(file.client.format, text, edit);
    }
  } catch (error) {
    return messageOf(error);
  }
  const { client, target, mode, bytes } = file;
  return { client, file: file.file, target, mode, before: bytes, after: Buffer.from(text, 'utf8'), slots: edits };
}

/** The variables that an entry takes from the environment it is started in. */
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

/** In a project we have another name, since in many clients an entry of a project hides the user's of the same name. */
function freeOwnName(project: string | undefined, others: readonly FoundServer[]): string {
  const base = project === undefined ? OWN_NAME : `${OWN_NAME}-project`;
  const taken = new Set(others.map(({ name }) => name));
  let name = base;
  for (let copy = 2; taken.has(name); copy++) name = `${base}-${copy}`;
  return name;
}
