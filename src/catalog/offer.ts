import type { ServerConfig } from '../config/schema.ts';
import type { ListKind } from '../model/gate.ts';
import type { ToolFacts } from '../model/tool.ts';
import type { Listing } from '../model/upstreams.ts';
import { type Definition, type ReadTexts, type Remark, readDefinitions } from './definition.ts';
import type { Difference } from './lockfile/compare.ts';
import { type Accepted, holdAgainst } from './lockfile/standing.ts';

/** One server's listing, read and compared with what was accepted of it. */
export interface Offer {
  readonly listing: Listing;
  /** It is what was accepted; the server has not said it yet. */
  readonly isPromised: boolean;
  readonly kept: Readonly<Record<ListKind, readonly Definition[]>>;
  readonly dropped: readonly Remark[];
  readonly mended: readonly Remark[];
  readonly differences: readonly Difference[];
  /** Tools that were accepted and are no longer offered. */
  readonly vanished: ReadonlyMap<string, ToolFacts>;
}

const NONE_VANISHED: ReadonlyMap<string, ToolFacts> = new Map();

export function readOffer(
  upstream: string,
  listing: Listing,
  server: ServerConfig,
  accepted: Accepted | undefined,
  isPromised = false,
  known?: ReadTexts,
): Offer {
  const read = (kind: ListKind) => readDefinitions(kind, upstream, listing[kind], server, listing.sent, known);
  const tools = read('tools');
  const resources = read('resources');
  const resourceTemplates = read('resourceTemplates');
  const prompts = read('prompts');
  const all = [tools, resources, resourceTemplates, prompts];
  const offered = {
    tools: tools.kept,
    resources: resources.kept,
    resourceTemplates: resourceTemplates.kept,
    prompts: prompts.kept,
  };
  const standing = accepted === undefined ? undefined : holdAgainst(accepted, upstream, offered, listing, server);
  return {
    listing,
    isPromised,
    kept: standing?.kept ?? offered,
    differences: isPromised ? [] : (standing?.differences ?? []),
    vanished: isPromised ? NONE_VANISHED : (standing?.vanished ?? NONE_VANISHED),
    dropped: all.flatMap(({ dropped }) => dropped),
    mended: all.flatMap(({ mended }) => mended),
  };
}
