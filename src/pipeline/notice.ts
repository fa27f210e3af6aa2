import type { Call } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Result } from '../model/result.ts';
import { faultOf, lastResort, withFault } from './fault.ts';
import { gatherOnResult } from './gather.ts';
import type { Interposer } from './interpose.ts';
import { fulfil } from './redact.ts';

/**
 * Judges text that an upstream sends besides results: progress, logs, updates, definitions, instructions (law 7). `about`
 * is the call it belongs to, or one of our own that stands for it. The text that may pass, redacted where the policy says
 * so, or undefined: then the refusal is in the record, and nobody hears of it.
 */
export async function judgeNotice(
  about: Call,
  value: JsonObject,
  text: string,
  interposer: Interposer,
): Promise<{ readonly value: JsonObject; readonly text: string } | undefined> {
  const { inspectors, limit, view, decide, journal, now } = interposer;
  const notice: Result = { kind: 'complete', value, text };
  let evidence = await gatherOnResult(inspectors, about, notice, view(about), limit);
  const asOf = now();
  let decision = lastResort('result');
  try {
    decision = decide(about, evidence, view(about), asOf, { failed: false, size: text.length });
    if (decision.effect === 'allow') {
      const passing = fulfil(about, notice, evidence, decision);
      return passing.kind === 'complete' ? { value: passing.value, text: passing.text } : undefined;
    }
  } catch (error) {
    evidence = withFault(evidence, faultOf('pipeline', error));
    decision = lastResort('result');
  }
  const blank = Object.freeze({ ...about, text: '{}', params: {}, args: {} });
  await journal.refuse({ seen: blank, evidence, decision, asOf });
  return undefined;
}
