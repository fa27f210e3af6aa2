/** Commands of ours that are about one configuration, and those that are about one state directory. */
export const ABOUT_CONFIG: ReadonlySet<string> = new Set(
  'accept adopt check diff discover doctor freeze inventory lock login logout replay scan serve trust types unfreeze'.split(
    ' ',
  ),
);
export const ABOUT_STATE: ReadonlySet<string> = new Set(
  (
    'accept adopt approve check checkpoint deny diff discover doctor erase except freeze inventory lock log login logout ' +
    'pending replay restore scan serve servers sessions show task trust unfreeze verify'
  ).split(' '),
);
/** Commands with commands of their own, which are about a state directory. */
const NESTED = /^token (?:add|list|revoke)\b/;

/** Options to add to a printed command, so that it means this configuration and state; '' where the usual ones are meant. */
export interface Whereabouts {
  readonly config: string;
  readonly state: string;
}

/** Completes the commands of ours that stand in a text between backticks, so that they work wherever they are typed. */
export function completeCommands(text: string, { config, state }: Whereabouts): string {
  if (config === '' && state === '') return text;
  return text.replace(/`sallyport ([a-z]+[^`]*)`/g, (whole, rest: string) => {
    const [verb = ''] = rest.split(' ');
    const put = (option: string, has: boolean, name: string): string =>
      has && option !== '' && !rest.includes(` ${name} `) ? option : '';
    const added =
      put(config, ABOUT_CONFIG.has(verb), '--config') +
      put(state, ABOUT_STATE.has(verb) || NESTED.test(rest), '--state');
    return added === '' ? whole : `\`sallyport ${rest}${added}\``;
  });
}
