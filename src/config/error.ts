import { UnusableFile } from '../model/complaint.ts';

/** A configuration that cannot be used. */
export class ConfigError extends UnusableFile {}
