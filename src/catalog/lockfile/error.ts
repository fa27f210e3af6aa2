import { UnusableFile } from '../../model/complaint.ts';

/** A lockfile that cannot be used. */
export class LockfileError extends UnusableFile {}
