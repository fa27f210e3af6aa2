import { expect, test } from 'vitest';
import { readOffer } from '../../src/catalog/offer.ts';
import { configSchema } from '../../src/config/schema.ts';
import { listing, template, tool } from './listing.ts';

const server = configSchema.parse({ servers: { mail: { command: 'x' } } }).servers.mail;

test('is what can be read of a listing, each kind by itself, and says what was left out', () => {
  if (server === undefined) throw new Error('no such server');
  const offered = listing('mail', {
    tools: [tool('send'), tool('send', { description: 'twice' }), '{"name":"bare","inputSchema":{}}', 'junk'],
    resourceTemplates: [template('mail://{id}')],
  });
  const offer = readOffer('mail', offered, server, undefined);
  expect(offer.listing).toBe(offered);
  expect(offer.kept.tools.map(({ name }) => name)).toEqual(['send', 'bare']);
  expect(offer.kept.resourceTemplates.map(({ name }) => name)).toEqual(['mail://{id}']);
  expect(offer.dropped.map(({ name }) => name)).toEqual(['send', '']);
  expect(offer.mended.map(({ name }) => name)).toEqual(['bare']);
  // Nothing was accepted: everything is taken as it comes.
  expect([offer.differences, offer.vanished.size]).toEqual([[], 0]);
});
