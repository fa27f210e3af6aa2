import { parseArgs } from 'node:util';

/** What a script was told on its command line. Ends it, with a line for a person, where that is nothing it knows. */
export function readOptions(script, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    // Node's message goes on about words that begin with a dash; none of ours do.
    console.error(`${script}: ${error.message.split('. ', 1)[0].replace(/\.$/, '')}; --help says what there is`);
    process.exit(2);
  }
}
