import { z } from 'zod';

/** A duration such as `500ms`, `30s`, `15m`, `8h`, `30d`. Parsed to milliseconds. */
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** A hundred years: what lasts from now until the end of that has a date, which people are shown. */
const LONGEST = 36_500 * UNITS.d;
const DURATION = 'write a number and a unit: 500ms, 30s, 15m, 8h or 30d';
export const duration = z
  .string(DURATION)
  .regex(/^\d+(ms|s|m|h|d)$/, DURATION)
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof UNITS;
    return Number.parseInt(text, 10) * UNITS[unit];
  })
  .refine((ms) => ms <= LONGEST, 'at most 36500d, which is a hundred years');

const SIZES = { B: 1, KB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;
const SIZE = 'write a number and a unit: 512B, 64KB, 10MB or 1GB';
export const size = z
  .string(SIZE)
  .regex(/^\d+(B|KB|MB|GB)$/, SIZE)
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof SIZES;
    return Number.parseInt(text, 10) * SIZES[unit];
  });
