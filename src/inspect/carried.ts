import type { Call } from '../model/call.ts';
import { exactKey } from '../model/entity/key.ts';
import { entitiesOf } from '../model/entity.ts';
import type { Severity } from '../model/evidence/severity.ts';
import { type Finding, type Flow, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { finish, type Steps } from '../model/steps.ts';
import { shownName } from '../model/text/shown-name.ts';
import { TRAIT } from '../model/text/traits.ts';
import type { Memory, Sighted, View } from '../model/view.ts';
import { Combined, type Place, placeOf } from './carried/combined.ts';
import { linksToFill } from './detectors/links-to-fill.ts';
import { undisguise } from './reading/disguise.ts';
import { roleOf } from './reading/place.ts';
import { lookWith, MOST_FINDINGS } from './reading/spots.ts';
import { type UrlPart, urlParts, urlsIn } from './reading/url-parts.ts';

const LONGEST = 65_536;
/**
 * Names of values that sites issue themselves: pages, signatures, sessions. Their encoding hides nothing of the
 * agent's.
 */
const ISSUED =
  /token|cursor|page|state|sig|policy|nonce|session|jwt|code|auth|continuation|next|after|before|hash|etag|id$|key-?pair|credential|verif/i;
/** Names of parameters that hold a search query. */
const SEARCH = /^(?:q|query|search|s|term|terms|keywords?|text|text_query)$/i;
const BARE = /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}(?:\.?$|\/)/;
const WORDS = 5;

const detectors = [linksToFill];

type Carried = readonly [severity: Severity, message: string, source: Sighted | undefined];

/** The latest place in a result that held a text, either as a whole value or as an entity within it. */
function sourceOf(text: string, memory: Memory): Sighted | undefined {
  const whole = exactKey(text);
  const exact = whole === undefined ? undefined : memory.find(whole)[0];
  if (exact !== undefined && exact.call !== '') return exact;
  for (const { key, kind } of entitiesOf(text)) {
    if (kind === 'domain') continue;
    const found = memory.find(key)[0];
    if (found !== undefined && found.call !== '') return found;
  }
  return undefined;
}

/** The latest place of a secret that a result gave: memory has its token alone. */
function secretOf(text: string, memory: Memory): Sighted | undefined {
  const key = text.length < SHORTEST_SECRET ? undefined : memory.secretKey?.(text);
  return key === undefined ? undefined : memory.find(key).find(({ call }) => call !== '');
}
const SHORTEST_SECRET = 8;

/**
 * What a part says once decoded, if the value is known from a result or is readable text that must have been hidden on
 * purpose.
 */
function disguised(part: UrlPart, memory: Memory): Carried | undefined {
  for (const { text, how } of undisguise(part.text)) {
    const source = sourceOf(text, memory) ?? secretOf(text, memory);
    if (source !== undefined)
      return [
        'high',
        `Carries a value that \`${source.upstream}.${shownName(source.tool)}\` returned, in ${how}.`,
        source,
      ];
    if (part.of === 'host' ? isSpeech(text) : !ISSUED.test(part.name) && part.of === 'query' && isSpeech(text))
      return ['medium', `Carries a text in ${how} in its ${part.of}.`, undefined];
  }
  return undefined;
}

const masked = ({ of, isMasked }: UrlPart): Carried | undefined =>
  isMasked
    ? ['medium', `Spells plain letters by percent signs in its ${of}, which no address needs.`, undefined]
    : undefined;

