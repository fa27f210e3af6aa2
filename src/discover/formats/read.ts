import type { Format } from '../client.ts';
import type { Broken, Parsed, Read } from './format.ts';
import { readJson } from './json.ts';
import { readToml } from './toml.ts';
import { readYaml } from './yaml.ts';

const READERS: Readonly<Record<Format, Read>> = { json: readJson, toml: readToml, yaml: readYaml };

/** Reads a text as a client would. Throws nothing. */
export const readFormat = (format: Format, text: string): Parsed | Broken => READERS[format](text);
