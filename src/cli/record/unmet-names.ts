import { wildcard } from '../../model/wildcard.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import type { LogLine } from '../printing/log-line.ts';
import type { CallWish } from './call-filter.ts';

/** Of the names by which calls are asked for, those that no line had: a slip of the pen finds nothing, as innocence does. */
export class UnmetNames {
  readonly #wish: CallWish & { readonly session?: string };
  readonly #agents = new Set<string>();
  readonly #servers = new Set<string>();
  readonly #tools = new Set<string>();
  #hasAgent = false;
  #hasSession = false;

  constructor(wish: CallWish & { readonly session?: string }) {
    this.#wish = wish;
  }

  hear({ agent, who, server, tool, session }: Partial<LogLine>): void {
    if (agent !== undefined) this.#agents.add(agent);
    if (server !== undefined) this.#servers.add(server);
    if (tool !== undefined) this.#tools.add(tool);
    // A client is asked for by its name, too, which is in `who`.
    const { agent: wanted, session: key } = this.#wish;
    if (wanted !== undefined) this.#hasAgent ||= agent === wanted || who?.includes(wanted) === true;
    if (key !== undefined) this.#hasSession ||= session?.startsWith(key) === true;
  }

  /** One phrase each, such as `no agent suport (did you mean "support"?)`. */
  phrases(): string[] {
    const { agent, server, tool, session } = this.#wish;
    return [
      ...(agent === undefined || this.#hasAgent ? [] : [`no agent ${agent}${didYouMean(agent, this.#agents)}`]),
      ...(server === undefined || this.#servers.has(server)
        ? []
        : [`no server ${server}${didYouMean(server, this.#servers)}`]),
      ...(tool === undefined ? [] : this.#unmetTool(tool)),
      ...(session === undefined || this.#hasSession ? [] : [`no session ${session}`]),
    ];
  }

  #unmetTool(tool: string): string[] {
    const tools = [...this.#tools];
    if (tools.some(wildcard(tool))) return [];
    // A tool is asked for with its server; who left that out is told with which.
    const whole = tools.find((each) => each.endsWith(`.${tool}`));
    return [`no tool ${tool}${whole === undefined ? didYouMean(tool, tools) : ` (did you mean "${whole}"?)`}`];
  }
}
