/** How many of something, in words: `1 call`, `2 calls`. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
