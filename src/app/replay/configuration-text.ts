import os from 'node:os';
import { homeConfig } from '../places/config-place.ts';
import type { Configuration } from '../settings.ts';

/** A configuration as threads are told of it: what it is made of was read once. References are as they were written. */
export interface ConfigurationText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly sources: Configuration['sources'];
}

/**
 * Reads the configuration that foreign calls are judged by; pack `recommended` alone where none is named, as if it lay where
 * Sallyport puts one itself: the folder in which a replay is started says nothing about a recording. Throws `ConfigError`.
 */
export async function foreignConfiguration(config: string | undefined): Promise<ConfigurationText> {
  if (config === undefined) return { path: homeConfig(os.homedir()), text: '{}', sources: [] };
  // Imported only here: a replay without a configuration need not load the reader of one.
  const { readConfiguration } = await import('../settings.ts');
  return textOf(await readConfiguration({ config }));
}

export const textOf = ({ loaded, sources }: Pick<Configuration, 'loaded' | 'sources'>): ConfigurationText => ({
  path: loaded.path,
  text: loaded.text,
  sources,
});
