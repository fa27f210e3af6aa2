/** One piece of a URI template (RFC 6570): fixed text, or an expression and the characters its values may hold. */
type Piece =
  | { readonly kind: 'fixed'; readonly text: string }
  | {
      readonly kind: 'values';
      readonly allowed: (code: number) => boolean;
      readonly lead: string;
      readonly least: 0 | 1;
    };

const SLASH = 47;
const QUESTION = 63;
const HASH = 35;
const AMPERSAND = 38;

const inSegment = (code: number): boolean => code !== SLASH && code !== QUESTION && code !== HASH && code !== AMPERSAND;
const inQuery = (code: number): boolean => code !== HASH;
const anything = (): boolean => true;

/** Expressions by operator. Those that begin with a sign of their own may be missing altogether. */
const OPERATORS: Readonly<Record<string, Omit<Extract<Piece, { kind: 'values' }>, 'kind'>>> = {
  '+': { allowed: anything, lead: '', least: 1 },
  '#': { allowed: anything, lead: '#', least: 0 },
  '.': { allowed: inSegment, lead: '.', least: 0 },
  '/': { allowed: (code) => code !== QUESTION && code !== HASH, lead: '/', least: 0 },
  ';': { allowed: inSegment, lead: ';', least: 0 },
  '?': { allowed: inQuery, lead: '?', least: 0 },
  '&': { allowed: inQuery, lead: '&', least: 0 },
};
const SIMPLE: Omit<Extract<Piece, { kind: 'values' }>, 'kind'> = { allowed: inSegment, lead: '', least: 1 };

/**
 * Whether an address could have been made from a template. Not by a regular expression: templates come from servers, and
 * `{+a}{+b}{+c}` as one takes longer than anybody waits. Here the work is pieces times characters.
 */
export function uriTemplate(template: string): (uri: string) => boolean {
  const pieces = split(template);
  return (uri) => {
    // The positions in the address where the pieces so far can end.
    let ends = new Set([0]);
    for (const piece of pieces) {
      ends = piece.kind === 'fixed' ? afterFixed(uri, ends, piece.text) : afterValues(uri, ends, piece);
      if (ends.size === 0) return false;
    }
    return ends.has(uri.length);
  };
}

function afterFixed(uri: string, ends: ReadonlySet<number>, text: string): Set<number> {
  const next = new Set<number>();
  for (const at of ends) if (uri.startsWith(text, at)) next.add(at + text.length);
  return next;
}

function afterValues(uri: string, ends: ReadonlySet<number>, piece: Extract<Piece, { kind: 'values' }>): Set<number> {
  const next = new Set<number>();
  if (piece.least === 0) for (const at of ends) next.add(at);
  let reaching = false;
  const starts = new Set<number>();
  for (const at of ends) if (uri.startsWith(piece.lead, at)) starts.add(at + piece.lead.length);
  for (let at = 0; at < uri.length; at++) {
    reaching = (reaching || starts.has(at)) && piece.allowed(uri.charCodeAt(at));
    if (reaching) next.add(at + 1);
  }
  return next;
}

function split(template: string): Piece[] {
  const pieces: Piece[] = [];
  for (const part of template.split(/(\{[^{}]*\})/)) {
    if (part === '') continue;
    if (!part.startsWith('{')) pieces.push({ kind: 'fixed', text: part });
    else pieces.push({ kind: 'values', ...(OPERATORS[part[1] ?? ''] ?? SIMPLE) });
  }
  return pieces;
}
