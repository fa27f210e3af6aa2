/** Where a payload is: beside the chain, under a salted digest, so that it can be erased while the chain stays intact. */
export interface PayloadRef {
  /** SHA-256 over salt and text. */
  readonly digest: string;
  /** UTF-16 units of the text as it was, before any cap. */
  readonly size: number;
  /** Whether the store keeps only its beginning. */
  readonly cut?: true;
}
