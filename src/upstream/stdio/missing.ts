/** How programs that fetch what they run report that there is nothing of that name; the name is in the first group. */
const MISSING: readonly (readonly [sign: RegExp, where: string])[] = [
  [/^npm error 404 +(?:The requested resource )?'([^']{1,300})' (?:could not be found|is not in )/, "npm's registry"],
  [/^\W*Because (\S{1,300}) was not found in the package registry/, 'the Python package index'],
  [/Error response from daemon: pull access denied for ([^\s,]{1,300}),/, 'the registry of images'],
];

/** What is wrong and what to do, where a line says that what is to be run does not exist; undefined for any other line. */
export function missingIn(line: string): string | undefined {
  for (const [sign, where] of MISSING) {
    const name = sign.exec(line)?.[1];
    // npm appends the range that was asked for to the name.
    if (name !== undefined)
      return `there is no ${name.replace(/(?<=.)@\*?$/, '')} in ${where}, or none that you may read: correct its name in \`args\`, or sign in there`;
  }
  return undefined;
}
