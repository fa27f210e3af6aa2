import { expect, it } from 'vitest';
import { describeTool } from '../../src/journal/described-tool.ts';
import { FACTS } from './passing.ts';

it('names equal facts alike, however they were built, and others otherwise', () => {
  const { facts } = describeTool(FACTS);
  expect(facts).toMatch(/^[\w-]{43}$/);
  expect(describeTool({ ...FACTS }).facts).toBe(facts);
  expect(describeTool({ ...FACTS, roles: { '/cc': 'content', '/to': 'destination' } }).facts).toBe(
    describeTool({ ...FACTS, roles: { '/to': 'destination', '/cc': 'content' } }).facts,
  );
  expect(describeTool({ ...FACTS, labels: [] }).facts).not.toBe(facts);
  expect(describeTool({ ...FACTS, definition: 'another' }).facts).not.toBe(facts);
  expect(describeTool({ ...FACTS, fields: { '/to': ['pii'] } }).facts).not.toBe(facts);
  expect(describeTool(FACTS)).not.toHaveProperty('fields');
});

it('describes a tool once', () => {
  expect(describeTool(FACTS)).toBe(describeTool(FACTS));
});
