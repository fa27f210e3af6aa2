import type { IAsyncProperty, IProperty, Parameters } from 'fast-check';
import { vi } from 'vitest';

/** How often fast-check tries a property that names no number of its own. */
const USUAL = 100;

const wanted = Number(process.env.PROPERTY_RUNS);
if (!Number.isInteger(wanted) || wanted < 1) throw new Error('PROPERTY_RUNS is no whole number from 1');

/**
 * The number that a test names says how dear one run is, or how rare what it looks for: what is dearer than usual gets the
 * same part of what is wanted, what is rarer no less than it names.
 */
const runsOf = (named: number): number => Math.max(named, Math.ceil((wanted * Math.min(named, USUAL)) / USUAL));

// Here and not in each test: so none can name a number that this does not reach.
vi.mock('fast-check', async (original) => {
  const { default: fc, ...parts } = await original<typeof import('fast-check')>();
  const assert = <T>(property: IProperty<T> | IAsyncProperty<T>, given: Parameters<T> = {}): unknown =>
    fc.assert(property as IProperty<T>, { ...given, numRuns: runsOf(given.numRuns ?? USUAL) });
  return { ...parts, default: { ...fc, assert } };
});
