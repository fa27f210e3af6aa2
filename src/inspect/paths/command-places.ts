import { wordsOf } from '../reading/words.ts';

/** Where one command ends and the next may begin; splitting too often does no harm. */
const JOINT = /[|;&\n()`]/;
const MOST_PARTS = 2_000;
const CONTAINS = /^\s{0,20}(?:sudo\s{1,5})?(?:docker|podman|nerdctl)\s/;
/** The container's side of a shared folder or file: only the other side is a place on this machine. */
const SHARED = /((?:^|\s)(?:-v\s{0,5}|--volume[=\s]\s{0,5})["']?)([^\s:"']{1,1000}):\/[^\s"']{0,1000}/g;
const SHARED_LONG = /(?<=[,=\s"'])(?:dst|destination|target)=[^,\s"']{1,1000}/g;
/** Commands that read a file's content or metadata. From a socket they get nothing: a socket needs a connection. */
const READS = /^\s{0,20}(?:sudo\s{1,5})?(?:cat|head|tail|less|more|wc|ls|stat|file|strings|od|xxd|grep|test|\[)\s/;

/**
 * The words of a command line that may name places on this machine, if the command would read or change what is there.
 */
export function placesIn(command: string): readonly string[] {
  if (!/\.sock\b|\b(?:docker|podman|nerdctl)\b/.test(command)) return wordsOf(command);
  const parts = command.split(JOINT);
  if (parts.length > MOST_PARTS) return wordsOf(command);
  return parts.flatMap((part) => {
    if (CONTAINS.test(part)) return wordsOf(part.replace(SHARED, '$1$2').replace(SHARED_LONG, ''));
    const words = wordsOf(part);
    return READS.test(part) && !part.includes('<') ? words.filter((word) => !word.endsWith('.sock')) : words;
  });
}
