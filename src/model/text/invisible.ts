/**
 * Characters that show nothing: soft hyphens, joiners, marks of direction, fillers, variation selectors. As they stand in a
 * set of a regular expression, since each reader looks for them in another way.
 */
export const INVISIBLE = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb`;

/** Tags and more variation selectors, which show nothing either, by the halves that each of them is written with. */
export const INVISIBLE_PAIR = String.raw`\udb40[\udc00-\udfff]`;

/** Those of them that stand between letters without changing any, as the inside of a set likewise. */
export const PARTS_LETTERS = String.raw`\u00ad\u200b-\u200d\u2060-\u2064`;