/** Several words, or a name with its value: no identifier decodes to such text by chance. */
const isSpeech = (text: string): boolean =>
  text.length >= 12 &&
  !/^\s{0,3}[[{<]/.test(text) &&
  /^[\w\s.,;:@'"!?/$&()+=#-]+$/.test(text) &&
  /[A-Za-z]{3}[ =:,;]{1,2}\S/.test(text);

/** What a part carries in the clear: personal and labelled values, and passages of what was read. */
function plain({ of, name, text }: UrlPart, view: View): Carried | undefined {
  const isSearch = of === 'query' && SEARCH.test(name);
  if (isSearch || text.length < 6) return undefined;
  const source = sourceOf(text, view.memory);
  if (
    source?.labels.some((label) => label === 'pii' || label === 'secret' || label === 'internal') &&
    !source.labels.includes('untrusted')
  )
    return [
      'medium',
      `Carries a value that \`${source.upstream}.${shownName(source.tool)}\` returned (${source.labels.join(', ')}).`,
      source,
    ];
  if (of === 'path' || text.split(/\s+/, WORDS).length < WORDS) return undefined;
  const passage = source ?? view.memory.search(text)[0];
  if (passage === undefined || passage.call === '') return undefined;
  return ['medium', `Carries a passage of what \`${passage.upstream}.${shownName(passage.tool)}\` returned.`, passage];
}

/** How many parts at the beginning may be the address's own, before those that a value was cut into. */
const MOST_BEFORE = 4;
const FILE_ENDING = /\.[a-z\d]{2,5}$/i;

/** A value that was cut into several parts of one address. */
function joined(parts: readonly UrlPart[], { memory }: View): Carried | undefined {
  for (const of of ['host', 'path', 'query'] as const) {
    const pieces = parts.filter((part) => part.of === of).map(({ text }) => text);
    const key = pieces.length < 2 ? undefined : exactKey(pieces.join(''));
    // Of few letters many things are made: only all parts together say that, unless it is a secret or encoded.
    const whole = key === undefined || pieces.join('').length < 8 ? undefined : memory.find(key)[0];
    if (whole !== undefined && whole.call !== '') return inPieces(whole);
    for (let from = 0; from < Math.min(MOST_BEFORE, pieces.length - 1); from++) {
      const text = pieces.slice(from).join('');
      const bare = of === 'path' ? text.replace(FILE_ENDING, '') : text;
      const hidden = disguised({ of, name: 'id', text: bare }, memory);
      if (hidden !== undefined) return hidden;
      const secret = secretOf(text, memory) ?? (bare === text ? undefined : secretOf(bare, memory));
      if (secret !== undefined) return inPieces(secret);
    }
  }
  return undefined;
}

const inPieces = (source: Sighted): Carried => [
  'high',
  `Carries a value that \`${source.upstream}.${shownName(source.tool)}\` returned, cut in pieces.`,
  source,
];

/** A value that was read from somewhere other than the place the address leads to. */
function elsewhere(part: UrlPart, combined: Combined | undefined, place: Place | undefined): Carried | undefined {
  const source = combined?.sourceIn(part);
  if (source === undefined || place === undefined) return undefined;
  const { upstream, tool } = source;
  return [
    'medium',
    `Puts a value that \`${upstream}.${shownName(tool)}\` returned into an address below \`${shownName(place.host)}\`, and no result gave both.`,
    source,
  ];
}

function judge({ parts, place }: Made, view: View): Carried | undefined {
  let worst: Carried | undefined;
  const combined = place === undefined ? undefined : new Combined(place, view.memory);
  for (const part of parts) {
    const carried =
      disguised(part, view.memory) ?? plain(part, view) ?? masked(part) ?? elsewhere(part, combined, place);
    if (carried?.[0] === 'high') return carried;
    worst ??= carried;
  }
  return joined(parts, view) ?? worst;
}

/** An address that this call puts together. */
interface Made {
  readonly parts: readonly UrlPart[];
  readonly place: Place | undefined;
}

/**
 * The addresses in a text that no result gave as they are. Following a link from a result is what agents normally do.
 */
function madeIn(call: Call, { at, text }: Leaf, memory: Memory): Made[] {
  const made: Made[] = [];
  for (const url of urlsIn(text)) {
    const key = entitiesOf(url).find(({ kind }) => kind === 'url')?.key;
    if (key === undefined || memory.find(key).length === 0)
      made.push({ parts: urlParts(url), place: placeOf(url, memory) });
  }
  if (made.length > 0 || !BARE.test(text)) return made;
  const role = roleOf(call, at);
  // Text with slashes may be a file path.
  if (role !== 'destination' && (role !== 'target' || text.includes('/'))) return made;
  const url = `https://${text.replace(/\.$/, '')}`;
  return [{ parts: urlParts(url), place: placeOf(url, memory) }];
}

/** Data of earlier results that addresses carry out in host, path or query: in the clear, encoded or in pieces. */
export const carried: Inspector = {
  name: 'carried',
  version: 4,
  needs: TRAIT.dot | TRAIT.colon,
  readsTextsAlone: true,
  onCall(call, texts, view) {
    if (!texts.some(mayHoldAddress)) return NOTHING_SEEN;
    const steps = inSteps(call, texts, view);
    return texts.length <= FEW ? finish(steps) : steps;
  },
  onResult: (_call, _result, texts) => lookWith(texts, detectors),
};

/** Up to this many texts of a call are examined without pauses. */
const FEW = 64;

const mayHoldAddress = ({ key, text }: Leaf): boolean =>
  !key && text.length >= 8 && text.length <= LONGEST && text.includes('.');

function* inSteps(call: Call, texts: readonly Leaf[], view: View): Steps<Sighting> {
  let findings: Finding[] | undefined;
  const flows: Flow[] = [];
  // By index: in work with pauses, an iterator allocates an object for each element.
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts[i] as Leaf;
    if (!mayHoldAddress(leaf)) continue;
    for (const made of madeIn(call, leaf, view.memory)) {
      const seen = judge(made, view);
      yield;
      if (seen === undefined) continue;
      const [severity, message, source] = seen;
      findings ??= [];
      if (findings.length >= MOST_FINDINGS) return { findings, flows };
      findings.push({ kind: 'url.exfil', severity, at: leaf.at, message });
      if (source !== undefined) flows.push(flowOf(call, leaf, source, view));
    }
  }
  return findings === undefined ? NOTHING_SEEN : { findings, flows };
}

function flowOf(call: Call, { at }: Leaf, source: Sighted, { calls }: View): Flow {
  const { call: from, upstream, tool, at: stood, step, shape, labels } = source;
  const role = roleOf(call, at);
  // What the address carries is content, whatever the address itself decides.
  const to = role === undefined || role === 'destination' ? { at } : { at, role };
  return {
    to,
    from: { call: from, upstream, tool, at: stood, ago: Math.max(1, calls - step + 1) },
    via: 'decoded',
    shape,
    labels,
  };
}
