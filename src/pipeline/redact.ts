import type { Call } from '../model/call.ts';
import { type Decision, decidingRules } from '../model/decision.ts';
import type { Evidence } from '../model/evidence.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { type Result, resultBody } from '../model/result.ts';
import { shownName } from '../model/text/shown-name.ts';
import { type Replace, replaceFound, secretsIn } from './mask.ts';
import { Redaction, withText } from './redaction.ts';

/** The result that may be answered: as it came, redacted where obligations say so, or withheld whole. */
export function fulfil(call: Call, result: Result, evidence: Evidence, decision: Decision): Result {
  // The act is done, so nobody is asked about a result: whatever is not allowed is withheld.
  if (decision.effect !== 'allow') return withhold(call, decision);
  if (decision.obligations.length === 0) return result;
  if (result.kind === 'failed') return redactFailure(result, new Redaction(evidence, decision));
  const text = redact(call, result, new Redaction(evidence, decision));
  if (text === result.text) return result;
  const parsed = JSON.parse(text) as Json;
  const value: JsonObject = isObject(parsed) ? parsed : {};
  if (result.kind !== 'error') return { kind: result.kind, value, text };
  const message = typeof value.message === 'string' ? value.message : result.message;
  return {
    kind: 'error',
    code: result.code,
    message,
    ...(value.data === undefined ? {} : { data: value.data }),
    value,
    text,
  };
}

/**
 * A tool's answer has room for an explanation: one more text at the end of its content. Elsewhere the mark itself has to
 * explain: one more message would be put into somebody's mouth, or into a file.
 */
function redact(call: Call, { kind, value, text }: Exclude<Result, { kind: 'failed' }>, redaction: Redaction): string {
  const { findings } = redaction;
  if (call.method === 'tools/call' && kind === 'complete' && Array.isArray(value.content)) {
    const marked = replaceFound(text, value, findings, redaction.mark);
    return marked === text ? text : (withText(marked, value, redaction.note()) ?? marked);
  }
  return replaceFound(text, value, findings, redaction.marksThatTell());
}

/** What went wrong is told in a sentence that may quote the server: its last words, the text of its refusal. */
function redactFailure(result: Extract<Result, { kind: 'failed' }>, redaction: Redaction): Result {
  const body = { message: result.message };
  const text = replaceFound(JSON.stringify(body), body, redaction.findings, redaction.marksThatTell());
  const { message } = JSON.parse(text) as typeof body;
  return { ...result, message };
}

/** Takes the place of a result that may not be seen. It says which rule withheld it and why, and that the act is done. */
function withhold(call: Call, decision: Decision): Result {
  const [rule] = decidingRules(decision);
  const why = rule === undefined ? 'the policy does not allow it' : `${rule.reason} (rule "${rule.rule}")`;
  const instead = rule?.instead === undefined ? '' : ` ${rule.instead}`;
  const message = `Sallyport withheld the result of ${call.target.upstream}.${shownName(call.target.name) || call.method}: ${why}${instead} The call itself was carried out.`;
  if (call.method === 'tools/call') {
    const value = { content: [{ type: 'text', text: message }], isError: true };
    return { kind: 'complete', value, text: JSON.stringify(value) };
  }
  const value = { code: -32603, message };
  return { kind: 'error', code: -32603, message, value, text: JSON.stringify(value) };
}

/** The JSON text of a received result as it is recorded: secrets tokenised. */
export function maskResult(result: Result, evidence: Evidence, token: Replace): string {
  const body = resultBody(result);
  const text = result.kind === 'failed' ? JSON.stringify(body) : result.text;
  const secrets = secretsIn(evidence);
  return secrets.length === 0 ? text : replaceFound(text, body, secrets, token);
}
