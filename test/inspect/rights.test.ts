import { expect, test } from 'vitest';
import { rights } from '../../src/inspect/rights.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Power } from '../../src/model/tool.ts';
import { callOf, lookAtCall } from './given.ts';

const seen = async (args: JsonObject, powers: readonly Power[] = ['write']) =>
  (await lookAtCall(rights, callOf(args, { powers }))).findings?.map(({ kind, at }) => [kind, at]) ?? [];

test.each<[args: JsonObject, at: string]>([
  [{ user: 'kp77', permission: 'admin' }, 'permission'],
  [{ email: 'ann@ours.example', role: 'Owner' }, 'role'],
  [{ username: 'bot', access_level: 'maintainer' }, 'access_level'],
  [{ guest: 'ann', accessRights: 'full control' }, 'accessRights'],
  [{ konto: 'ann', rolle: 'Eigentümer' }, 'rolle'],
  [{ member: 'ann', role: 'roles/owner' }, 'role'],
  [{ member: 'ann', permissions: 'read, write, admin' }, 'permissions'],
  [{ member: 'ann', access: 'AdministratorAccess' }, 'access'],
  [{ member: 'ann', role: 'cluster-admin' }, 'role'],
  [{ member: 'ann', permission: '*' }, 'permission'],
  [{ member: 'ann', permissions: 'ALL PRIVILEGES' }, 'permissions'],
  [{ member: 'ann', access: 'fullControl' }, 'access'],
  [{ members: [{ name: 'ann', role: 'org admin' }] }, 'members/0/role'],
])('%j gives the highest rights', async (args, at) => {
  expect(await seen(args)).toEqual([['rights.highest', `/arguments/${at}`]]);
});

test.each<[args: JsonObject]>([
  [{ user: 'admin', permission: 'read' }],
  [{ title: 'owner', body: 'admin' }],
  [{ role: 'the owner of the building' }],
  [{ role: 'guest', owner: 'admin' }],
  [{ level: 'administrative' }],
  [{ role: 'product owner' }],
  [{ access: 'all users' }],
  [{ role: 'non-admin' }],
  [{ permission: 'admin_viewer' }],
  [{ permission: 'read, write' }],
  [{ admin: 'role' }],
])('%j does not', async (args) => {
  expect(await seen(args)).toEqual([]);
});

test('who only looks gives nothing', async () => {
  expect(await seen({ role: 'admin' }, ['read'])).toEqual([]);
});
