/** What a reference of a client is called here. */
const OURS: readonly (readonly [pattern: RegExp, ours: string])[] = [
  [/\$\{workspace(?:Folder|Root)\}/y, '${workspace}'],
  [/\$\{userHome\}/y, '${home}'],
  [/\$\{env:([A-Za-z_]\w*(?::-[^}]*)?)\}/y, '${env:$1}'],
  [/\$\{([A-Z_][A-Z0-9_]*(?::-[^}]*)?)\}/y, '${env:$1}'],
];
/** What only some clients read as references. */
const BRACES: readonly (readonly [pattern: RegExp, ours: string])[] = [
  [/\{env:([A-Za-z_]\w*)\}/y, '${env:$1}'],
  [/\{file:([^}]+)\}/y, '${file:$1}'],
];
const THEIRS: Readonly<Record<string, typeof BRACES>> = {
  'gemini-cli': [[/\$([A-Z_][A-Z0-9_]*)/y, '${env:$1}']],
  mcporter: [[/\$env:([A-Za-z_]\w*)/y, '${env:$1}']],
  opencode: BRACES,
  'kilo-code': BRACES,
};
/** Left as they are: only the client can fill them in. */
const FOREIGN = /\$\{(?:input|command|config):[^}]*\}/y;

/** A text of a client in our spelling: its references are ours, and what only looks like one of ours is marked as text. */
export function translateText(text: string, client: string): string {
  if (!/[${]/.test(text)) return text;
  const known = [...OURS, ...(THEIRS[client] ?? [])];
  let out = '';
  for (let at = 0; at < text.length; ) {
    const piece = known.flatMap(([pattern, ours]) => {
      pattern.lastIndex = at;
      const hit = pattern.exec(text);
      return hit === null ? [] : [{ from: hit[0], to: ours.replace('$1', () => hit[1] ?? '') }];
    })[0];
    FOREIGN.lastIndex = at;
    if (piece !== undefined) {
      out += piece.to;
      at += piece.from.length;
    } else if (text.startsWith('${', at) && FOREIGN.exec(text) === null) {
      out += '$${';
      at += 2;
    } else out += text[at++];
  }
  return out;
}
