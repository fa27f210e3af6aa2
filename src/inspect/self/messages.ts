import type { Finding } from '../../model/evidence.ts';
import type { OwnKind } from './own-places.ts';
import type { Above } from './state/unpacking.ts';

/** What of ours is touched, as it is told to people. */
export const WHAT: Readonly<Record<OwnKind, string>> = {
  'self.config': "Sallyport's own configuration",
  'self.state': "Sallyport's own records and approvals",
  'self.program': "Sallyport's own program",
  'self.client-config': "an MCP client's configuration, which says what stands between it and its servers",
};

export const OWN_SECRETS = "Names a place that holds Sallyport's own keys and secrets of the servers behind it.";
export const OTHERS_DATA = "Names Sallyport's own records: what other sessions sent, received and were asked.";
export const LEFT_STANDING =
  "Would write, remove or open Sallyport's own records and approvals if it runs in a folder that an earlier call of this session named.";
export const REMOVES_AROUND = "Would remove a folder that holds Sallyport's own files or a client's configuration.";

/** What is said of a folder that has something of ours in it. */
export const ABOVE: Readonly<Record<Above, Omit<Finding, 'at'>>> = {
  reaches: {
    kind: 'self.state',
    severity: 'critical',
    message: `Would write, remove or open a folder that has ${WHAT['self.state']} in it.`,
  },
  may: {
    kind: 'self.above',
    severity: 'medium',
    message: `Puts what nobody has seen into a folder that has ${WHAT['self.state']} below it.`,
  },
  client: {
    kind: 'self.above',
    severity: 'medium',
    message: `Puts what nobody has seen into a folder that keeps ${WHAT['self.client-config']}.`,
  },
  config: {
    kind: 'self.above',
    severity: 'medium',
    message: `Puts what nobody has seen into a folder that keeps ${WHAT['self.config']}.`,
  },
};

export const TOO_LONG = 'Names Sallyport or a client in a command that is too long to be read.';
