/** The revision without sessions. What carries its `_meta` is modern, everything else legacy. */
export const MODERN = '2026-07-28';
/** Revisions with `initialize`, newest first; the first one is offered. */
export const LEGACY = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** The one of them that this is; undefined where it is none. */
export const legacyOf = (version: unknown): string | undefined => LEGACY.find((known) => known === version);
