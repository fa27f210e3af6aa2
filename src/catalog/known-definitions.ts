import type { ServerConfig } from '../config/schema.ts';
import type { ListKind } from '../model/gate.ts';

interface Known<Read> {
  /** What the server sent, which may be more than is shown of it. */
  readonly sent: string;
  readonly read: Read;
}

type Texts<Read> = Readonly<Record<ListKind, Map<string, Known<Read>>>>;

const noTexts = <Read>(): Texts<Read> => ({
  tools: new Map(),
  resources: new Map(),
  resourceTemplates: new Map(),
  prompts: new Map(),
});

/**
 * What was read of one server's definitions. That depends on their texts and on the configuration of the server alone, so
 * that each is read once: before its list is taken, in parts where there are many, and not again for a list that differs little.
 */
export class KnownDefinitions<Read> {
  #texts: Texts<Read> = noTexts();
  readonly #server: ServerConfig | undefined;

  constructor(server: ServerConfig | undefined) {
    this.#server = server;
  }

  /** Whether the server is configured as it was when these were read. */
  isUnder(server: ServerConfig): boolean {
    return server === this.#server || JSON.stringify(server) === JSON.stringify(this.#server);
  }

  read(kind: ListKind, text: string, sent: string, read: () => Read): Read {
    const known = this.#texts[kind].get(text);
    if (known?.sent === sent) return known.read;
    const made = { sent, read: read() };
    this.#texts[kind].set(text, made);
    return made.read;
  }

  /** Keeps what was read of these texts, and nothing else. */
  keep(listing: Readonly<Record<ListKind, readonly string[]>> | undefined): void {
    const texts: Texts<Read> = noTexts();
    for (const kind of LIST_KINDS) {
      for (const text of listing?.[kind] ?? []) {
        const known = this.#texts[kind].get(text);
        if (known !== undefined) texts[kind].set(text, known);
      }
    }
    this.#texts = texts;
  }
}

export const LIST_KINDS = ['tools', 'resources', 'resourceTemplates', 'prompts'] as const;
