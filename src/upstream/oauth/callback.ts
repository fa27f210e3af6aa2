import { timingSafeEqual } from 'node:crypto';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthTrouble } from './trouble.ts';

/** The loopback address to which a browser is redirected (RFC 8252), open for one sign-in. */
export interface Callback {
  /** The redirect address, exactly as it is registered and compared. */
  readonly redirect: string;
  readonly port: number;
  /** Resolves with the parameters of the one request that carries `state`. Rejects with `AuthTrouble` when that is too late. */
  wait(state: string, within: number): Promise<URLSearchParams>;
  /** Tells the waiting browser how it went, and closes. */
  close(isWell: boolean): Promise<void>;
}

const HOST = '127.0.0.1';
const PATH = '/callback';

/** Opens it on a port, any free one for 0. Undefined where the port is taken. */
export async function openCallback(port: number): Promise<Callback | undefined> {
  let arrived: ((parameters: URLSearchParams) => void) | undefined;
  let expected = '';
  let browser: ServerResponse | undefined;
  let late: NodeJS.Timeout | undefined;

  const server = http.createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    // Not every request target is an address: `//` is none.
    const [asked, base] = [request.url ?? '/', `http://${HOST}:${own}`];
    const url = URL.canParse(asked, base) ? new URL(asked, base) : undefined;
    const isOurs = request.method === 'GET' && request.headers.host === `${HOST}:${own}` && url?.pathname === PATH;
    // Any page can send a browser here. Only one that knows the state was sent by us, and only once.
    if (!isOurs || arrived === undefined || !isSame(url.searchParams.get('state') ?? '', expected)) {
      void page(response, 400, 'This is not the sign-in that Sallyport waits for.');
      return;
    }
    browser = response;
    const tell = arrived;
    arrived = undefined;
    tell(url.searchParams);
  });
  server.headersTimeout = 10_000;
  const isOpen = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          new AuthTrouble(`the redirect address ${HOST}:${port} cannot be opened: ${error.code ?? error.message}`),
        );
    });
    server.listen(port, HOST, () => resolve(true));
  });
  if (!isOpen) return undefined;
  const own = (server.address() as AddressInfo).port;

  return {
    redirect: `http://${HOST}:${own}${PATH}`,
    port: own,
    wait(state, within) {
      expected = state;
      return new Promise((resolve, reject) => {
        late = setTimeout(() => {
          arrived = undefined;
          reject(
            new AuthTrouble(
              `nobody signed in within ${Math.round(within / 60_000)} minutes; start again when you are ready`,
            ),
          );
        }, within);
        arrived = (parameters) => {
          clearTimeout(late);
          resolve(parameters);
        };
      });
    },
    async close(isWell) {
      clearTimeout(late);
      if (browser !== undefined) {
        const words = isWell
          ? 'You are signed in. This page can be closed.'
          : 'That did not work; the terminal says why.';
        await page(browser, isWell ? 200 : 400, words);
        browser = undefined;
      }
      // Browsers keep connections open that they may never use; nobody waits for those.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Fixed words only: nothing that came with the request is shown. */
function page(response: ServerResponse, status: number, words: string): Promise<void> {
  // The browser may have gone meanwhile; then nothing more is heard of it.
  if (response.destroyed) return Promise.resolve();
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  // `close` comes after `finish`, and also where the browser has gone.
  const sent = new Promise<void>((resolve) => response.once('close', () => resolve()));
  response.end(`<!doctype html><meta charset="utf-8"><title>Sallyport</title><p>${words}</p>\n`);
  return sent;
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
