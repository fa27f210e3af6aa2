import type { Declaring } from '../declare.ts';
import { CONFIG, portOf, SERVER, STATE } from '../options.ts';

/** The commands with which a person signs in to servers. */
export function declareLogin({ declare, screen, done }: Declaring): void {
  declare('login', 'Sign in to a server that is configured with `auth`.', [
    'sallyport login crm',
    'sallyport login crm --no-browser --callback-port 7610',
  ])
    .argument('<server>', SERVER)
    .option('--no-browser', 'print the address only, as over ssh')
    .option('--callback-port <number>', 'the port of the address that the browser is sent back to', portOf)
    .option(...CONFIG)
    .option(...STATE)
    .action(async (server: string, options) => {
      const { login } = await import('../commands/login.ts');
      done(await login(server, options, screen));
    });
  declare('logout', 'Forget what a sign-in left here, and take it back where that is possible.', [
    'sallyport logout crm',
    'sallyport logout --all',
  ])
    .argument('[server]', SERVER)
    .option('--all', 'forget every server, even what cannot be read any more')
    .option(...CONFIG)
    .option(...STATE)
    .action(async (server: string | undefined, options) => {
      const { logout } = await import('../commands/login.ts');
      done(await logout(server, options, screen));
    });
}
