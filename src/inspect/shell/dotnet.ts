/** A member of a .NET type, as `[IO.File]::ReadAllText`. */
const MEMBER = /\[((?:[A-Za-z]\w{0,40}\.){0,6}[A-Za-z]\w{0,40})\]::(\w{1,60})/g;
/** Members that look, compute and convert, and change nothing. */
const LOOKS =
  /^(?:system\.)?(?:io\.file\.(?:readall\w+|readlines|exists|get(?:lastwrite|creation)time\w*)|io\.path\.\w+|io\.directory\.(?:exists|get(?:files|directories|currentdirectory)|enumerate\w+)|environment\.(?:getenvironmentvariables?|getfolderpath|machinename|username|osversion|version|newline|processorcount)|(?:math|datetime|datetimeoffset|timespan|guid|string|char|int|int32|int64|long|double|decimal|bool|version|uri)\.\w+|text\.encoding\.\w+|convert\.to\w+|runtime\.interopservices\.runtimeinformation\.\w+)$/i;
/** What runs a text, makes an object that could, or goes on behind a look. */
const RUNS = /\b(?:iex|invoke-expression|invoke)\b|\]::new\b/i;

/**
 * Whether a command calls members of .NET types, which PowerShell alone does, and only such as look: then it may be read as
 * PowerShell wherever it is run. What any other member would do is not known, so that it stays a question.
 */
export function looksByType(command: string): boolean {
  if (!command.includes(']::') || RUNS.test(command)) return false;
  const members = [...command.matchAll(MEMBER)];
  const all = command.split(']::').length - 1;
  return all === members.length && members.every(([, type, member]) => LOOKS.test(`${type}.${member}`));
}
