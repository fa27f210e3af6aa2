import type { Given } from '../inspect/secrets/given.ts';
import { lookForSecrets } from '../inspect/secrets.ts';
import { replaceFound } from '../pipeline/mask.ts';

/** A line of a server's for people, without what looks like a secret or is given to a server: clients keep logs, and people send them with reports of faults. */
export function maskedLine(line: string, given: Given): string {
  const { findings = [] } = lookForSecrets([{ at: '', text: line, key: false }], { given, receiver: undefined });
  if (findings.length === 0) return line;
  return JSON.parse(replaceFound(JSON.stringify(line), line, findings, (kind) => `[${kind}]`)) as string;
}
