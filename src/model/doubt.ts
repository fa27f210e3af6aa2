/**
 * Why what stands in a record as a value counts as told by a text: who filled that record in, as it says itself (`by guest link`), in
 * words of a list of ours, since a person reads them.
 */
export type Doubt = `by ${string}`;
