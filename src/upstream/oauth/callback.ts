import { timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthTrouble } from './trouble.ts';

const HOST = '127.0.0.1';
const PATH = '/callback';

/** The loopback address to which a browser is redirected (RFC 8252), open for one sign-in. */
export class Callback {
  readonly #server: Server;
  /** Told of the one request that is waited for; undefined while none is. */
  #arrived: ((parameters: URLSearchParams) => void) | undefined;
  #expected = '';
  #port = 0;
  #browser: ServerResponse | undefined;
  #late: NodeJS.Timeout | undefined;

  private constructor() {
    this.#server = http.createServer((request, response) => this.#take(request, response));
    this.#server.headersTimeout = 10_000;
  }

  /** Opens it on a port, any free one for 0. Undefined where the port is taken. */
  static async open(port: number): Promise<Callback | undefined> {
    const callback = new Callback();
    return (await callback.#listen(port)) ? callback : undefined;
  }

  get port(): number {
    return this.#port;
  }

  /** The redirect address, exactly as it is registered and compared. */
  get redirect(): string {
    return `http://${HOST}:${this.port}${PATH}`;
  }

  /** Resolves with the parameters of the one request that carries `state`. Rejects with `AuthTrouble` when that is too late. */
  wait(state: string, within: number): Promise<URLSearchParams> {
    this.#expected = state;
    return new Promise((resolve, reject) => {
      this.#late = setTimeout(() => {
        this.#arrived = undefined;
        const minutes = Math.round(within / 60_000);
        reject(new AuthTrouble(`nobody signed in within ${minutes} minutes; start again when you are ready`));
      }, within);
      this.#arrived = (parameters) => {
        clearTimeout(this.#late);
        resolve(parameters);
      };
    });
  }

  /** Tells the waiting browser how it went, and closes. */
  async close(outcome: 'signed-in' | 'failed'): Promise<void> {
    clearTimeout(this.#late);
    const { status, words } = OUTCOMES[outcome];
    if (this.#browser !== undefined) await page(this.#browser, status, words);
    this.#browser = undefined;
    // Browsers keep connections open that they may never use; nobody waits for those.
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** False where the port is taken. */
  #listen(port: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        const why = `the redirect address ${HOST}:${port} cannot be opened: ${error.code ?? error.message}`;
        if (error.code === 'EADDRINUSE') resolve(false);
        else reject(new AuthTrouble(why));
      });
      this.#server.listen(port, HOST, () => {
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve(true);
      });
    });
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const own = `${HOST}:${this.port}`;
    // Not every request target is an address: `//` is none.
    const [asked, base] = [request.url ?? '/', `http://${own}`];
    const url = URL.canParse(asked, base) ? new URL(asked, base) : undefined;
    const isOurs = request.method === 'GET' && request.headers.host === own && url?.pathname === PATH;
    const tell = this.#arrived;
    // Any page can send a browser here. Only one that knows the state was sent by us, and only once.
    if (!isOurs || tell === undefined || !isSame(url.searchParams.get('state') ?? '', this.#expected)) {
      void page(response, 400, 'This is not the sign-in that Sallyport waits for.');
      return;
    }
    this.#browser = response;
    this.#arrived = undefined;
    tell(url.searchParams);
  }
}

/** What the browser is told at the end. */
const OUTCOMES = {
  'signed-in': { status: 200, words: 'You are signed in. This page can be closed.' },
  failed: { status: 400, words: 'That did not work; the terminal says why.' },
} as const;

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
