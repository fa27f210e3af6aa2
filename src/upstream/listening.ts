import { isObject, type JsonObject } from '../model/json.ts';

export const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

/** The requests on which a modern server reports changes: they stay open and carry no call. */
export class Listening {
  readonly #open = new Map<number, (filter: JsonObject) => void>();

  get size(): number {
    return this.#open.size;
  }

  /** `acknowledged` is called with what the server is going to report. */
  begin(id: number, acknowledged: (filter: JsonObject) => void): void {
    this.#open.set(id, acknowledged);
  }

  end(id: number): void {
    this.#open.delete(id);
  }

  /** A server says more of such a request. The id of the one that it gives up thereby; undefined where it gives up none. */
  concerned(method: string, params: JsonObject): number | undefined {
    const meta = params._meta;
    const id = method === ACKNOWLEDGED && isObject(meta) ? meta[SUBSCRIPTION] : params.requestId;
    const acknowledged = typeof id === 'number' ? this.#open.get(id) : undefined;
    if (acknowledged === undefined) return undefined;
    if (method !== ACKNOWLEDGED) return Number(id);
    acknowledged(params);
    return undefined;
  }
}
