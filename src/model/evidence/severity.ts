/** How bad what was seen is, from what is only worth knowing to what must not happen. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether one is worse than another; than nothing, anything is. */
export const isGraver = (one: Severity, other: Severity | undefined): boolean =>
  other === undefined || SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);
