import { namesOf } from '../reading/words.ts';
import { isFromTemplate } from './sensitive.ts';

/** Where one command ends and the next may begin; splitting too often does no harm. */
const JOINT = /[|;&\n()`]/;
const MOST_PARTS = 2_000;
const CONTAINS = /^\s{0,20}(?:sudo\s{1,5})?(?:docker|podman|nerdctl)\s/;
/** The container's side of a shared folder or file: only the other side is a place on this machine. */
const SHARED = /((?:^|\s)(?:-v\s{0,5}|--volume[=\s]\s{0,5})["']?)([^\s:"']{1,1000}):\/[^\s"']{0,1000}/g;
const SHARED_LONG = /(?<=[,=\s"'])(?:dst|destination|target)=[^,\s"']{1,1000}/g;
/** Commands that read a file's content or metadata. From a socket they get nothing: a socket needs a connection. */
const READS = /^\s{0,20}(?:sudo\s{1,5})?(?:cat|head|tail|less|more|wc|ls|stat|file|strings|od|xxd|grep|test|\[)\s/;

/** Parts of a command that name a file without reading it: they ask whether it is there, keep it out of git, or close it to others. */
const ONLY_NAMES =
  /^\s{0,20}(?:git\s+(?:check-ignore|rm\s+(?:-[rfq]\s+)?--cached)\s|(?:test|\[)\s+(?:!\s+)?-[efsrd]\s|chmod\s+0?[4-7]00\s|(?:echo|printf)\s[^>]{1,200}>>\s{0,5}[\w./-]{0,200}\.\w{1,20}ignore\s{0,20}$)/;
const COPIES = /^\s{0,20}cp\s+(?:-[a-z]{1,5}\s+)?(\S{1,500})\s+(\S{1,500})\s{0,20}$/;

/**
 * Whether a part of a command line, up to the next `&&`, `||` or `;`, leaves what is in a file of settings alone: it only
 * names it, or makes it of the template beside it. Pipes and substitutions hand on what is named.
 */
const isHarmless = (part: string): boolean => {
  if (/[|<`$(]/.test(part)) return false;
  if (ONLY_NAMES.test(part)) return true;
  const [, from, to] = COPIES.exec(part) ?? [];
  return from !== undefined && to !== undefined && isFromTemplate(from, to);
};

/** A command line without the parts that only name a file of settings. */
export function withoutNamed(command: string): string {
  if (command.length > 4_096 || !command.includes('.env')) return command;
  return command
    .split(/(&&|\|\||;|\n)/)
    .filter((part) => !isHarmless(part))
    .join(' ');
}

/**
 * The words of a command line that may name places on this machine, if the command would read or change what is there.
 */
export function placesIn(command: string): readonly string[] {
  if (!/\.sock\b|\b(?:docker|podman|nerdctl)\b/.test(command)) return namesOf(command);
  const parts = command.split(JOINT);
  if (parts.length > MOST_PARTS) return namesOf(command);
  return parts.flatMap((part) => {
    if (CONTAINS.test(part)) return namesOf(part.replace(SHARED, '$1$2').replace(SHARED_LONG, ''));
    const words = namesOf(part);
    return READS.test(part) && !part.includes('<') ? words.filter((word) => !word.endsWith('.sock')) : words;
  });
}
