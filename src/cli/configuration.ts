import { type ConfigPlace, findConfig, placeText } from '../app/places/config-place.ts';
import { plain } from './printing/plain.ts';
import type { Screen } from './screen.ts';

/** The configuration a command works on, reported on stderr if nobody named it; undefined if there is none. */
export async function tellConfig(
  { config, state }: { readonly config?: string | undefined; readonly state?: string | undefined },
  screen: Pick<Screen, 'err'>,
): Promise<ConfigPlace | undefined> {
  const place = await findConfig({ config, state });
  if (place !== undefined && place.by !== 'named') screen.err(`sallyport: configuration ${plain(placeText(place))}`);
  return place;
}
