import { expect, it } from 'vitest';
import { systemKeychain } from '../../../src/app/secrets/system-keychain.ts';

it('is none where that was said', async () => {
  const keychain = systemKeychain({ SALLYPORT_KEYCHAIN: 'off' });
  await expect(keychain.read('x')).rejects.toThrow('SALLYPORT_KEYCHAIN=off');
  await expect(keychain.write('x', 'y')).rejects.toThrow('SALLYPORT_KEYCHAIN=off');
});

it('says when there is no program to reach it with', async () => {
  const keychain = systemKeychain({ PATH: '/nonexistent' });
  await expect(keychain.read('sallyport-test')).rejects.toThrow();
  await expect(keychain.write('sallyport test', 'y')).rejects.toThrow('cannot be put');
});
