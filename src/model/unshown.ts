/**
 * What terminals, editors and code hosts obey or hide instead of showing: control characters, direction marks, invisible
 * and tag characters, halves of characters. Text of others may hold them to say something else than a person sees. Newlines
 * and tabs are not among them.
 */
export const UNSHOWN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;
