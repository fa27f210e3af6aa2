import { lookForSecrets } from '../inspect/secrets.ts';
import { replaceFound } from '../pipeline/mask.ts';

/** A line of a server's for people, without what looks like a secret: clients keep logs, and people send them with reports of faults. */
export function maskedLine(line: string): string {
  const { findings = [] } = lookForSecrets([{ at: '', text: line, key: false }]);
  if (findings.length === 0) return line;
  return JSON.parse(replaceFound(JSON.stringify(line), line, findings, (kind) => `[${kind}]`)) as string;
}
