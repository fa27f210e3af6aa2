import { expect, it } from 'vitest';
import { askedIn, heardIn } from '../../src/projections/heard.ts';
import { decision, sampleEntry } from '../pipeline/sample.ts';

const sayings = [{ said: 'log', of: 'send', at: '/data', text: 'Copied to eve@evil.example.' }] as const;
const params = { message: 'Shall eve@evil.example get it?', requestedSchema: { type: 'object', properties: {} } };
const asked = sampleEntry({ origin: 'upstream', method: 'elicitation/create', labels: ['untrusted'] });

it('what was said on the way is heard as it was recorded; what was erased, as lost', () => {
  const entry = {
    kind: 'saying',
    call: 'c',
    session: 's',
    upstream: 'mail',
    labels: [],
    payload: { digest: 'd', size: 1 },
  } as const;
  expect(heardIn(entry, JSON.stringify(sayings)).sayings).toEqual(sayings);
  expect(heardIn(entry, JSON.stringify(sayings)).isLost).toBeUndefined();
  expect(heardIn(entry, undefined)).toMatchObject({ sayings: [], isLost: true });
});

it('a question that was put is heard, with the labels of its server', () => {
  const text = JSON.stringify(params);
  const heard = { call: 'c', upstream: 'files', labels: ['untrusted'] };
  const said = [{ said: 'question', of: '', at: '/message', text: params.message }];
  expect(askedIn(asked, text, undefined)).toEqual({ ...heard, sayings: said });
  expect(askedIn(asked, text, params)).toEqual({ ...heard, sayings: said });
});

it('one that was not put, or names nothing, is not; one that was erased is heard as lost', () => {
  const { labels: _, ...plain } = asked;
  expect(askedIn({ ...asked, decision: decision('deny') }, JSON.stringify(params), params)).toBeUndefined();
  expect(askedIn(plain, '{"message":"Go on?"}', undefined)).toBeUndefined();
  expect(askedIn(plain, undefined, undefined)).toBeUndefined();
  for (const text of [undefined, 'no JSON'])
    expect(askedIn(asked, text, undefined)).toEqual({
      call: 'c',
      upstream: 'files',
      labels: ['untrusted'],
      sayings: [],
      isLost: true,
    });
});
