import ipaddr from 'ipaddr.js';
import { decodePercent } from '../model/decode.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Severity } from '../model/severity.ts';
import { TRAIT } from '../model/traits.ts';
import { valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';

const URL_TEXT = /\b[a-z][a-z0-9+.-]{1,20}:(?:\/\/|\\\\)[^\s"'<>`|;]{1,2048}/gi;
/** Web schemes need no slashes: every client accepts `http:example.org`. */
const WHOLE_URL = /^\s{0,8}(?:(?:https?|wss?|ftps?):|[a-z][a-z0-9+.-]{1,20}:(?:[\\/]{1,4}|%2f))/i;
/** Characters that clients remove from a URL before they parse it. */
const IGNORED = /[\t\r\n]/g;
const LONGEST_URL = 4096;
const BARE_HOST =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f.]{0,15}\]?|0x[0-9a-f]{8}|(?=[^/:]{0,252}[a-z])[a-z0-9.-]{1,253})(?::\d{1,5})?(?:\/\S{0,2000})?$/i;
const METADATA_NAMES =
  /(?:^|\.)(?:metadata\.google\.internal|metadata\.goog|metadata\.azure\.com|instance-data(?:\.ec2\.internal)?|metadata\.tencentyun\.com|rancher-metadata|metadata)$/;
const METADATA_ADDRESSES = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.169.123',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '169.254.0.23',
  'fd00:ec2::254',
  'fd20:ce::254',
]);
const LOCAL_NAMES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|corp|svc|cluster\.local)$|^(?:host\.docker\.internal|gateway\.docker\.internal|kubernetes(?:\.default)?)$/;
/** Public names that anybody can use to reach a private address. */
const WILDCARD_NAMES =
  /(?:^|[.-])((?:\d{1,3}[.-]){3}\d{1,3}|[0-9a-f]{8})\.(?:nip|sslip|xip)\.io$|\.(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|localhost\.run)$|^(?:localtest\.me|lvh\.me|vcap\.me)$|rbndr\.us$|^spoofed\.burpcollaborator\.net$/;
const BAD_SCHEMES =
  /^(?:file|gopher|dict|ldaps?|tftp|sftp|jar|netdoc|php|phar|expect|zip|data|javascript|vbscript|view-source):$/;
/** Where a client tells a server its roots, which are file addresses by definition. */
const ROOT = /^\/inputResponses\/[^/]+\/roots\/\d+\/uri$/;
/** Schemes followed by a host. Others (`postgres:`, `s3:`) name hosts by configuration. */
const WEB_SCHEMES = /^(?:https?|wss?|ftps?):$/;

type Judged = readonly [kind: string, severity: Severity, message: string];

const TOO_LONG: Judged = [
  'ssrf.private',
  'high',
  'Is an address that is too long to be read, so what it names is not known.',
];

function judgeAddress(host: string, wasWritten: string): Judged | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return undefined;
  const address = ipaddr.process(bare);
  const range = address.range();
  if (METADATA_ADDRESSES.has(address.toString()) || METADATA_ADDRESSES.has(embedded(address) ?? '')) {
    return [
      'ssrf.metadata',
      'critical',
      "Names the address of a cloud's metadata service, which gives out credentials.",
    ];
  }
  if (range === 'unicast') return undefined;
  // `http://2130706433` and `http://0x7f.1` are 127.0.0.1; nobody writes that honestly.
  const isOdd = !wasWritten.toLowerCase().includes(bare.toLowerCase());
  if (isOdd) return ['ssrf.private', 'high', 'Names an address in the local network, in a spelling that hides it.'];
  return [
    'ssrf.private',
    range === 'loopback' ? 'low' : 'medium',
    range === 'loopback' ? 'Names this machine.' : `Names an address in the local network (${range}).`,
  ];
}

/** The IPv4 address inside a translated or tunnelled IPv6 address. */
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  if (address.kind() !== 'ipv6') return undefined;
  const bytes = address.toByteArray();
  const from = address.range() === '6to4' ? 2 : 12;
  return bytes.slice(from, from + 4).join('.');
}

function judgeHost(host: string, wasWritten: string): Judged | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === '') return undefined;
  if (METADATA_NAMES.test(name))
    return ['ssrf.metadata', 'critical', "Names a cloud's metadata service, which gives out credentials."];
  const wild = WILDCARD_NAMES.exec(name);
  if (wild !== null) {
    const inner = wild[1]?.replaceAll('-', '.');
    const behind = inner === undefined || !inner.includes('.') ? undefined : judgeAddress(inner, inner);
    if (inner?.includes('.') && behind === undefined) return undefined;
    return [behind?.[0] ?? 'ssrf.private', 'high', 'Gives an address in the local network a public name.'];
  }
  if (LOCAL_NAMES.test(name))
    return ['ssrf.private', name === 'localhost' ? 'low' : 'medium', 'Names a machine in the local network.'];
  return judgeAddress(name, wasWritten);
}

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
    return BAD_SCHEMES.test(scheme) ? badScheme(scheme) : undefined;
  }
  if (BAD_SCHEMES.test(url.protocol)) return badScheme(url.protocol);
  if (!WEB_SCHEMES.test(url.protocol)) return undefined;
  return judgeHost(url.hostname, text) ?? judgeInner(text);
}

function judgeInner(text: string): Judged | undefined {
  const plain = decodePercent(text);
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
  version: 3,
  needs: TRAIT.digit | TRAIT.dot | TRAIT.colon,
  onCall(call, texts) {
    if (call.method.startsWith('resources/')) return NOTHING_SEEN;
    let findings: Finding[] | undefined;
    const add = (at: string, judged: Judged | undefined): void => {
      if (judged === undefined) return;
      findings ??= [];
      const [kind, severity, message] = judged;
      if (findings.length < MOST_FINDINGS) findings.push({ kind, severity, at, message });
    };
    for (const { at, text, role } of valuesOf(call, texts)) {
      if (text.length < 4 || text.length > 65_536) continue;
      const hasScheme = text.includes(':');
      if (!hasScheme && !/\d|local|metadata|internal/i.test(text)) continue;
      if (role === 'content' || role === 'query' || role === 'credential' || role === 'amount') continue;
      const whole = hasScheme ? text.trim().replace(IGNORED, '') : '';
      if (hasScheme && ROOT.test(at) && /^file:/i.test(whole)) continue;
      if (hasScheme && WHOLE_URL.test(whole) && !/\s/.test(whole)) {
        add(at, whole.length > LONGEST_URL ? TOO_LONG : judgeUrl(whole));
      } else if (hasScheme && (role !== undefined || text.length <= 4096)) {
        for (const hit of text.match(URL_TEXT)?.slice(0, 50) ?? []) add(at, judgeUrl(hit));
      }
      if (
        (role === 'destination' || role === 'target') &&
        !WHOLE_URL.test(text) &&
        BARE_HOST.test(text) &&
        /[.:]|^0x/.test(text)
      ) {
        add(at, judgeUrl(`http://${text.trim()}`));
      } else if (!hasScheme && METADATA_ADDRESSES.has(text.trim())) add(at, judgeHost(text.trim(), text));
    }
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
