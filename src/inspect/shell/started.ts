import { operandsOf, valuesOf } from '../commands/options.ts';
import { joined, nameOf } from './words.ts';

const OF_NODE = /^(?:npm|pnpm|yarn|bun|npx|bunx|pnpx)$/;
/** Tools of projects that package managers start by their names alone: `yarn rimraf src`. */
const TOOLS = /^(?:rimraf|del-cli|shx|prisma|sequelize(?:-cli)?|typeorm|knex)$/;

/** `poetry run x`, `npm exec -- x`, `npx x@2`; what `npm run` names is no command. */
export function foundBehindVerb(name: string, args: readonly string[]): readonly string[] {
  const isOfNode = OF_NODE.test(name);
  const verb = isOfNode ? /^(?:exec|dlx|x)$/ : /^(?:bundle|direnv|mise)$/.test(name) ? /^exec$/ : /^run$/;
  const isItself = /x$/.test(name) || (isOfNode && TOOLS.test(args[0] ?? ''));
  const at = isItself ? -1 : args.findIndex((arg) => verb.test(arg));
  if ((at < 0 && !isItself) || at > 4) return [];
  const found = fromFirst(
    args.slice(name === 'direnv' ? at + 2 : at + 1),
    /^-[npe]$|^--(?:name|prefix|package|with|python|env-file)$/,
  );
  return isOfNode ? found.map((text) => text.replace(/^([\w-]{1,60})@[\w.^~-]{1,20}(?=\s|$)/, '$1')) : found;
}

/** The first word that is no option, nor the value of one, and all behind it. */
export function fromFirst(args: readonly string[], valued: RegExp): readonly string[] {
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && !valued.test(args[i - 1] ?? ''));
  return at < 0 ? [] : [joined(args.slice(at))];
}

const VALUED_START = '-FilePath -ArgumentList -Verb -WorkingDirectory -WindowStyle -Credential'.split(' ');
/** `Start-Process cmd '/c x'` */
export function startedProcess(args: readonly string[]): readonly string[] {
  const words = [
    ...valuesOf(args, '-FilePath'),
    ...operandsOf(args, VALUED_START),
    ...valuesOf(args, '-ArgumentList', '-Args'),
  ];
  return /^(?:cmd|powershell|pwsh)$/.test(nameOf(words[0] ?? '')) && words.length > 1 ? [words.join(' ')] : [];
}
