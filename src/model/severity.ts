/** How bad what was seen is, from what is only worth knowing to what must not happen. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
