/**
 * Why what stands in a record as a value counts as told by a text: who filled that record in, as it says itself (`by guest link`), in
 * words of a list of ours, since a person reads them; or that it leads answers to a letter to another house than its sender's.
 */
export type Doubt = `by ${string}` | 'elsewhere';
