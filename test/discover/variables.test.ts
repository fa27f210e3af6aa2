import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE } from '../../src/config/reference.ts';
import { translateText } from '../../src/discover/variables.ts';

describe('references of clients', () => {
  it.each([
    ['${GITHUB_TOKEN}', 'claude-code', '${env:GITHUB_TOKEN}'],
    ['Bearer ${TOKEN:-none}', 'claude-code', 'Bearer ${env:TOKEN:-none}'],
    ['${env:TOKEN}', 'cursor', '${env:TOKEN}'],
    ['${workspaceFolder}/x', 'vscode', '${workspace}/x'],
    ['${userHome}/x', 'cursor', '${home}/x'],
    ['${input:token}', 'vscode', '${input:token}'],
    ['$TOKEN', 'gemini-cli', '${env:TOKEN}'],
    ['$TOKEN', 'cursor', '$TOKEN'],
    ['Bearer $env:TOKEN', 'mcporter', 'Bearer ${env:TOKEN}'],
    ['Bearer $env:TOKEN', 'cursor', 'Bearer $env:TOKEN'],
    ['{env:TOKEN}', 'opencode', '${env:TOKEN}'],
    ['{file:~/token}', 'opencode', '${file:~/token}'],
    ['{env:TOKEN}', 'cursor', '{env:TOKEN}'],
    ['for (( i=0; i<${#list}; i++ ))', 'cursor', 'for (( i=0; i<$${#list}; i++ ))'],
    ['${keychain:mine}', 'cursor', '$${keychain:mine}'],
    ['${lower}', 'cursor', '$${lower}'],
    ['a{b}c$', 'cursor', 'a{b}c$'],
    ["$& $' $1", 'cursor', "$& $' $1"],
  ])('%s of %s', (text, client, ours) => {
    expect(translateText(text, client)).toBe(ours);
  });

  it('leave every other text as it is, once ours are put in', () => {
    const known = /\$\{(?:workspace(?:Folder|Root)|userHome|env:|input:|command:|config:|[A-Z_])/;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ':', 'e', ' ', '1') }), (text) => {
        fc.pre(!known.test(text));
        const put = translateText(text, 'cursor').replaceAll(REFERENCE, (whole, literal) => literal ?? `<${whole}>`);
        expect(put).toBe(text);
      }),
    );
  });
});
