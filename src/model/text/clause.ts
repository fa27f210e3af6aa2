/**
 * Words of sentences: printed columns and names have none, and what is written for a reader has some. Neither has an
 * address such as `i.lee@desk.example`, nor a title such as `Prof.`.
 */
const SENTENCE =
  /(?<![\p{L}\p{N}_.-])(?:to|the|please|must|should|will|would|can|could|is|are|was|were|be|have|has|had|you|your|we|our|my|me|i|it|this|that|these|them|they|he|she|his|her|instead|now|immediately|an|die|der|das|bitte|wir|sie|le|la|les|nous|vous|el|los)(?![\p{L}\p{N}_-]|[.@][\p{L}\p{N}])|(?<!(?<!\p{L})(?:prof|assoc|dept|inst|univ|corp|bldg|blvd|tel|ext|fax|mrs|hon|rev|capt|dipl|phil))(?<=\p{Ll}{3})[.!?](?:\s|$)/iu;
/** Imperatives, which need no other word. */
const ORDER =
  /^(?:send|forward|share|pay|transfer|wire|write|mail|e-?mail|reply|invite|add|grant|give|delete|remove|cancel|visit|open|go|click|run|execute|use|change|update|set|buy|order|post|publish|upload|copy|submit|ask|tell|let|make)\s/i;

/** Whether a few words make a statement, rather than a name. */
export const isClause = (text: string): boolean => SENTENCE.test(text) || ORDER.test(text);
