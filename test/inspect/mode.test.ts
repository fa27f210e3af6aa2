import { expect, test } from 'vitest';
import { classify } from '../../src/catalog/classify.ts';
import { mode } from '../../src/inspect/mode.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { callOf, lookAtCall } from './given.ts';

const ROLLOUT = { subCommand: { type: 'string', enum: ['history', 'pause', 'restart', 'status', 'undo'] } };
const RUNS = { action: { enum: ['list_runs', 'get_or_create', 'get_run', 'cancel', 'delete', 'list and delete'] } };
const FILE = { path: { type: 'string' }, dryRun: { type: 'boolean' } };
const TEXT = { type: 'string' };
const STATUS = { operation: 'status' };
const LIST = { action: 'list' };
const LISTS = { action: { enum: ['list', 'delete'] } };
const seen = async (args: JsonObject, properties: JsonObject, method = 'tools/call', name = 'tool') => {
  const { roles } = classify({ name, inputSchema: { type: 'object', properties } }, 'h', undefined);
  const call = callOf(args, { powers: ['write', 'destructive'], roles, inputSchema: { properties } }, name, method);
  return (await lookAtCall(mode, call)).findings?.map(({ kind, at }) => [kind, at]) ?? [];
};

test.each<[args: JsonObject, properties: JsonObject, at: string]>([
  [{ subCommand: 'status', name: 'web' }, ROLLOUT, 'subCommand'],
  [{ subCommand: 'history' }, ROLLOUT, 'subCommand'],
  [{ action: 'list_runs' }, RUNS, 'action'],
  [{ action: 'get_run', id: '7' }, RUNS, 'action'],
  [{ mode: 'list' }, { mode: { enum: ['list', 'prune'] } }, 'mode'],
  [
    { action: 'get', mode: 'full' },
    { action: { enum: ['get', 'delete'] }, mode: { enum: ['full', 'short'] } },
    'action',
  ],
  [{ path: 'a', dryRun: true }, FILE, 'dryRun'],
  [{ operation: 'drain', dry_run: true }, { operation: { enum: ['drain'] }, dry_run: { type: 'boolean' } }, 'dry_run'],
])('%j only looks or tries', async (args, properties, at) => {
  expect(await seen(args, properties)).toEqual([['mode.reads', `/arguments/${at}`]]);
});

test.each<[args: JsonObject, properties: JsonObject]>([
  [{ subCommand: 'undo' }, ROLLOUT],
  [{ subCommand: 'status; undo' }, ROLLOUT],
  [{ subCommand: ['status'] }, ROLLOUT],
  [{ action: 'get_or_create' }, RUNS],
  [{ action: 'list and delete' }, RUNS],
  [{ action: 'cancel' }, RUNS],
  // Free words, and what is not declared, mean what the server makes of them.
  [{ command: 'get' }, { command: { type: 'string' } }],
  [{ action: 'list' }, { action: { enum: ['get', 'delete'] } }],
  [{ action: 'list', path: 'a' }, { path: { type: 'string' } }],
  [{ dryRun: true }, { path: { type: 'string' } }],
  [{ path: 'a', dryRun: 'true' }, FILE],
  [{ path: 'a', dryRun: false }, FILE],
  [{ dryRun: true }, { dryRun: { type: 'string' } }],
  // Who lists a thing here offers it.
  [{ action: 'list' }, { action: { enum: ['list', 'delist'] } }],
  [{ action: 'list' }, { action: { enum: ['list', 'buy'] } }],
  [
    { action: 'get', operation: 'delete' },
    { action: { enum: ['get', 'set'] }, operation: { enum: ['read', 'delete'] } },
  ],
  [
    { action: 'delete', mode: 'list' },
    { action: { enum: ['delete'] }, mode: { enum: ['list', 'all'] } },
  ],
  // What a property is called, a server may also take for one to set.
  [
    { ...STATUS, value: 'closed' },
    { operation: { enum: ['status', 'title', 'delete'] }, text: TEXT, value: TEXT },
  ],
  [
    { ...STATUS, text: 'It is done' },
    { operation: { enum: ['status', 'delete'] }, text: TEXT },
  ],
  [
    { ...LIST, purge: true },
    { ...LISTS, purge: { type: 'boolean' } },
  ],
  [
    { ...LIST, then: 'delete' },
    { ...LISTS, then: { enum: ['delete', 'keep'] } },
  ],
  [
    { ...LIST, price: 1 },
    { ...LISTS, price: { type: 'number' } },
  ],
  [{ ...LIST, steps: [{ action: 'delete' }] }, LISTS],
  [
    { mode: 'info', method: 'DELETE' },
    { mode: { enum: ['info', 'full'] }, method: { enum: ['GET', 'DELETE'] } },
  ],
  [
    { simulate: true, text: 'x' },
    { simulate: { type: 'boolean' }, text: TEXT },
  ],
  [
    { dryRun: true, execute: true },
    { ...FILE, execute: { type: 'boolean' } },
  ],
  [{ dryRun: true }, { dryRun: { type: 'boolean', description: 'Only for copies; ignored otherwise.' } }],
  [{ filter: 'status' }, { filter: { enum: ['status', 'name'] } }],
  [{}, ROLLOUT],
])('%j may do more', async (args, properties) => {
  expect(await seen(args, properties)).toEqual([]);
});

test.each(['delete_data', 'remove_items', 'post_update'])(
  '%s does what it is called after to whatever is chosen',
  async (name) => {
    const choices = { mode: { enum: ['history', 'list', 'status', 'all'] } };
    expect(await seen({ mode: 'history' }, choices, 'tools/call', name)).toEqual([]);
    expect(await seen({ mode: 'history' }, choices, 'tools/call', 'browser_data')).toHaveLength(1);
    expect(await seen({ mode: 'history' }, choices, 'tools/call', 'manage_runs')).toHaveLength(1);
  },
);

test('leaves what is no call of a tool, and what has no schema', async () => {
  expect(await seen({ subCommand: 'status' }, ROLLOUT, 'prompts/get')).toEqual([]);
  expect(await lookAtCall(mode, callOf({ subCommand: 'status' }))).toEqual({});
});
