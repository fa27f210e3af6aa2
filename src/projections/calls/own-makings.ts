import { isClause } from '../../model/text/clause.ts';
import type { Span } from '../../model/text/scan.ts';

/** What a shell reads as one: something escaped or quoted, or what parts two commands. */
const PIECE = /\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|>&|&>|\|\|?|&&?|[;\n]/g;
/** A longer line is a script. */
const LONGEST = 4_000;
/** A message in lines of its own, as one argument. */
const MESSAGE = /"\$\(cat <<-?\s?(['"]?)(\w{1,20})\1\n[^`]*?\n\s{0,20}\2\s{0,20}\)"/g;
/** Puts in what another command prints. */
const SUBSTITUTES = /`|[$<>]\(|<</;
/** What stands before a command's name, and a redirection. */
const BESIDE = /^(?:[A-Z_][A-Z\d_]*=.*|sudo|\d?>.*)$/i;

/** Verbs of what creates something or hands it over. All that is printed then is about that. */
const MAKES = /^(?:create|init|new|add|publish|push)(?:-|$)/;
/** Commands that print nothing, or what they are given. */
const SILENT = /^(?:cd|mkdir|touch|cp|mv|rm|chmod|export|set|true|sleep|echo)$/;
const GIT_MAKES = /^(?:push|init|remote add|checkout .*-[bB]|switch .*(?:-[cC]|--create))(?: |$)/;
const GIT_SILENT = /^(?:add|config|commit .*(?:-[a-z]*m|--message)) /;
/**
 * Programs that are told to make a thing by its name, and print nothing but what they made. Of any other, a word that looks like
 * such a verb may be what is searched for, or a file that is shown.
 */
const MAKERS = /^(?:gh|glab|hub|tea|aws|gcloud|az|doctl|hcloud|heroku|fly(?:ctl)?|kubectl|oc)$/;
/** These run or show what others wrote, whatever it is called: `logs new-shop`. */
const READS =
  /^(?:run|exec|start|attach|ssh|api|get|logs?|describe|view|show|list|ls|search|browse|diff|explain|events|status|top|s3)$/;
/** Shows what was there before, or is in a file. */
const SHOWS = /^(?:--(?:amend|dry-run|verbose|output|reuse-message|reedit-message|file|json|web)(?:=.*)?|-[oFv].*)$/;
/** Passes on what comes in, of which it may leave out some. */
const PASSES = /^(?:tail|head|cat|sort|uniq|wc)$/;

/**
 * The parts of a command line that make what is named in them, if nothing in the line shows what others wrote. Only then is
 * what it prints a program's own hint. A log, a file or a request that is looked at makes nothing, and a line that is not
 * understood here may show anything.
 */
export function makingsIn(text: string): readonly Span[] {
  if (text.length > LONGEST) return NONE;
  const line = text.replace(MESSAGE, (message) => `"${'_'.repeat(message.length - 2)}"`);
  if (SUBSTITUTES.test(line)) return NONE;
  const found: Span[] = [];
  let start = 0;
  let isPiped = false;
  const isMute = (end: number): boolean => {
    const kind = kindOf(line.slice(start, end), isPiped);
    if (kind === 'makes') found.push({ start, end });
    return kind !== 'shows';
  };
  for (const { 0: sign, index } of line.matchAll(PIECE)) {
    if (!PARTS.test(sign)) continue;
    if (!isMute(index)) return NONE;
    start = index + sign.length;
    isPiped = sign === '|';
  }
  return isMute(line.length) ? found : NONE;
}
const NONE: readonly Span[] = Object.freeze([]);
const PARTS = /^(?:\|\|?|&&?|[;\n])$/;

function kindOf(command: string, isPiped: boolean): 'makes' | 'silent' | 'shows' {
  const given = command.split(/\s+/).filter((word) => word !== '' && !BESIDE.test(word));
  const [name = '', ...rest] = given;
  const words = rest.filter((word) => !word.startsWith('-'));
  if (name === '' || SILENT.test(name)) return 'silent';
  if (isPiped && PASSES.test(name)) return words.every((word) => /^\d+$/.test(word)) ? 'silent' : 'shows';
  if (rest.some((word) => SHOWS.test(word))) return 'shows';
  if (name === 'git') {
    const act = rest.join(' ').replace(/^-[Cc] \S+ /, '');
    return GIT_MAKES.test(act) ? 'makes' : GIT_SILENT.test(act) ? 'silent' : 'shows';
  }
  const [thing = '', act = ''] = words;
  // What is asked of another agent is a sentence.
  if (!MAKERS.test(name) || READS.test(thing) || isClause(command)) return 'shows';
  return MAKES.test(thing) || MAKES.test(act) ? 'makes' : 'shows';
}
