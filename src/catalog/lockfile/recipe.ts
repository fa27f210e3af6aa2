import { canonicalText, sha256 } from '../../model/json/canonical.ts';
import type { Pin } from './lockfile.ts';

/**
 * How definitions are hashed, by number. A recipe never changes, since pins made by it must stay good. A new one gets the
 * next number, and new pins are made by it.
 *
 * 1: SHA-256 over the canonical JSON of all that the server says of the thing: name, title, description, schemas,
 * annotations, icons, `_meta` and whatever else it sends, since all of it may reach the model. The order of keys and the
 * spelling of strings do not matter. It is the hash that the catalog keeps of each definition.
 */
export interface Recipes {
  /** The recipe of new pins. */
  readonly current: number;
  readonly all: ReadonlyMap<number, (text: string) => string>;
}

const RECIPES: Recipes = { current: 1, all: new Map([[1, (text) => sha256(canonicalText(text))]]) };

/** The pin of a definition's text by the current recipe. */
export const pinOf = (text: string, recipes = RECIPES): Pin => ({
  recipe: recipes.current,
  hash: hashBy(recipes.current, text, recipes) ?? '',
});

/** Whether a pin was made of this definition, by whatever recipe; undefined for an unknown recipe. */
export function fits(pin: Pin, text: string, recipes = RECIPES): boolean | undefined {
  const hash = hashBy(pin.recipe, text, recipes);
  return hash === undefined ? undefined : hash === pin.hash;
}

const hashBy = (recipe: number, text: string, { all }: Recipes): string | undefined => all.get(recipe)?.(text);

export const isKnownRecipe = (recipe: number): boolean => RECIPES.all.has(recipe);
