import type { ServerConfig } from '../config/schema.ts';
import type { ToolFacts } from '../model/tool.ts';
import { classifyRead } from './classify.ts';
import { URI_ROLES } from './definition.ts';

/** Clients can make up addresses without end: so many are remembered. */
const MOST = 1_000;

/** What is known of reading an address that no list names. */
export class Reads {
  readonly #facts = new Map<string, ToolFacts>();

  facts(upstream: string, uri: string, server: ServerConfig | undefined): ToolFacts {
    // Most servers say nothing about single addresses: then all that are not listed share their facts.
    const isApart = server !== undefined && Object.keys(server.tools).length > 0;
    const key = isApart ? `${upstream} ${uri}` : upstream;
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const facts = classifyRead(uri, URI_ROLES, '', server);
    if (this.#facts.size >= MOST) this.#facts.clear();
    this.#facts.set(key, facts);
    return facts;
  }

  /** The configuration has changed, and with it what is said of servers. */
  forget(): void {
    this.#facts.clear();
  }
}
