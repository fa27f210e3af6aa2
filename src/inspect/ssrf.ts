import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { decodePercent } from '../model/text/decode.ts';
import { TRAIT } from '../model/text/traits.ts';
import type { Role } from '../model/tool.ts';
import { valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';
import { bareHost, fetchesMetadata, isMetadata } from './ssrf/bare-host.ts';
import { isMetadataHost, type Judged, judgeHost, judgeReadings, METADATA } from './ssrf/hosts.ts';
import { isOwnServer } from './ssrf/own-server.ts';

const URL_TEXT = /\b[a-z][a-z0-9+.-]{1,20}:(?:\/\/|\\\\)[^\s"'<>`|;]{1,2048}/gi;
/** Web schemes need no slashes: every client accepts `http:example.org`. */
const WHOLE_URL = /^\s{0,8}(?:(?:https?|wss?|ftps?):|[a-z][a-z0-9+.-]{1,20}:(?:[\\/]{1,4}|%2f))/i;
/** Characters that clients remove from a URL before they parse it. */
const IGNORED = /[\t\r\n]/g;
const LONGEST_URL = 4096;
const BARE_HOST =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f.]{0,15}\]?|0x[0-9a-f]{8}|(?=[^/:]{0,252}[a-z])[a-z0-9.-]{1,253})(?::\d{1,5})?(?:\/\S{0,2000})?$/i;
const BAD_SCHEMES =
  /^(?:file|gopher|dict|ldaps?|tftp|sftp|jar|netdoc|php|phar|expect|zip|data|javascript|vbscript|view-source):$/;
/** Where a client tells a server its roots, which are file addresses by definition. */
const ROOT = /^\/inputResponses\/[^/]+\/roots\/\d+\/uri$/;
/** Schemes followed by a host. Others (`postgres:`, `s3:`) name hosts by configuration. */
const WEB_SCHEMES = /^(?:https?|wss?|ftps?):$/;

/** What has one of these roles is sent to a place, and names none. */
const CARRIES: ReadonlySet<Role | undefined> = new Set(['content', 'query', 'credential', 'amount']);

const OWN_SERVER: Judged = [
  'ssrf.private',
  'info',
  'Names a server on this machine that a command of this session told of.',
];
const TOO_LONG: Judged = [
  'ssrf.private',
  'high',
  'Is an address that is too long to be read, so what it names is not known.',
];
const TOO_MANY: Judged = [
  'ssrf.private',
  'high',
  'Holds more addresses than are read, so what the rest name is not known.',
];
/** How many addresses of one text are read. */
const MOST_ADDRESSES = 1_000;

function badScheme(scheme: string): Judged {
  // `data:` and `file:` have honest uses: images, and resources in one's own folders.
  const isSoft = scheme === 'data:' || scheme === 'file:';
  return [
    'ssrf.scheme',
    isSoft ? 'low' : 'high',
    `Uses the scheme ${scheme.slice(0, -1)}, which reaches past the web.`,
  ];
}

function judgeUrl(text: string): Judged | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    const scheme = /^\s*([a-z][a-z0-9+.-]{1,20}:)[\\/]{2}/i.exec(text)?.[1]?.toLowerCase() ?? '';
    // A client may still accept an address that the standard does not.
    return BAD_SCHEMES.test(scheme) ? badScheme(scheme) : judgeReadings(text);
  }
  if (BAD_SCHEMES.test(url.protocol)) return badScheme(url.protocol);
  // No honest use of any scheme leads there; other hosts behind these schemes are named by the configuration.
  if (!WEB_SCHEMES.test(url.protocol)) return isMetadataHost(url.hostname) ? METADATA : undefined;
  const host = judgeHost(url.hostname, text);
  const other = judgeReadings(text) ?? judgeInner(text);
  // What a machine here makes of the rest of an address is no less grave than what one outside does.
  return other?.[0] === 'ssrf.metadata' ? other : (host ?? other);
}

