import type { Decision, MatchedRule } from '../model/decision.ts';
import type { Evidence, Finding } from '../model/evidence.ts';
import { type JsonObject, pointerKeys } from '../model/json.ts';
import { spanAt, splice } from '../model/splice.ts';
import type { Replace } from './mask.ts';

/** What a decision takes out of a result, and the rule by which each of it goes. */
export class Redaction {
  readonly findings: readonly Finding[];
  readonly #rules: readonly MatchedRule[];
  readonly #ruleOf = new Map<string, string>();

  constructor(evidence: Evidence, { obligations, matched }: Decision) {
    const chosen = new Set<number>();
    const owing = new Set<string>();
    // By name: in which order rules were written decides nothing that anybody sees.
    for (const { rule, findings } of obligations.toSorted((a, b) => (a.rule < b.rule ? -1 : 1))) {
      for (const index of findings) {
        const kind = evidence.findings[index]?.kind;
        if (kind === undefined) continue;
        chosen.add(index);
        if (!this.#ruleOf.has(kind)) this.#ruleOf.set(kind, rule);
        owing.add(this.#ruleOf.get(kind) ?? rule);
      }
    }
    this.findings = evidence.findings.filter((_, index) => chosen.has(index));
    this.#rules = matched.filter(({ rule }) => owing.has(rule));
  }

  /** What stands where something was. No quote and no backslash: inside printed JSON it must stay a part of the string. */
  readonly mark: Replace = (kind) => `[redacted by Sallyport: ${kind}, rule ${this.#ruleOf.get(kind) ?? ''}]`;

  /** The same for where nothing can be added: what stands first for a rule says why as well, and what to do instead. */
  marksThatTell(): Replace {
    const told = new Set<string>();
    return (kind) => {
      const rule = this.#rules.find((one) => one.rule === this.#ruleOf.get(kind));
      if (rule === undefined || told.has(rule.rule)) return this.mark(kind, '');
      told.add(rule.rule);
      const words = plain(`${this.#reasonOf(rule)} ${insteadOf(rule)}`);
      return `[redacted by Sallyport: ${kind}, rule ${rule.rule}: ${words}]`;
    };
  }

  /** What a model is told beside a redacted answer: what, by which rule, why, what instead (law 8). */
  note(): string {
    const lines = this.#rules.flatMap((rule) => {
      const count = this.findings.filter(({ kind }) => this.#ruleOf.get(kind) === rule.rule).length;
      const kinds = [...new Set(this.findings.map(({ kind }) => kind))].filter(
        (kind) => this.#ruleOf.get(kind) === rule.rule,
      );
      const places = count === 1 ? 'in one place' : `in ${count} places`;
      return [
        `- rule "${rule.rule}" (${rule.pack}), ${kinds.join(', ')} ${places}: ${this.#reasonOf(rule)}`,
        `  Instead: ${insteadOf(rule)}`,
      ];
    });
    return [
      'Sallyport took parts of this result out; "[redacted by Sallyport: …]" stands in their place. The call itself was carried out.',
      ...lines,
    ].join('\n');
  }

  /** A name that something hid in stands in the place that a reason tells: it goes from there too. */
  #reasonOf({ reason }: MatchedRule): string {
    let told = reason;
    for (const { at, inKey, span, kind } of this.findings) {
      if (inKey !== true) continue;
      const name = pointerKeys(at).at(-1) ?? '';
      const found = span === undefined ? name : name.slice(span[0], span[1]);
      if (found !== '') told = told.replaceAll(found, `[${kind}]`);
    }
    return told;
  }
}

const insteadOf = ({ instead }: MatchedRule): string =>
  instead ??
  'Go on without it, or tell the user what was taken out and by which rule; do not try to get it another way.';

const plain = (text: string): string => text.replaceAll('"', "'").replaceAll('\\', '/').replace(/\s+/g, ' ').trim();

/** The JSON text of a tool's result with a text more at the end of its content; undefined where it has no content. */
export function withText(text: string, value: JsonObject, put: string): string | undefined {
  const { content } = value;
  const span = Array.isArray(content) ? spanAt(text, '/content') : undefined;
  if (span === undefined || !Array.isArray(content)) return undefined;
  const block = JSON.stringify({ type: 'text', text: put });
  const end = span.end - 1;
  return splice(text, [{ span: { start: end, end }, put: content.length === 0 ? block : `,${block}` }]);
}
