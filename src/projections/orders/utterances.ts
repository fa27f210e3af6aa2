import { ownedText } from '../reading/owned-text.ts';
import { inPieces, partsOf } from '../reading/sentence-parts.ts';
import { Utterance } from './utterance.ts';

/** How many sentences of one text are kept: the last ones. */
export const MOST_SENTENCES = 500;

/** The last sentences of a plain text. It is cut when somebody first asks for them. */
export class Utterances {
  readonly text: string;
  #all: readonly Utterance[] | undefined;
  #isCut = false;

  constructor(text: string) {
    this.text = text;
  }

  get all(): readonly Utterance[] {
    this.#all ??= this.#read();
    return this.#all;
  }

  /** Whether there are more than are kept. */
  get isCut(): boolean {
    this.#all ??= this.#read();
    return this.#isCut;
  }

  #read(): readonly Utterance[] {
    const { text } = this;
    const parts = partsOf(text, MOST_SENTENCES);
    const said = inPieces(parts.slice(-MOST_SENTENCES), MOST_SENTENCES);
    this.#isCut = parts.length > MOST_SENTENCES || said.length > MOST_SENTENCES;
    said.splice(0, said.length - MOST_SENTENCES);
    // A copy shared by all: the whole text must not live as long as its sentences.
    const [only = ''] = said;
    const copy = said.length > 1 ? said.join('') : only === text ? text : ownedText(only);
    let at = 0;
    return said.map(({ length }) => {
      at += length;
      return new Utterance(copy.slice(at - length, at));
    });
  }
}
