import type { Evidence } from '../model/evidence.ts';
import type { JsonPointer } from '../model/json.ts';
import { fieldAt } from '../model/result/field.ts';
import { type FieldLabels, knownAt, type Label } from '../model/tool.ts';

/** The labels of places in a result; undefined where a place has those of the whole. */
export type LabelsAt = (at: JsonPointer) => readonly Label[] | undefined;

/** The labels of what one result holds. */
export interface ResultLabels {
  /** Of the whole. */
  readonly labels: readonly Label[];
  /** Undefined where no place differs from it. */
  readonly labelsAt: LabelsAt | undefined;
}

/** What addresses the model is a label more, of the whole and of every place: whatever is there may have been put there to be used. */
export function labelsOf({ fields, findings }: Evidence, given: readonly Label[]): ResultLabels {
  const isInstructing = findings.some(
    ({ kind, severity }) => kind === 'text.instructions' || (kind === 'url.exfil' && severity !== 'low'),
  );
  return {
    labels: isInstructing ? [...given, INSTRUCTED] : given,
    labelsAt: fields === undefined ? undefined : labelsIn(fields, isInstructing),
  };
}

const INSTRUCTED: Label = 'instructed';

const labelsIn =
  (fields: FieldLabels, isInstructing: boolean): LabelsAt =>
  (at) => {
    const field = fieldAt(at);
    const labels = field === undefined ? undefined : knownAt(fields, field);
    return labels === undefined || !isInstructing ? labels : [...labels, INSTRUCTED];
  };
