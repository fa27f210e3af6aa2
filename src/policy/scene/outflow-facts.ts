import type { Outflow } from '../../model/evidence.ts';
import type { Label } from '../../model/tool.ts';
import type { Sent, View } from '../../model/view.ts';

/** What a call would carry of earlier results to one place, and all that went there before. Sizes are UTF-16 units. */
export class OutflowFacts {
  readonly to: string;
  readonly labels: readonly Label[];
  /** Of this call alone. */
  readonly size: number;
  /** Of this session, with this call. Every value counts once. */
  readonly total: number;
  /** How many values `total` counts. */
  readonly values: number;
  /** Of all sessions of the principal, with this call. */
  readonly byPrincipal: number;
  constructor({ to, labels, values }: Outflow, { sent, sentByPrincipal }: Pick<View, 'sent' | 'sentByPrincipal'>) {
    this.to = to;
    this.labels = labels;
    this.size = sum(values);
    const fresh = unsent(to, values, sent);
    this.total = (sent?.size(to) ?? 0) + sum(fresh);
    this.values = (sent?.count(to) ?? 0) + fresh.length;
    this.byPrincipal = (sentByPrincipal?.size(to) ?? 0) + sum(unsent(to, values, sentByPrincipal));
  }
}

const sum = (values: Outflow['values']): number => values.reduce((all, [, size]) => all + size, 0);

const unsent = (to: string, values: Outflow['values'], sent: Sent | undefined): Outflow['values'] =>
  sent === undefined ? values : values.filter(([mark]) => !sent.has(to, mark));
