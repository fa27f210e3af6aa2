import type { Complaint, Locate } from '../model/complaint.ts';
import type { ToolFacts } from '../model/tool.ts';
import { wildcard } from '../model/wildcard.ts';
import { didYouMean } from '../model/words/nearest.ts';
import type { Compiled } from './compile.ts';
import { collect } from './complaints.ts';

/** A tool of the catalog, as far as a policy is about it. */
export interface KnownTool {
  readonly upstream: string;
  readonly name: string;
  readonly facts: Pick<ToolFacts, 'powers'>;
}

/** What is odd but possible: rules, grants and exceptions about tools that do not exist now. For `sallyport check`. */
export function checkPolicy(policy: Compiled, tools: readonly KnownTool[], locate?: Locate): readonly Complaint[] {
  const { add, all } = collect(locate);
  const names = tools.map((tool) => `${tool.upstream}.${tool.name}`);
  // Resources have whatever address their server gives them: any may exist.
  const isKnown = (pattern: string): boolean => pattern.includes('://') || names.some(wildcard(pattern));
  const unmatched = (pattern: string): string =>
    `"${pattern}" matches no tool there is now${pattern.includes('*') ? '' : didYouMean(pattern, names)}`;
  const { purposes, policy: source } = policy.source;
  for (const [index, { tools: patterns, powers, origin }] of source.rules.entries()) {
    const path = ['policy', 'rules', index];
    for (const [at, pattern] of (patterns ?? []).entries()) {
      if (!isKnown(pattern)) add([...path, 'tools', at], unmatched(pattern));
    }
    if (powers === undefined || origin === 'upstream') continue;
    const tests = patterns?.map(wildcard);
    const concerned = tools.filter((_, at) => tests === undefined || tests.some((matches) => matches(names[at] ?? '')));
    if (concerned.length > 0 && !concerned.some((tool) => powers.some((power) => tool.facts.powers.includes(power)))) {
      add([...path, 'powers'], `no tool it is about has the power ${powers.join(' or ')}`);
    }
  }
  for (const [purpose, { allow, deny }] of Object.entries(purposes)) {
    for (const [list, patterns] of [['allow', allow] as const, ['deny', deny] as const]) {
      for (const [at, pattern] of patterns.entries()) {
        if (isKnown(pattern)) continue;
        add(['purposes', purpose, list, at], unmatched(pattern));
      }
    }
  }
  return [...policy.warnings, ...all];
}
