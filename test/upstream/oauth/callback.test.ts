import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { Callback } from '../../../src/upstream/oauth/callback.ts';

const open: Callback[] = [];
afterEach(async () => {
  for (const callback of open.splice(0)) await callback.close('failed');
});
async function callbackAt(port = 0): Promise<Callback> {
  const callback = await Callback.open(port);
  if (callback === undefined) throw new Error('no port');
  open.push(callback);
  return callback;
}
const get = async (url: string): Promise<number> => (await fetch(url)).status;

describe('the redirect address', () => {
  it('is on this machine alone, and takes what carries the state, once', async () => {
    const callback = await callbackAt();
    expect(callback.redirect).toBe(`http://127.0.0.1:${callback.port}/callback`);
    const waiting = callback.wait('right', 10_000);
    const page = fetch(`${callback.redirect}?state=right&code=abc&iss=x`);
    expect(Object.fromEntries(await waiting)).toEqual({ state: 'right', code: 'abc', iss: 'x' });
    expect(await get(`${callback.redirect}?state=right&code=other`)).toBe(400);
    await callback.close('signed-in');
    const response = await page;
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('You are signed in');
  });

  it('is not put off by whoever else comes', async () => {
    const callback = await callbackAt();
    const waiting = callback.wait('right', 10_000);
    const { redirect, port } = callback;
    for (const url of [
      redirect,
      `${redirect}?state=`,
      `${redirect}?state=wrong&code=x`,
      `http://127.0.0.1:${port}/?state=right`,
    ]) {
      expect(await get(url)).toBe(400);
    }
    expect((await fetch(`${redirect}?state=right&code=x`, { method: 'POST' })).status).toBe(400);
    // A name that was made to mean this machine is not how we were asked for.
    const status = await new Promise((resolve) => {
      http.get(
        { port, host: '127.0.0.1', path: '/callback?state=right&code=x', headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
    });
    expect(status).toBe(400);
    const last = fetch(`${redirect}?state=right&code=good`);
    expect((await waiting).get('code')).toBe('good');
    await callback.close('failed');
    expect(await (await last).text()).toContain('did not work');
  });

  it.each(['//', 'http://', '//[', 'http://127.0.0.1:99999/callback'])(
    'goes on waiting after %s, which is no address',
    async (path) => {
      const callback = await callbackAt();
      const waiting = callback.wait('right', 10_000);
      const { port } = callback;
      const status = await new Promise((resolve) => {
        http.get({ port, host: '127.0.0.1', path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
      });
      expect(status).toBe(400);
      const last = fetch(`${callback.redirect}?state=right&code=good`);
      expect((await waiting).get('code')).toBe('good');
      await callback.close('signed-in');
      expect((await last).status).toBe(200);
    },
  );

  it('shows nothing of what it was sent', async () => {
    const callback = await callbackAt();
    void callback.wait('right', 10_000).catch(() => undefined);
    const text = await (await fetch(`${callback.redirect}?state=<script>alert(1)</script>`)).text();
    expect(text).not.toContain('script');
  });

  it('waits for so long and no longer', async () => {
    const callback = await callbackAt();
    await expect(callback.wait('right', 10)).rejects.toThrow('nobody signed in');
    expect(await get(`${callback.redirect}?state=right&code=late`)).toBe(400);
  });

  it('says when its port is taken', async () => {
    const { port } = await callbackAt();
    expect(await Callback.open(port)).toBeUndefined();
  });
});
