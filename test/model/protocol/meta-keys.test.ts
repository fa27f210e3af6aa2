import { expect, test } from 'vitest';
import { isHopKey, mayBeRead } from '../../../src/model/protocol/meta-keys.ts';

test.each([
  'progressToken',
  'sessionId',
  'io.modelcontextprotocol/clientInfo',
  'claudecode/toolUseId',
  'codex/turn',
  'x-codex-turn-metadata',
  'vscode.requestId',
])('%s stays on the client’s side', (key) => {
  expect([isHopKey(key), mayBeRead(key)]).toEqual([true, false]);
});

test.each(['traceparent', 'tracestate'])('%s is sent on, and is no part of what is asked for', (key) => {
  expect([isHopKey(key), mayBeRead(key)]).toEqual([false, false]);
});

test.each(['ours.example/task', 'baggage', 'trace', 'vscode', 'ProgressToken', 'x-io.sallyport/a', '__proto__', ''])(
  '%j is sent on, and a server may read it',
  (key) => {
    expect([isHopKey(key), mayBeRead(key)]).toEqual([false, true]);
  },
);
