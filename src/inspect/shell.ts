import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Steps } from '../model/steps.ts';
import type { InspectContext } from './context.ts';
import { type CommandLine, commandLines } from './shell/command-lines.ts';
import { type Grammars, withGrammars } from './shell/grammars.ts';
import { LineLook } from './shell/line-look.ts';

/**
 * Tells what the commands in arguments would do. They are parsed by the shells' own grammars, quotes, substitutions and
 * pipes included; of programs in other languages, what they pass to a shell is read.
 */
export function shell(context: InspectContext): Inspector {
  const isWindows = context.platform === 'win32';
  return {
    name: 'shell',
    version: 28,
    readsCallAlone: true,
    onCall(call, texts) {
      const lines = commandLines(call, texts);
      if (lines === undefined) return NOTHING_SEEN;
      return withGrammars((grammars) => look(lines, grammars, isWindows));
    },
  };
}

function* look(lines: readonly CommandLine[], grammars: Grammars, isWindows: boolean): Steps<Sighting> {
  const findings: Finding[] = [];
  for (const line of lines) findings.push(...(yield* new LineLook(line, grammars, isWindows).findings()));
  return findings.length === 0 ? NOTHING_SEEN : { findings };
}
