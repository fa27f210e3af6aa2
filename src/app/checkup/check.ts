/** One thing that was looked at. */
export interface Check {
  /** What was looked at: `node`, `state`, `server crm`. */
  readonly about: string;
  /** `bad` keeps something from working, `doubtful` may; what was not looked at is `skipped`. */
  readonly state: 'good' | 'doubtful' | 'bad' | 'skipped';
  /** One sentence: what is so. */
  readonly found: string;
  /** What a person can do about it. */
  readonly action?: string;
}

export const good = (about: string, found: string): Check => ({ about, state: 'good', found });
export const skipped = (about: string, found: string): Check => ({ about, state: 'skipped', found });
export const doubtful = (about: string, found: string, action: string): Check => ({
  about,
  state: 'doubtful',
  found,
  action,
});
export const bad = (about: string, found: string, action: string): Check => ({ about, state: 'bad', found, action });
