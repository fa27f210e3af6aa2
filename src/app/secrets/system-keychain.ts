import { readKeychain, writeKeychain } from '../../config/keychain.ts';
import type { Keychain } from '../../upstream/oauth/shelf.ts';

/** The keychain of this system; none with SALLYPORT_KEYCHAIN=off, for servers where it would ask somebody. */
export function systemKeychain(env: NodeJS.ProcessEnv = process.env): Keychain {
  if (env.SALLYPORT_KEYCHAIN === 'off') {
    const none = (): Promise<never> => Promise.reject(new Error('SALLYPORT_KEYCHAIN=off: no keychain is used'));
    return { read: none, write: none };
  }
  return {
    read: (name) => readKeychain(name, process.platform, env),
    write: (name, value) => writeKeychain(name, value, process.platform, env),
  };
}
