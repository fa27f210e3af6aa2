import type { Call } from '../../model/call.ts';
import type { Finding } from '../../model/evidence.ts';
import { isObject, type Json } from '../../model/json.ts';
import { type Label, type Power, roleAt } from '../../model/tool.ts';
import { type DestinationFacts, destinationsOf } from './destination-facts.ts';

/** The call as conditions read it; `condition/environment.ts` declares exactly these fields. */
export class CallFacts {
  readonly #call: Call;
  readonly #findings: readonly Finding[];
  #args: unknown;
  #destinations: DestinationFacts[] | undefined;
  constructor(call: Call, findings: readonly Finding[] = []) {
    this.#call = call;
    this.#findings = findings;
  }
  get method(): string {
    return this.#call.method;
  }
  get tool(): string {
    return `${this.#call.target.upstream}.${this.#call.target.name}`;
  }
  get upstream(): string {
    return this.#call.target.upstream;
  }
  get name(): string {
    return this.#call.target.name;
  }
  get args(): unknown {
    this.#args ??= this.#call.text.includes('constructor') ? asMaps(this.#call.args) : this.#call.args;
    return this.#args;
  }
  get powers(): readonly Power[] {
    return this.#call.tool.powers;
  }
  get labels(): readonly Label[] {
    return this.#call.tool.labels;
  }
  get origin(): string {
    return this.#call.origin;
  }
  get destinations(): DestinationFacts[] {
    this.#destinations ??= destinationsOf(this.#call.args, this.#call.tool, this.#findings);
    return this.#destinations;
  }
  role(at: string): string {
    return roleAt(this.#call.tool, at) ?? '';
  }
}

/** CEL tells types apart by `constructor`; an argument of that name must not pass for the type of the object around it. */
function asMaps(value: Json): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (!isObject(value)) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asMaps(item)]));
}
