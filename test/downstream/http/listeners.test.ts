import { type IncomingMessage, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Admittance } from '../../../src/downstream/http/guard.ts';
import { watchListeners } from '../../../src/downstream/http/listeners.ts';
import { until } from '../stand.ts';
import { incoming } from '../visits.ts';

test('whose token is no good any more is ended; whose cannot be told now, and who went, are left alone', async () => {
  const refused = (status: number): Admittance => ({ ok: false, status, message: '' });
  const verdicts = new Map<string, Admittance>([
    ['good', { ok: true, proof: { transport: 'http' } }],
    ['revoked', refused(401)],
    ['unknown', refused(503)],
    ['gone', refused(401)],
  ]);
  const asked: string[] = [];
  const opened = new Map<string, ServerResponse>();
  const listeners = watchListeners({
    admit: ({ url = '' }: IncomingMessage) => {
      asked.push(url);
      return verdicts.get(url) ?? refused(401);
    },
  });
  onTestFinished(() => listeners.close());
  const open = (url: string): ServerResponse => {
    const request = incoming({}, url);
    const response = new ServerResponse(request);
    opened.set(url, response);
    listeners.add(request, response);
    return response;
  };
  for (const url of ['good', 'revoked', 'unknown']) open(url);
  open('gone').emit('close');
  await until(() => asked.filter((url) => url === 'unknown').length === 2);
  expect([...opened].filter(([, { writableEnded }]) => writableEnded).map(([url]) => url)).toEqual(['revoked']);
  expect(asked).not.toContain('gone');
});
