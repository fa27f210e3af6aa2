import { quotedWhole } from './own-commands.ts';

/** Commands of clients that write which servers they start: `claude mcp add`, `code --add-mcp`. */
const WRITES =
  /(?<![\w.-])(?:claude(?:-code)?|codex|gemini|qwen|opencode|amp|auggie|copilot|cursor(?:-agent)?|droid|goose|kilo|kiro(?:-cli)?|q|crush|vibe)["']?(?:@[\w.-]{1,30})?(?:\s{1,4}-{1,2}[\w=./-]{1,60}(?:\s{1,4}(?!mcp\b)[\w./-]{1,80})?){0,6}\s{1,4}mcp\s{1,4}(?:add|add-json|add-from-claude-desktop|remove|rm|import|install|uninstall|enable|disable|update|edit|reset-project-choices)\b|(?<![\w.-])(?:code(?:-insiders|-oss)?|codium|vscodium|cursor|windsurf)(?:\.cmd)?\s[^;&|\n]{0,200}--add-mcp\b|(?<![\w.-])mcporter\s{1,4}config\s{1,4}(?:add|remove|import)\b/i;
const PARTS = /&&|\|\||[;\n|]|&(?!>)/;
/** What only prints, searches or keeps a text. */
const ONLY_SAYS =
  /^\s{0,8}(?:echo|printf|[ef]?grep|rg|ag|git\s{1,4}(?:commit|log|grep|tag|notes)|gh\s{1,4}(?:pr|issue))\b(?![^\n]{0,2000}(?:\$\(|`))/i;

/** A line that writes down what follows it, up to the word at its end. */
const WRITES_DOWN = /\b(?:cat|tee)\b[^|]{0,500}<<-?\s{0,3}(['"]?)(\w{1,40})\1[^|]{0,500}$/;
/** Nobody writes down more texts in one command. */
const MOST_TEXTS = 20;

/** A command without texts that are only written down: what stands in them is run by nobody here. */
function withoutTexts(command: string): string {
  if (!command.includes('<<')) return command;
  const lines = command.split('\n');
  const kept: string[] = [];
  let left = MOST_TEXTS;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    kept.push(line);
    const word = left > 0 && line.length <= 2_000 ? WRITES_DOWN.exec(line)?.[2] : undefined;
    if (word === undefined) continue;
    left--;
    const end = lines.findIndex((one, at) => at > i && one.trim() === word);
    if (end > 0) i = end;
  }
  return kept.join('\n');
}

/** Whether a command has a client change which servers stand behind it, past Sallyport. */
export function setsClient(command: string): boolean {
  if (!WRITES.test(command)) return false;
  if (/\|\s{0,4}(?:\w*sh|xargs)\b/.test(command)) return true;
  return quotedWhole(withoutTexts(command))
    .split(PARTS)
    .some((part) => WRITES.test(part) && !ONLY_SAYS.test(part));
}
