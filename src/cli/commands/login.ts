import { forgetAll, signIn, signOut } from '../../app/credentials.ts';
import { aboutState } from '../../app/places/config-place.ts';
import { readConfiguration } from '../../app/settings.ts';
import { openBrowser } from '../browser.ts';
import { tellConfig } from '../configuration.ts';
import { plainLine } from '../printing/plain.ts';
import { timeText } from '../printing/time.ts';
import { confirm, type Screen } from '../screen.ts';
import { openState } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface LoginOptions {
  readonly config?: string;
  readonly state?: string;
  /** False for `--no-browser`. */
  readonly browser?: boolean;
  readonly callbackPort?: number;
}

/** Servers say what they granted, and may say it at any length. */
const LONGEST_SCOPES = 500;

/** Lets the person at this terminal sign in to a server. */
export async function login(server: string, options: LoginOptions, screen: Screen): Promise<number> {
  const { browser = true, callbackPort: port } = options;
  const configuration = await readConfiguration({ place: await tellConfig(options, screen) });
  const state = openState(options.state);
  const openUrl = (url: URL): void => {
    screen.out(browser ? 'A browser opens. If none does, go to:' : 'Go to this address in a browser:');
    screen.out(`\n  ${plainLine(url.href)}\n`);
    const address = url.searchParams.get('redirect_uri') ?? '';
    if (!browser && URL.canParse(address)) {
      const redirect = new URL(address);
      screen.out(
        `It must be able to reach ${redirect.host} here. From another machine: ssh -L ${redirect.port}:${redirect.host} …`,
      );
    }
    screen.out(`Waiting for you to sign in to ${server} (ten minutes; Ctrl-C gives up) …`);
    if (browser) openBrowser(url);
  };
  const given = await signIn(server, configuration, state, { openUrl, port });
  screen.out(screen.paint.green(`Signed in to ${server}.`));
  screen.out(`  at       ${plainLine(given.issuer)}`);
  screen.out(`  for      ${plainLine(given.resource)}`);
  screen.out(
    `  granted  ${given.scopes.length === 0 ? 'what is granted without asking' : plainLine(given.scopes.join(' '), LONGEST_SCOPES)}`,
  );
  const ends = given.expires === undefined ? 'until it is taken back' : `until ${timeText(given.expires)}`;
  screen.out(`  lasts    ${given.lasts ? 'renewed by itself until it is taken back' : ends}`);
  return 0;
}

/** Deletes what is stored for one server, or for all. */
export async function logout(
  server: string | undefined,
  options: Pick<LoginOptions, 'config' | 'state'> & { readonly all?: boolean },
  screen: Screen,
): Promise<number> {
  if ((server === undefined) === (options.all !== true)) throw new UsageError('name one server, or write --all');
  const state = openState(options.state);
  if (server === undefined) {
    if (screen.isAttended && !(await confirm(screen, 'Everything that was signed in to is forgotten here.'))) {
      screen.out('Nothing was forgotten.');
      return 1;
    }
    const count = await forgetAll(state);
    screen.out(count === 0 ? 'Nothing was stored.' : 'Forgotten. The authorization servers were not told.');
    return 0;
  }
  const configuration = await readConfiguration({ place: await tellConfig(options, screen) });
  const { issuer, isRevoked, unreadable } = await signOut(server, configuration, state);
  if (issuer === undefined) screen.out(`Nothing was stored for ${server}.`);
  else {
    const told = isRevoked ? 'and it was taken back' : 'which was not told: take it back there if it matters';
    screen.out(`Signed out of ${server} at ${plainLine(issuer)}, ${told}.`);
  }
  if (unreadable > 0) {
    const files = unreadable === 1 ? 'One stored credential' : `${unreadable} stored credentials`;
    screen.out(
      `${files} cannot be read, and may be of ${server}; to remove all: sallyport logout --all${aboutState(options.state)}`,
    );
  }
  return 0;
}
