const KEPT = 256;
const NONE = Buffer.alloc(0);
const ID_FIRST =
  /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?(?:"method"\s*:\s*"[^"\\]*"\s*,\s*)?"id"\s*:\s*(\d+|"[\w-]+")\s*,/;
const ID_LAST = /,\s*"id"\s*:\s*(\d+|"[\w-]+")\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;
const ASKS = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?(?:"id"\s*:\s*(?:\d+|"[\w-]+")\s*,\s*)?"method"\s*:/;
const OUTCOME_FIRST = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"(?:result|error)"\s*:/;

/** What is left of a message too large to keep, its first and last bytes, up to 256 each: they may tell whose it was. */
export class Remains {
  #head = NONE;
  #tail = NONE;

  /** The first piece that is added has the whole beginning, if it was not shorter. */
  add(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.#head === NONE) this.#head = Buffer.from(piece.subarray(0, KEPT));
    this.#tail = Buffer.from(
      piece.length >= KEPT ? piece.subarray(-KEPT) : Buffer.concat([this.#tail, piece]).subarray(-KEPT),
    );
  }

  get head(): string {
    return this.#head.toString();
  }

  get tail(): string {
    return this.#tail.toString();
  }

  /** The id of the message, as JSON text: SDKs write it first, behind the method, or last. */
  get id(): string | undefined {
    return (ID_FIRST.exec(this.head) ?? ID_LAST.exec(this.tail))?.[1];
  }

  /** Whether it asked something: SDKs write the method first, or behind the id. */
  get asks(): boolean {
    return ASKS.test(this.head);
  }

  /** Whether it began as an answer whose id is still to come. */
  get isIdToCome(): boolean {
    return OUTCOME_FIRST.test(this.head);
  }
}
