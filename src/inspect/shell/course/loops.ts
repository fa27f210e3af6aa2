import { findsLeftovers } from '../../commands/leftovers.ts';
import { nameOf } from '../words.ts';

/** `while IFS= read -r file` */
const READS =
  /^(?:while|until)\s{1,5}(?:IFS=\S{0,20}\s{1,5})?read\s{1,5}(?:-\w{1,5}\s{1,5}){0,5}(\w{1,60})\s{0,5}[;\n]/;
const LISTS = /^for\s{1,5}(\w{1,60})\s{1,5}in\s{1,5}([^;\n]{1,300})[;\n]/;
/** What nobody knows how many it is. */
const OPEN = /[*?[]|\$\(|`/;
const VARIABLE = /^\$\{?(\w{1,60})\}?$|\$\{?(\w{1,60})\}?/;

/** What variables of loops go through, where that is not said one by one: a pattern, or whatever is listed. */
export class Loops {
  readonly #through = new Map<string, readonly string[]>();

  /** Notes a loop, which the command before it in its pipe may feed. */
  read(loop: string, before: () => readonly string[]): void {
    const head = loop.slice(0, 400);
    const [, variable, list = ''] = LISTS.exec(head) ?? [];
    if (variable !== undefined) {
      if (OPEN.test(list)) this.#through.set(variable, /\$\(|`/.test(list) ? ['*'] : list.trim().split(/\s+/));
      return;
    }
    const [, line] = READS.exec(head) ?? [];
    if (line === undefined) return;
    const [first = '', ...args] = before();
    if (nameOf(first) !== 'find' || !findsLeftovers(args)) this.#through.set(line, ['*']);
  }

  /** What a word may stand for in such a loop; undefined where it has nothing to do with one. */
  placesOf(word: string): readonly string[] | undefined {
    const [variable, alone, inside = ''] = VARIABLE.exec(word) ?? [];
    const through = this.#through.get(alone ?? inside);
    return variable === undefined ? undefined : through?.map((place) => word.replace(variable, () => place));
  }
}
