import { describe, expect, test } from 'vitest';
import { sayLines } from '../../../src/upstream/stdio/stderr.ts';

describe('sayLines', () => {
  test('puts the name in front, a line at a time, and remembers the last', () => {
    const lines: string[] = [];
    const said = sayLines('crm', (line) => lines.push(line));
    said.hear(Buffer.from('one\ntw'));
    said.hear(Buffer.from('o\n\n'));
    expect(lines).toEqual(['[crm] one', '[crm] two']);
    expect(said.last()).toBe('two');
  });

  test.each([
    [
      'Error: Cannot find module',
      'throw err;\n  ^\n\nError: Cannot find module\n    at x (y:1)\n}\n\nNode.js v20.20.2\n',
    ],
    [
      'npm error 404 Not Found - GET x',
      'npm error code E404\nnpm error 404 Not Found - GET x\nnpm error A complete log of this run can be found in: z\n',
    ],
    ['E401: no such user', 'starting\nE401: no such user\nnpm notice New version\n'],
    ['ModuleNotFoundError: No module named x', 'Traceback\n  raise y\nModuleNotFoundError: No module named x\n'],
    ['port is taken', `Error: an old one\n${'busy\n'.repeat(40)}port is taken\n`],
  ])('its last words are what tells most: %s', (last, text) => {
    const said = sayLines('crm', () => undefined);
    said.hear(Buffer.from(text));
    expect(said.last()).toBe(last);
  });

  test('a flood is cut off and said to be; the next window is open again', () => {
    const lines: string[] = [];
    let now = 0;
    const said = sayLines(
      'crm',
      (line) => lines.push(line),
      () => now,
    );
    said.hear(Buffer.from('x\n'.repeat(5_000)));
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toMatch(/more than 100 lines/);
    now = 10_000;
    said.hear(Buffer.from('later\n'));
    expect(lines.slice(-2)).toEqual(['[crm] (4900 lines were not shown)', '[crm] later']);
  });

  test('a line without end costs no memory and is shown by its head', () => {
    const lines: string[] = [];
    const said = sayLines('crm', (line) => lines.push(line));
    for (let i = 0; i < 100; i++) said.hear(Buffer.from('y'.repeat(10_000)));
    said.hear(Buffer.from('\n'));
    expect(lines).toEqual([`[crm] ${'y'.repeat(256)}`]);
  });

  test('a line cut short ends before the word that it was cut in: half a secret is one that nothing recognises', () => {
    const lines: string[] = [];
    const said = sayLines('crm', (line) => lines.push(line));
    said.hear(Buffer.from(`${'word '.repeat(399)}"ghp_a1B2c3D4e5F6\n`));
    said.hear(Buffer.from(`${'word '.repeat(50)}ghp_a1B2c3D4e5F6${' word'.repeat(20_000)}\n`));
    said.hear(Buffer.from(`${'word '.repeat(398)}end\n`));
    expect(lines).toEqual([
      `[crm] ${'word '.repeat(399)}"`,
      `[crm] ${'word '.repeat(50).trimEnd()}`,
      `[crm] ${'word '.repeat(398)}end`,
    ]);
  });

  test('the lines of a private key are not shown, and those around it are', () => {
    const lines: string[] = [];
    const said = sayLines('crm', (line) => lines.push(line));
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
    const key = [
      '-----BEGIN RSA PRIVATE KEY-----',
      'Proc-Type: 4,ENCRYPTED',
      '',
      body,
      body,
      'MzEf==',
      '-----END RSA PRIVATE KEY-----',
    ];
    said.hear(Buffer.from(`loaded\n${key.join('\n')}\nready\n`));
    said.hear(Buffer.from(`what starts with -----BEGIN PRIVATE KEY----- is secret\n${body}\n`));
    expect(lines).toEqual([
      '[crm] loaded',
      '[crm] -----BEGIN RSA PRIVATE KEY----- (its lines are not shown)',
      '[crm] -----END RSA PRIVATE KEY-----',
      '[crm] ready',
      '[crm] what starts with -----BEGIN PRIVATE KEY----- is secret',
      `[crm] ${body}`,
    ]);
  });
});
