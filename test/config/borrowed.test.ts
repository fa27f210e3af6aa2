import { expect, it } from 'vitest';
import { howHere } from '../../src/config/borrowed.ts';
import { ConfigError } from '../../src/config/error.ts';
import { parseConfig } from '../../src/config/load.ts';

/** What is said of a configuration that cannot be used. */
function saidOf(text: string): string {
  try {
    parseConfig('/c.yaml', text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'good';
}

it.each([
  ['servers: [ { name: web, url: "https://web.example" } ]', /a list[\s\S]*under its name: `servers: \{ NAME: /],
  ['names: plain\nservers: { web: { type: http, url: "https://web.example" } }', /"type"[\s\S]*Leave it out/],
  ['servers: { web: { command: "https://web.example/mcp" } }', /is an address: write `url: …` instead/],
  ['servers: { web: { httpUrl: "https://web.example/mcp" } }', /Write `url` instead/],
  ['servers: { web: { command: node, enabled: false } }', /Write `disabled: true`/],
  ['mcpServers: [ { command: node } ]', /Write `servers: \{ NAME: /],
  ['mcp_servers: { web: { command: node } }', /Write `servers: \{ NAME: /],
])('says how what other tools write is written here: %s', (text, said) => {
  expect(saidOf(text)).toMatch(said);
});

it('says nothing of keys that no tool has, and of those that are meant elsewhere', () => {
  expect(howHere(['servers', 'web'], 'constructor')).toBeUndefined();
  expect(howHere(['servers', 'web'], 'mcpServers')).toBeUndefined();
  expect(howHere(['http'], 'type')).toBeUndefined();
});
