import { type Complaint, complaintText } from '../model/complaint.ts';

/** A configuration that cannot be used. `message` is ready to be printed; `complaints` hold every place that is wrong. */
export class ConfigError extends Error {
  readonly complaints: readonly Complaint[];
  constructor(complaints: readonly Complaint[]) {
    super(complaints.map(complaintText).join('\n\n'));
    this.name = 'ConfigError';
    this.complaints = complaints;
  }
}
