import { readableName } from '../../config/foreign.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FoundServer } from '../client-survey.ts';
import type { Taken } from './choice.ts';
import { OWN_NAME } from './own-entry.ts';
import { type KeptSecret, referSecrets, type SecretShelf } from './secrets.ts';
import { formKey, serverForm } from './server-form.ts';

/** The servers that a configuration takes over, one after the other: two that are the same become one. */
export class Taking {
  readonly taken: Taken[] = [];
  /** Secrets that are kept elsewhere from now on. */
  readonly secrets: KeptSecret[] = [];
  /** What is new in the configuration, by name. */
  readonly added: Record<string, JsonObject> = {};
  /** The servers that the configuration has by now: what tells each from others, by its name. */
  readonly #known: Map<string, string>;
  readonly #shelves: readonly SecretShelf[];

  constructor(servers: Readonly<Record<string, JsonObject>>, shelves: readonly SecretShelf[]) {
    this.#known = new Map(Object.entries(servers).map(([name, form]) => [name, formKey(form)]));
    this.#shelves = shelves;
  }

  /** `entry` is that of the server, as it is to be started from anywhere. */
  async take(found: FoundServer, entry: FoundServer['entry']): Promise<void> {
    const form = serverForm(entry);
    const key = formKey(form);
    const same = [...this.#known].find(([, other]) => other === key)?.[0];
    if (same === undefined) return this.#add(found, entry, key);
    this.taken.push({ found, name: same, isNew: false });
    const before = this.added[same];
    // Off in one client and on in another means on.
    if (before?.disabled === true && form.disabled === undefined) {
      const { disabled: _, ...switchedOn } = before;
      this.added[same] = switchedOn;
    }
  }

  async #add(found: FoundServer, entry: FoundServer['entry'], key: string): Promise<void> {
    const name = this.#nameFor(found);
    this.#known.set(name, key);
    const referred = await referSecrets(name, entry, found.credentials, this.#shelves, this.secrets);
    this.secrets.push(...referred.secrets.filter((each) => !this.secrets.some((other) => other.name === each.name)));
    this.added[name] = serverForm(referred.entry);
    this.taken.push({ found, name, isNew: true });
  }

  /** A name that no other server has: where two different servers share one, the client's name is appended. */
  #nameFor({ name, slot }: FoundServer): string {
    const has = (each: string): boolean => this.#known.has(each) || each === OWN_NAME;
    const plain = readableName(name, new Set());
    if (!has(plain)) return plain;
    return readableName(`${plain.slice(0, 20)}-${slot.client.id}`, { has });
  }
}
