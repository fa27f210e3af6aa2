import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Admittance } from '../../src/downstream/http-guard.ts';
import { watchListeners } from '../../src/downstream/http-listeners.ts';
import { until } from './stand.ts';

test('whose token is no good any more is ended; whose cannot be told now, and who went, are left alone', async () => {
  const refused = (status: number): Admittance => ({ ok: false, status, message: '' });
  const verdicts = new Map<string, Admittance>([
    ['good', { ok: true, proof: { transport: 'http' } }],
    ['revoked', refused(401)],
    ['unknown', refused(503)],
    ['gone', refused(401)],
  ]);
  const asked: string[] = [];
  const ended: string[] = [];
  const listeners = watchListeners({
    admit: ({ url = '' }: IncomingMessage) => {
      asked.push(url);
      return verdicts.get(url) ?? refused(401);
    },
  });
  onTestFinished(() => listeners.close());
  const open = (url: string): EventEmitter => {
    const response = Object.assign(new EventEmitter(), { end: () => void ended.push(url) });
    listeners.add({ url } as IncomingMessage, response as unknown as ServerResponse);
    return response;
  };
  for (const url of ['good', 'revoked', 'unknown']) open(url);
  open('gone').emit('close');
  await until(() => asked.filter((url) => url === 'unknown').length === 2);
  expect(new Set(ended)).toEqual(new Set(['revoked']));
  expect(asked).not.toContain('gone');
});
