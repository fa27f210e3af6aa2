import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scanned } from '../../app/scan.ts';
import { VERSION } from '../../app/version.ts';
import { isGraver, type Severity } from '../../model/evidence/severity.ts';
import { plainLine } from './plain.ts';
import { snippetOf } from './snippet.ts';

const LEVELS: Readonly<Record<Severity, 'none' | 'note' | 'warning' | 'error'>> = {
  info: 'note',
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
};
/** The score that code hosts sort by: 0 to 10. */
const WEIGHTS: Readonly<Record<Severity, string>> = {
  info: '0.0',
  low: '2.0',
  medium: '5.0',
  high: '8.0',
  critical: '9.5',
};

export interface Kind {
  readonly id: string;
  readonly about: string;
}

/** A scan as a SARIF 2.1.0 log, which code hosts and editors show next to the file. */
export function sarifOf(scanned: readonly Scanned[], kinds: readonly Kind[], config: string | undefined): object {
  const worst = new Map<string, Severity>();
  for (const { findings } of scanned)
    for (const { kind, severity } of findings) {
      const before = worst.get(kind);
      if (isGraver(severity, before)) worst.set(kind, severity);
    }
  const ids = [...new Set([...kinds.map(({ id }) => id), ...worst.keys()])];
  const aboutOf = new Map(kinds.map(({ id, about }) => [id, about]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sallyport',
            version: VERSION,
            semanticVersion: VERSION,
            rules: ids.map((id) => ({
              id,
              shortDescription: { text: aboutOf.get(id) ?? id },
              defaultConfiguration: { level: LEVELS[worst.get(id) ?? 'low'] },
              properties: { 'security-severity': WEIGHTS[worst.get(id) ?? 'low'], tags: ['security', 'mcp'] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: scanned.flatMap((one) => resultsOf(one, ids, config)),
      },
    ],
  };
}

function resultsOf(one: Scanned, ids: readonly string[], config: string | undefined): object[] {
  const { server, file, line, kind, name, findings } = one;
  // What a server answered is in no file, so point at the file that names the server: that is where it can be changed.
  const place = file ?? config;
  const qualified = `${server}/${kind}/${name}`;
  return findings.map((finding) => ({
    ruleId: finding.kind,
    ruleIndex: ids.indexOf(finding.kind),
    level: LEVELS[finding.severity],
    message: { text: plainLine(`${server}.${name} ${finding.at}: ${finding.message} "${snippetOf(one, finding)}"`) },
    locations: [
      {
        ...(place === undefined
          ? {}
          : { physicalLocation: { artifactLocation: { uri: uriOf(place) }, region: { startLine: line ?? 1 } } }),
        logicalLocations: [{ name, fullyQualifiedName: `${qualified}#${finding.at}`, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'sallyport/v1': `${qualified}#${finding.at}#${finding.kind}` },
    properties: { severity: finding.severity },
  }));
}

/** Relative for files below this folder, as code hosts expect; absolute elsewhere. */
function uriOf(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  if (relative.startsWith('..') || path.isAbsolute(relative)) return pathToFileURL(path.resolve(file)).href;
  return relative.split(path.sep).map(encodeURIComponent).join('/');
}
