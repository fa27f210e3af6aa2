import { expect, it } from 'vitest';
import { Reads } from '../../src/catalog/reads.ts';
import { configSchema } from '../../src/config/schema.ts';

const serverOf = (tools: object) => configSchema.parse({ servers: { files: { command: 'x', tools } } }).servers.files;

it('reading is known alike for all addresses of a server that says nothing about single ones', () => {
  const reads = new Reads();
  const server = serverOf({});
  const facts = reads.facts('files', 'file:///a', server);
  expect(facts).toMatchObject({ powers: ['read'], roles: { '/uri': 'path' }, definition: '' });
  expect(reads.facts('files', 'file:///b', server)).toBe(facts);
  expect(reads.facts('other', 'file:///b', server)).not.toBe(facts);
});

it('reading is known for each address where some are configured, and known anew when that has changed', () => {
  const reads = new Reads();
  const server = serverOf({ 'file:///secret': { labels: ['secret'] } });
  expect(reads.facts('files', 'file:///secret', server).labels).toContain('secret');
  expect(reads.facts('files', 'file:///a', server).labels).not.toContain('secret');
  const other = serverOf({ 'file:///secret': { labels: ['pii'] } });
  expect(reads.facts('files', 'file:///secret', other).labels).toContain('secret');
  reads.forget();
  expect(reads.facts('files', 'file:///secret', other).labels).toEqual(['pii']);
});
