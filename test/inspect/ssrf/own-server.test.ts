import { expect, test } from 'vitest';
import { isOwnServer } from '../../../src/inspect/ssrf/own-server.ts';
import { NO_MEMORY, type Sighted, type Step, type View } from '../../../src/model/view.ts';
import { viewOf } from '../given.ts';

const from = (call: string): Sighted => ({
  call,
  upstream: 'dev',
  tool: 'tool',
  at: '/content/0/text',
  shape: 'prose',
  labels: ['untrusted'],
  step: 1,
});
const step = (call: string, powers: Step['powers']): Step => ({
  call,
  upstream: 'dev',
  tool: 'tool',
  powers,
  failed: false,
  labels: [],
});
const MADE: Readonly<Record<string, readonly string[]>> = {
  page: ['http://localhost:5173/'],
  blog: ['https://blog.example/x'],
};

/** A session that ran a command, opened the page of its own server, and read a blog; `seen` says what was where. */
const session = (seen: Readonly<Record<string, readonly string[]>>): View => ({
  ...viewOf(),
  recent: [step('run', ['write', 'execute']), step('page', ['external']), step('blog', ['read', 'external'])],
  memory: {
    ...NO_MEMORY,
    find: (key) => (seen[key] ?? []).map(from),
    madeWith: (call) => MADE[call] ?? [],
  },
});
const printed = { 'url:http://localhost:5173': ['run'] };

test.each([
  ['http://localhost:5173/', printed],
  ['http://localhost:5173', printed],
  ['http://localhost:5173/login', printed],
  ['http://localhost:5173/', { 'url:http://localhost:5173': ['page', 'run'] }],
  ['http://localhost:5173/users?page=2', { ...printed, 'url:http://localhost:5173/users?page=2': ['page'] }],
  ['http://127.0.0.1:5000', { 'url:http://127.0.0.1:5000': ['run'] }],
])('%s is the own server of a session that saw it in %j', (address, seen) => {
  expect(isOwnServer(address, session(seen))).toBe(true);
});

test.each([
  ['nothing told of it', 'http://localhost:5173/', {}],
  ['another port', 'http://localhost:9200/', printed],
  ['only its own page told of it', 'http://localhost:5173/', { 'url:http://localhost:5173': ['page'] }],
  ['a text told of it', 'http://localhost:5173/', { 'url:http://localhost:5173': ['blog'] }],
  ['a text told of it as well', 'http://localhost:5173/', { 'url:http://localhost:5173': ['run', 'blog'] }],
  ['a text told of the page', 'http://localhost:5173/drop', { ...printed, 'url:http://localhost:5173/drop': ['blog'] }],
  [
    'a command printed the page alone',
    'http://localhost:9200/_shutdown',
    { 'url:http://localhost:9200/_shutdown': ['run'] },
  ],
  [
    'a command printed the page too',
    'http://localhost:5173/drop',
    { ...printed, 'url:http://localhost:5173/drop': ['run'] },
  ],
  ['it has a name and a password', 'http://a:b@localhost:5173/', printed],
  ['it is no address', 'localhost', printed],
])('it is not where %s: %s', (_, address, seen) => {
  expect(isOwnServer(address, session(seen))).toBe(false);
});

test('a command long ago is not known to have been one', () => {
  expect(isOwnServer('http://localhost:5173/', { ...session(printed), recent: [] })).toBe(false);
});
