/** The form in which words are compared: `repositories`, `deleted` and `Deletes` become `repositor`, `delet` and `delet`. */
export function wordStem(word: string): string {
  const lower = word.toLowerCase();
  const plain =
    isEdge(lower.charCodeAt(0)) || isEdge(lower.charCodeAt(lower.length - 1)) ? lower.replace(EDGES, '') : lower;
  return plain.length < 4 ? plain : plain.slice(0, plain.length - endingOf(plain));
}

const EDGES = /^[.@_-]+|[.@_-]+$/g;
const isEdge = (code: number): boolean => code === 45 || code === 46 || code === 64 || code === 95;

/** The length of a word's ending that does not matter. */
function endingOf(word: string): number {
  switch (word.charCodeAt(word.length - 1)) {
    case 115:
      return word.endsWith('ies') ? 3 : word.endsWith('es') ? 2 : 1;
    case 100:
      return word.endsWith('ied') ? 3 : word.endsWith('ed') ? 2 : 0;
    case 103:
      return word.endsWith('ing') ? 3 : 0;
    case 101:
    case 121:
      return 1;
    default:
      return 0;
  }
}
