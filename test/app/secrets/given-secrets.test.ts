import { expect, it } from 'vitest';
import { hiderOf } from '../../../src/app/secrets/given-secrets.ts';
import { configSchema } from '../../../src/config/schema.ts';

it('hides what servers are given, and the token without its scheme', () => {
  const config = configSchema.parse({
    servers: {
      a: { command: 'x', env: { KEY: 'hunter2-hunter2', DEBUG: '1' } },
      b: { url: 'https://b.example/mcp', headers: { Authorization: 'Bearer abcdef-123456' } },
    },
  });
  const hide = hiderOf({ config });
  expect(hide('1: hunter2-hunter2, abcdef-123456')).toBe('1: [hidden], [hidden]');
});

it('hides no reference whose value is missing: a person is to read which one', () => {
  const config = configSchema.parse({
    servers: {
      a: { url: 'https://a.example', headers: { Authorization: 'Bearer ${env:FIGMA_TOKEN}', X: '${file:/t}' } },
    },
  });
  const said = '${env:FIGMA_TOKEN}: the environment variable FIGMA_TOKEN is not set; ${file:/t} is not there';
  expect(hiderOf({ config })(said)).toBe(said);
});