/** A value of a query that is a host without a scheme, or without its two slashes. */
const HOST_IN_QUERY = /[?&][\w.-]{1,40}=(?:https?:)?[\\/]{0,3}([^&#\s]{7,300})/gi;

function judgeInner(text: string): Judged | undefined {
  const plain = decodePercent(text);
  for (const [, host = ''] of plain.slice(0, LONGEST_URL).matchAll(HOST_IN_QUERY))
    if (/^[\d[]/.test(host) && isMetadata(host)) return METADATA;
  if (!plain.includes('://', 8)) return undefined;
  // An address in the query of another (`?url=http%3A%2F%2F169.254…`) is fetched by whatever follows it.
  for (const hit of plain.slice(8).match(URL_TEXT) ?? []) {
    const judged = judgeUrl(hit.slice(0, 500));
    if (judged?.[0] === 'ssrf.metadata') return judged;
    if (
      judged?.[0] === 'ssrf.private' &&
      /redir|\/to\b|[?&](?:url|u|to|target|dest\w*|redirect\w*|next|goto|link)=/i.test(text)
    )
      return ['ssrf.private', 'medium', 'Leads on to an address in the local network.'];
  }
  return undefined;
}

/**
 * Addresses in arguments that lead inside: metadata services, private networks, this machine, schemes other than those
 * of the web.
 */
export const ssrf: Inspector = {
  name: 'ssrf',
  version: 6,
  needs: TRAIT.digit | TRAIT.dot | TRAIT.colon,
  onCall(call, texts, view) {
    let findings: Finding[] | undefined;
    const add = (at: string, judged: Judged | undefined): void => {
      if (judged === undefined) return;
      findings ??= [];
      const [kind, severity, message] = judged;
      if (findings.length < MOST_FINDINGS) findings.push({ kind, severity, at, message });
    };
    const isResource = call.method.startsWith('resources/');
    for (const { at, text, role } of valuesOf(call, texts)) {
      if (text.length < 4 || text.length > 65_536 || (!isResource && CARRIES.has(role))) continue;
      const hasScheme = text.includes(':');
      if (!hasScheme && !/[\d\u2460-\u24ff\uff10-\uff19]|local|metadata|internal/i.test(text)) continue;
      if (isResource) {
        add(at, judgeResource(text));
        continue;
      }
      const whole = hasScheme ? text.trim().replace(IGNORED, '') : '';
      if (hasScheme && ROOT.test(at) && /^file:/i.test(whole)) continue;
      if (hasScheme && WHOLE_URL.test(whole) && !/\s/.test(whole)) {
        const judged = whole.length > LONGEST_URL ? TOO_LONG : judgeUrl(whole);
        const isOwn = judged?.[0] === 'ssrf.private' && judged[1] === 'low' && isOwnServer(whole, view);
        add(at, isOwn ? OWN_SERVER : judged);
      } else if (hasScheme && (role !== undefined || text.length <= 4096)) {
        const all = text.match(URL_TEXT) ?? [];
        for (const hit of all.slice(0, MOST_ADDRESSES)) add(at, judgeUrl(hit));
        if (all.length > MOST_ADDRESSES) add(at, TOO_MANY);
      }
      if (WHOLE_URL.test(text)) continue;
      // `//host/x` and `\\\\host\\share` name a host, too.
      const bare = text.trim().replaceAll('\\', '/').replace(/^\/\//, '');
      const isPlace = role === 'destination' || role === 'target';
      if (isPlace && BARE_HOST.test(bare) && /[.:]|^0x/.test(bare)) add(at, judgeUrl(`http://${hosted(bare)}`));
      else if (role === 'command' ? fetchesMetadata(text) : isMetadata(text)) add(at, METADATA);
    }
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};

/** An address of IPv6 has brackets around it in a URL. */
const hosted = (bare: string): string => {
  const host = bareHost(bare);
  return host?.startsWith('[') === true && !bare.startsWith('[') ? host : bare;
};

/** Addresses of resources have schemes of their own, `file:` among them; what a server would fetch for them counts. */
function judgeResource(text: string): Judged | undefined {
  const address = text.trim().replace(IGNORED, '');
  if (!/^(?:https?|wss?|ftps?):/i.test(address)) return judgeInner(address);
  return address.length > LONGEST_URL ? TOO_LONG : judgeUrl(address);
}
