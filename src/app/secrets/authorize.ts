import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Authorize } from '../../upstream/http/authorization.ts';

/** Opens the credentials of servers that want a sign-in. The code is loaded when the first such server is reached. */
export const authorizeWith =
  (state: StateDir, log: (line: string) => void, now: () => number, about = ''): Authorize =>
  async (upstream, server, config) => {
    const [{ openAuthorization }, { openShelf }, { systemKeychain }] = await Promise.all([
      import('../../upstream/oauth/open.ts'),
      import('./shelf.ts'),
      import('./system-keychain.ts'),
    ]);
    const shelf = openShelf(state.credentials);
    return openAuthorization({ upstream, server, config, shelf, keychain: systemKeychain(), now, log, about });
  };
