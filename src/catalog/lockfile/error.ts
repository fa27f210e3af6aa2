import { type Complaint, complaintText } from '../../model/complaint.ts';

/** A lockfile that cannot be used. `message` is ready to be printed; `complaints` hold every place that is wrong. */
export class LockfileError extends Error {
  readonly complaints: readonly Complaint[];
  constructor(complaints: readonly Complaint[]) {
    super(complaints.map(complaintText).join('\n\n'));
    this.name = 'LockfileError';
    this.complaints = complaints;
  }
}
