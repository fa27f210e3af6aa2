import type { Hold } from '../../model/approval.ts';
import { listLines, type ValueList } from '../../model/evidence/value-list.ts';
import { shortened } from '../../model/json/shortened.ts';
import { onOneLine } from '../../model/text/unshown.ts';
import type { Screen } from '../screen.ts';
import { fold } from './fold.ts';
import { boxed, indentJson, plain, plainLine } from './plain.ts';
import { spanText } from './time.ts';

/** Who asks, by the names a person knows. What a client calls itself is only a claim. */
export function askerText({ agent, client, subagent, id }: Hold['principal']): string {
  const name = client === undefined ? '' : `${client.name} ${client.version}`.trim();
  const says = [name, subagent === undefined ? '' : `part ${subagent}`].filter((text) => text !== '').join(', ');
  const proven = agent ?? provenName(id);
  if (proven !== undefined) return says === '' ? proven : `${proven} (${says})`;
  return says || id;
}

/** The subject of an access token, without its issuer; for another token, its name. */
function provenName(id: string): string | undefined {
  if (id.includes('#')) return id.slice(id.indexOf('#') + 1);
  return id.startsWith('token:') ? id : undefined;
}

export const toolText = ({ target, method }: Pick<Hold, 'target' | 'method'>): string => {
  const name = target.name === '' ? target.upstream : `${target.upstream}.${target.name}`;
  return method === 'tools/call' ? name : `${method} ${name}`;
};

/** More is more than a screen of arguments. */
const LONG = 2_000;
const MANY_LINES = 15;
/** So much of them is seen without scrolling. */
const AT_A_GLANCE = 500;
/** Servers and clients choose names, and may choose pages. */
const LONGEST_NAME = 200;

const INDENT = '  ';
const LEFT = 'nobody waits for it any more; a yes counts if the same call is made again until then';

/** What a yes with `--list` is for, all of it. */
const listText = (list: ValueList, width: number, line: (head: string, text: string) => string): string[] => {
  const [head = '', ...rows] = listLines(list).map((text) => plainLine(text));
  const all = `${INDENT}With --list a yes is for all of these, until the session ends, whatever else a call says.`;
  return [line('List', head), ...rows.map((row) => boxed(`${INDENT}${row}`, width)), all];
};

/** Everything a person needs to answer a hold, with hidden characters made visible. */
export function holdText(
  hold: Hold,
  { paint, now, width }: Pick<Screen, 'paint' | 'now' | 'width'>,
  { hasEnded = false, isLeft = false } = {},
): string {
  const line = (head: string, text: string): string =>
    fold(`${paint.dim((head === '' ? '' : `${head}:`).padEnd(11))}${text}`, { width });
  const why = [...new Set(hold.reasons)].map((reason, i) => line(i === 0 ? 'Why' : '', plainLine(reason)));
  const shown = boxed(plain(indentJson(hold.shown)).replace(/^/gm, '  '), width);
  const called = plainLine(toolText(hold), LONGEST_NAME);
  const listed = hold.list === undefined ? [] : listText(hold.list, width, line);
  const isLong = listed.length > MANY_LINES || shown.length > LONG || shown.split('\n').length > MANY_LINES;
  const glance = (): string =>
    boxed(onOneLine(shortened(hold.shown, AT_A_GLANCE, hold.decisive)), width - INDENT.length);
  const until = hasEnded ? 'its session has ended' : `expires in ${spanText(hold.expires - now())}`;
  return [
    line('Held', `${paint.bold(called)}  (${hold.id})`),
    line('Asked by', `${plainLine(askerText(hold.principal), LONGEST_NAME)}, session ${plainLine(hold.session, 12)}`),
    line('When', `${spanText(now() - hold.at)} ago; ${until}`),
    ...(isLeft && !hasEnded ? [line('Now', LEFT)] : []),
    ...why,
    line('Rules', plainLine(hold.rules.join(', '))),
    ...listed,
    line('Arguments', ''),
    shown,
    // What is long has scrolled all else away.
    ...(isLong ? [line('In short', ''), glance().replace(/^/gm, INDENT), line('Held', called), ...why] : []),
  ].join('\n');
}
