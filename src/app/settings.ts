import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config/error.ts';
import { type Loaded, loadConfig } from '../config/load.ts';
import { resolveReferences } from '../config/resolve.ts';
import type { Config } from '../config/schema.ts';
import { type Compiled, compilePolicy } from '../policy/compile.ts';
import { readPacks } from '../policy/pack.ts';

/** What `sallyport serve` was told. */
export interface ServeOptions {
  /** The configuration; `servers.config.yaml` of the current folder unless told. */
  readonly config?: string;
  readonly agent?: string;
  readonly http?: boolean;
  readonly port?: number;
  readonly host?: string;
  /** Lets run what nobody has looked at yet, and records that. For unattended set-ups. */
  readonly trust?: boolean;
  readonly state?: string;
  /** HTTP without a token. */
  readonly allowAnonymous?: boolean;
  readonly names?: Config['names'];
}

export const CONFIG_FILE = 'servers.config.yaml';

/** A configuration that can be served: read, its references resolved, its policy compiled. */
export interface Settings {
  readonly loaded: Loaded;
  /** With values in place of references. */
  readonly config: Config;
  /** Servers that cannot start for want of a value, and what to do. */
  readonly wanting: ReadonlyMap<string, string>;
  readonly policy: Compiled;
  /** Whether the file was only found in the current folder; a person has to say once that it may be used. */
  readonly isFound: boolean;
}

/** Reads everything that decides how to serve. Throws `ConfigError` with every complaint. */
export async function readSettings(options: ServeOptions, now: number): Promise<Settings> {
  const file = path.resolve(options.config ?? CONFIG_FILE);
  if (options.config === undefined && !existsSync(file)) {
    const instead = 'Write one with `sallyport init`, or name another with --config.';
    throw new ConfigError([{ path: [], what: `there is no ${CONFIG_FILE} in ${process.cwd()}`, instead }]);
  }
  const loaded = await loadConfig(file);
  const around = { env: process.env, folder: loaded.folder, workspace: process.cwd() };
  const { config, wanting } = await resolveReferences(loaded.config, around);
  const compilation = compilePolicy({ config: loaded.config, packs: readPacks(), now, locate: loaded.locate });
  if (!compilation.ok) throw new ConfigError(compilation.complaints);
  const named = options.names === undefined ? config : { ...config, names: options.names };
  return { loaded, config: named, wanting, policy: compilation.policy, isFound: options.config === undefined };
}
