import { UsageError } from '../usage-error.ts';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `3m`, `2h`, `5d`: a span of milliseconds as one figure. */
export function spanText(ms: number): string {
  const past = Math.max(0, ms);
  if (past < UNITS.m) return `${Math.round(past / UNITS.s)}s`;
  if (past < UNITS.h) return `${Math.round(past / UNITS.m)}m`;
  if (past < 2 * UNITS.d) return `${Math.round(past / UNITS.h)}h`;
  return `${Math.round(past / UNITS.d)}d`;
}

/** Local time without the zone, easy to compare in a list. */
export function timeText(at: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return '?';
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** ISO 8601, as programs get every moment but those of whole records; nothing where damage left none, which must not stop a listing. */
export function stampText(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** The moment that `2h` (ago) or a date such as 2026-11-23T09:00 means. Throws `UsageError`. */
export function parseTime(text: string, now: number, option = '--since'): number {
  const span = /^(\d+)([smhd])$/.exec(text);
  if (span !== null) return now - Number(span[1]) * UNITS[span[2] as keyof typeof UNITS];
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError(
    `${option} ${text} is not a time; write 30m, 2h, 7d, or a date such as 2026-11-23 or 2026-11-23T09:00`,
  );
}
