import type { Call } from '../../model/call.ts';
import { exactKey } from '../../model/entity/key.ts';
import type { View } from '../../model/view.ts';
import { areLeftovers, isMade } from '../commands/leftovers.ts';
import type { Value } from '../reading/place.ts';
import type { Argument } from './arguments.ts';

/**
 * Commands that set up, test or build a project in the way that is usual everywhere: its scripts by their usual names, and the
 * installing of what its files list. Anybody who works on the project runs them, and no part of one could come from a text.
 */
const RUN =
  /^(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:test|build|lint|check|typecheck|format)(?: -- --fix)?|npm ci|npm audit(?: fix)?|(?:npm|pnpm|yarn|bun) install(?: --frozen-lockfile)?|(?:python3? -m )?pip3? install (?:-r requirements(?:-dev)?\.txt|-e \.)|poetry install|uv sync|bundle install|composer install|go mod download|cargo fetch|docker compose (?:up(?: -d)?|build|ps)|make(?: (?:all|test|check|build|lint))?|(?:python3? -m )?pytest(?: -[qvx]{1,3})?|python3? -m venv (?:\.?venv|env)|(?:\.|source) (?:\.?venv|env)\/bin\/activate|tox|cargo (?:test|build|check|clippy)|go (?:test|build|vet) \.\/\.\.\.|mvn (?:test|verify)|(?:\.\/)?gradlew? (?:test|build|check)|dotnet (?:test|build))$/;
/** Gets packages by their names alone, each long enough to be looked for in what was read. */
const GETS =
  /^(?:(?:npm|pnpm|yarn|bun) (?:install|i|add)(?: (?:-D|--save-dev))?|(?:python3? -m )?pip3? install|uv add|poetry add|cargo add) ((?:(?:@[\w.-]{1,60}\/)?[a-z\d][\w.-]{1,60} ?){1,8})$/i;
/** Takes away what lies in the project itself. */
const CLEARS = /^rm -(?:rf|fr|r) ((?:[\w.-][\w./-]{0,80} ?){1,12})$/;
/** What git calls the place that a repository came from: every one has it, and none was chosen by who says so. */
export const isHome = ({ role, text }: Argument): boolean => role === 'destination' && text === 'origin';
/** How much of what is printed is shown. */
const SHOWN = /(?: 2>&1)?(?: \| (?:tail|head) -(?:n ?)?\d{1,4})?$/;
const FOLDER = /^cd ((?:[\w.~-]{1,80}\/?|\/){1,20}) && /;
const LONGEST = 200;
const SHORTEST = 2;

/**
 * The command of a call that does nothing but run a project's own scripts by their customary names, clear what these make again, or
 * get packages that the session named before any text: that a guide has these words too says nothing of where they came from. None
 * if a text gave anything else of the call, or may have been given a hand in what the scripts run; nor if somebody speaks to the
 * agent in the text that has them.
 */
export function customaryRun(call: Call, view: View, given: readonly Value[]): Value | undefined {
  if (!call.tool.powers.includes('execute') || view.hasNewScripts !== false || view.incomplete) return undefined;
  // What can no longer be searched may have had anything.
  if (view.memory.unsearchable > 0 || view.memory.unlearned > 0) return undefined;
  let command: Value | undefined;
  for (const one of given) {
    if (one.role !== 'command') {
      if (isTold(view, one.text)) return undefined;
      continue;
    }
    if (command !== undefined || one.text.length > LONGEST) return undefined;
    command = one;
  }
  if (command === undefined) return undefined;
  const line = command.text.trim();
  const [move = '', folder = ''] = FOLDER.exec(line) ?? [];
  const runs = line.slice(move.length).replace(SHOWN, '').split(' && ');
  if (!runs.every((run) => RUN.test(run) || isClearing(run) || isGetting(view, run)) || isTold(view, folder))
    return undefined;
  const found = runs.flatMap((run) => view.memory.search(run));
  return found.some(({ labels }) => labels.includes('instructed')) ? undefined : command;
}

/** A single file by its name is nothing that a build makes: a guide may name `backup.tar`, `ledger.csv` or the log of who did what. */
function isClearing(run: string): boolean {
  const targets = CLEARS.exec(run)?.[1]?.trim().split(' ') ?? [];
  return areLeftovers(targets) && targets.every(isMade);
}

function isGetting(view: View, run: string): boolean {
  const names = GETS.exec(run)?.[1]?.trim().split(' ') ?? [];
  return names.length > 0 && names.every((name) => !isTold(view, name));
}

/** Whether a text that nobody vouches for has a value that the session had not named before it. */
function isTold({ memory }: View, text: string): boolean {
  if (text.length < SHORTEST) return false;
  const key = exactKey(text);
  const used = key === undefined ? undefined : memory.used(key);
  return memory.search(text, used).length > 0;
}
