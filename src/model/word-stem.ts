/** The form under which a word is compared: `repositories`, `deleted` and `Deletes` are `repositor`, `delet` and `delet`. */
export function wordStem(word: string): string {
  const plain = word.toLowerCase().replace(/^[.@_-]+|[.@_-]+$/g, '');
  if (plain.length < 4) return plain;
  return plain.replace(/(?:ies|ied|ing|ed|es|s|y|e)$/, '');
}
