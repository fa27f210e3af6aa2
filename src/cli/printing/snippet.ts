import type { Scanned } from '../../app/scan.ts';
import type { Finding } from '../../model/evidence.ts';
import { pointerKeys, valueAt } from '../../model/json.ts';
import { plainLine } from './plain.ts';

const BEFORE = 20;
const AFTER = 40;
const MOST = 160;

/** The words of a definition that a finding is about, with a little context, hidden characters made visible. */
export function snippetOf({ definition }: Pick<Scanned, 'definition'>, { at, span, inKey }: Finding): string {
  const text = inKey === true ? (pointerKeys(at).at(-1) ?? '') : valueAt(definition, at);
  if (typeof text !== 'string') return plainLine(JSON.stringify(text ?? null), MOST);
  const [start, end] = span ?? [0, text.length];
  const from = Math.max(0, start - BEFORE);
  const to = Math.min(text.length, Math.min(end, start + MOST) + AFTER);
  return plainLine(`${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`, MOST + BEFORE);
}
