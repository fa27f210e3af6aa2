import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Detector } from '../../src/inspect/detectors/detector.ts';
import { FINDING_KINDS } from '../../src/policy/kinds.ts';
import { overlap } from '../../src/policy/pattern.ts';

it('names each kind once', () => {
  expect(new Set(FINDING_KINDS).size).toBe(FINDING_KINDS.length);
});

const folder = new URL('../../src/inspect/detectors/', import.meta.url);
const isDetector = (one: unknown): one is Detector =>
  typeof one === 'object' && one !== null && 'kinds' in one && Array.isArray(one.kinds);

it('names each kind that a detector makes, and of secrets and personal data no other', async () => {
  const modules: Record<string, unknown>[] = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href)),
  );
  const made = modules.flatMap((module) => Object.values(module).filter(isDetector)).flatMap(({ kinds }) => kinds);
  expect(made.filter((kind) => !FINDING_KINDS.some((known) => overlap(known, kind)))).toEqual([]);
  const listed = FINDING_KINDS.filter((kind) => /^(?:secret|pii)\./.test(kind));
  // Known again in arguments, by the token that stands for it, and what servers are given: no detector sees that.
  const others = ['secret.known', 'secret.given'];
  expect(listed.filter((kind) => !others.includes(kind) && !made.includes(kind))).toEqual([]);
});
