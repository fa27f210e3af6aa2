import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { InspectContext } from './context.ts';
import { type CommandLine, commandLines } from './shell/command-lines.ts';
import { type Grammars, loadedGrammars, loadGrammars } from './shell/grammars.ts';
import { LineLook } from './shell/line-look.ts';

/**
 * Tells what the commands in arguments would do. They are parsed by the shells' own grammars, quotes, substitutions and
 * pipes included; of programs in other languages, what they pass to a shell is read.
 */
export function shell(context: InspectContext): Inspector {
  const isWindows = context.platform === 'win32';
  return {
    name: 'shell',
    version: 9,
    onCall(call, texts) {
      const lines = commandLines(call, texts);
      if (lines === undefined) return NOTHING_SEEN;
      const grammars = loadedGrammars();
      if (grammars !== undefined) return look(lines, grammars, isWindows);
      return loadGrammars().then((loaded) => look(lines, loaded, isWindows));
    },
  };
}

function look(lines: readonly CommandLine[], grammars: Grammars, isWindows: boolean): Sighting {
  const findings = lines.flatMap((line) => new LineLook(line, grammars, isWindows).findings());
  return findings.length === 0 ? NOTHING_SEEN : { findings };
}
