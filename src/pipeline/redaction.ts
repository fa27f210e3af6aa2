import type { Decision, MatchedRule } from '../model/decision.ts';
import type { Evidence, Finding } from '../model/evidence.ts';
import { type JsonObject, pointerKeys } from '../model/json.ts';
import { spanAt, splice } from '../model/text/splice.ts';
import type { Replace } from './mask.ts';

/** What a decision takes out of a result, and which rule takes each part out. */
export class Redaction {
  readonly findings: readonly Finding[];
  readonly #rules: readonly MatchedRule[];
  readonly #ruleOf = new Map<string, string>();

  constructor(evidence: Evidence, { obligations, matched }: Decision) {
    const chosen = new Set<number>();
    const owing = new Set<string>();
    // Sorted by name: the order in which rules were written must not show.
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

  /** The mark put in place of a part. No quotes, no backslashes: in JSON printed into a string it must not end that string. */
  readonly mark: Replace = (kind) => `[redacted by Sallyport: ${kind}, rule ${this.#ruleOf.get(kind) ?? ''}]`;

  /** For where no note can be added: the first mark of each rule also says why, and what to do instead. */
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

  /** A reason may name its place. What was hidden in the name of a member is taken out of that as well. */
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

/** The JSON text of a tool's result with one more text at the end of its content; undefined where it has no content. */
export function withText(text: string, value: JsonObject, put: string): string | undefined {
  const { content } = value;
  const span = Array.isArray(content) ? spanAt(text, '/content') : undefined;
  if (span === undefined || !Array.isArray(content)) return undefined;
  const block = JSON.stringify({ type: 'text', text: put });
  const end = span.end - 1;
  return splice(text, [{ span: { start: end, end }, put: content.length === 0 ? block : `,${block}` }]);
}
