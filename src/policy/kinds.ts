/** The kinds of findings that inspectors make, `*` for families. A rule that waits for another kind waits in vain. */
export const FINDING_KINDS: readonly string[] = [
  'args.schema',
  'args.schema-unchecked',
  'secret.*',
  'pii.*',
  'sql.destructive',
  'sql.unparsed',
  'sql.multiple',
  'sql.external',
  'sql.injection',
  'shell.destructive',
  'shell.unparsed',
  'shell.network',
  'shell.substitution',
  'shell.injection',
  'shell.sensitive',
  'path.traversal',
  'path.sensitive',
  'path.system',
  'ssrf.metadata',
  'ssrf.private',
  'ssrf.scheme',
  'url.exfil',
  'unicode.invisible',
  'unicode.bidi',
  'unicode.tag',
  'unicode.variation',
  'unicode.lookalike',
  'text.instructions',
  'purpose.outside',
  'purpose.widening',
  'elicitation.odd',
  'elicitation.secret',
  'elicitation.url',
  'self.config',
  'self.state',
  'self.program',
  'self.client-config',
  'self.read',
  'session.frozen',
  'session.foreign',
  'json.*',
  'definition.*',
  'memory.incomplete',
  'memory.forgotten',
  // Of the user's own inspectors: they may not speak in the name of ours.
  'custom.*',
];

/** The methods of the protocol that are judged. Extensions have others, so a rule about another is odd and no error. */
export const METHODS: readonly string[] = [
  'tools/call',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'subscriptions/listen',
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
  'tasks/*',
  'notifications/*',
  'initialize',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
];

/** Whether two patterns with `*` have a name in common. */
export function overlap(a: string, b: string): boolean {
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const found =
      (a[i] === '*' && (meet(i + 1, j) || (j < b.length && meet(i, j + 1)))) ||
      (b[j] === '*' && (meet(i, j + 1) || (i < a.length && meet(i + 1, j)))) ||
      (i < a.length && j < b.length && a[i] === b[j] && meet(i + 1, j + 1));
    known.set(key, found);
    return found;
  };
  return meet(0, 0);
}
