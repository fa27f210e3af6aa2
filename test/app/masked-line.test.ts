import { describe, expect, it } from 'vitest';
import { maskedLine as masked } from '../../src/app/masked-line.ts';
import { Given } from '../../src/inspect/secrets/given.ts';
import { secretDetectors } from '../../src/inspect/secrets.ts';

const TOKEN = ['ghp_a1B2c3D4e5F6g7H8', 'i9J0k1L2m3N4o5P6q7R8'].join('');
const KEY = 'n3XqTz81kWm0';
const given = new Given([{ server: 'crm', value: KEY }]);
const maskedLine = (line: string): string => masked(line, given);
const PASSWORD = 'q7Rk2VbT9x';

describe('maskedLine', () => {
  it.each([
    [`[git] using ${TOKEN} of ann`, '[git] using [secret.github] of ann'],
    [
      `[db] postgres://app:${PASSWORD}@db.internal:5432/app is down`,
      '[db] postgres://app:[secret.url]@db.internal:5432/app is down',
    ],
    [`[a] {"level":"info","token":"${TOKEN}","n":1}`, '[a] {"level":"info","token":"[secret.github]","n":1}'],
    [`[crm] starts with ${KEY}, as told`, '[crm] starts with [secret.given], as told'],
    [`[a] Basic ${Buffer.from(`ada:${KEY}`).toString('base64')}`, '[a] Basic [secret.given]'],
    [`[a] ${TOKEN} and ${TOKEN}`, '[a] [secret.github] and [secret.github]'],
  ])('takes out what is a secret, and no more: %#', (line, expected) => expect(maskedLine(line)).toBe(expected));

  it('takes it out of what is decoded in one step too', () => {
    const line = `[a] sent ${Buffer.from(`key ${TOKEN} end`).toString('base64')} today`;
    expect(maskedLine(line)).toBe('[a] sent [secret.github] today');
  });

  it.each(secretDetectors.flatMap(({ sees }) => sees))('sees what the detectors see: $kind', ({ text, kind }) => {
    expect(maskedLine(`[a] ${text}`)).toContain(`[${kind}]`);
  });

  it.each([
    '[git] GitHub MCP Server running on stdio',
    '[db] connected to postgres://app@db.internal:5432/app in 12 ms',
    '[a] 2026-11-26T15:00:00.123Z INFO request 7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604 took 12 ms',
    '[a] npm warn deprecated inflight@1.0.6: use lru-cache',
    '[a]     at Object.<anonymous> (/srv/app/node_modules/x/dist/index.js:12:34)',
    '[a] commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    '[a] set GITHUB_TOKEN to a token of yours; ${GITHUB_TOKEN} is empty',
    '[a] total_tokens: 112835, password: changeme',
  ])('leaves every letter of a line that holds none: %s', (line) => expect(maskedLine(line)).toBe(line));

  it('leaves nothing behind many decoys', () => {
    const decoys = Array.from({ length: 150 }, (_, i) => `u://a:p${i}Xy7Rk@h`).join(' ');
    expect(maskedLine(`[a] ${decoys} postgres://app:${PASSWORD}@h`)).not.toContain(PASSWORD);
  });
});
