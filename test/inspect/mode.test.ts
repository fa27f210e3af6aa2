import { expect, test } from 'vitest';
import { mode } from '../../src/inspect/mode.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { callOf, lookAtCall } from './given.ts';

const ROLLOUT = { subCommand: { type: 'string', enum: ['history', 'pause', 'restart', 'status', 'undo'] } };
const RUNS = { action: { enum: ['list_runs', 'get_or_create', 'get_run', 'cancel', 'delete', 'list and delete'] } };
const FILE = { path: { type: 'string' }, dryRun: { type: 'boolean' } };
const seen = async (args: JsonObject, properties: JsonObject, method = 'tools/call') => {
  const call = callOf(args, { powers: ['write', 'destructive'], inputSchema: { properties } }, 'tool', method);
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
  [{ filter: 'status' }, { filter: { enum: ['status', 'name'] } }],
  [{}, ROLLOUT],
])('%j may do more', async (args, properties) => {
  expect(await seen(args, properties)).toEqual([]);
});

test('leaves what is no call of a tool, and what has no schema', async () => {
  expect(await seen({ subCommand: 'status' }, ROLLOUT, 'prompts/get')).toEqual([]);
  expect(await lookAtCall(mode, callOf({ subCommand: 'status' }))).toEqual({});
});
