import type { Declare } from './declare.ts';
import type { Screen } from './screen.ts';

/** The commands by which a person signs in to servers. */
export function declareLogin(
  declare: Declare,
  screen: Screen,
  done: (code: number) => void,
  portOf: (text: string) => number,
): void {
  const state = ['--state <dir>', 'the state directory'] as const;
  const config = ['--config <file>', 'the configuration (default: servers.config.yaml in this folder)'] as const;

  declare('login <server>', 'Sign in to a server that is configured with `auth`.', [
    'sallyport login crm',
    'sallyport login crm --no-browser --callback-port 7610',
  ])
    .option('--no-browser', 'print the address only, as over ssh')
    .option('--callback-port <number>', 'the port of the address that the browser is sent back to', portOf)
    .option(...config)
    .option(...state)
    .action(async (server: string, options) => {
      const { login } = await import('./login.ts');
      done(await login(server, options, screen));
    });
  declare('logout [server]', 'Forget what a sign-in left here, and take it back where that is possible.', [
    'sallyport logout crm',
    'sallyport logout --all',
  ])
    .option('--all', 'forget every server, even what cannot be read any more')
    .option(...config)
    .option(...state)
    .action(async (server: string | undefined, options) => {
      const { logout } = await import('./login.ts');
      done(await logout(server, options, screen));
    });
}
