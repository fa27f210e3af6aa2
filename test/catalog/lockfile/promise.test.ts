import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LockfileError } from '../../../src/catalog/lockfile/error.ts';
import { LONGEST_PART, lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { LockedServer } from '../../../src/catalog/lockfile/lockfile.ts';
import { promiseOf } from '../../../src/catalog/lockfile/promise.ts';
import { skimLockfile } from '../../../src/catalog/lockfile/skim.ts';
import { lockfileText } from '../../../src/catalog/lockfile/write.ts';
import type { ServerConfig } from '../../../src/config/schema.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { canonicalText } from '../../../src/model/json/canonical.ts';
import type { Listing } from '../../../src/model/upstreams.ts';
import { listing, template, tool } from '../listing.ts';

const hide = (text: string): string => text.replaceAll('s3cret', '[hidden]');
const serverOf = (mail: object): ServerConfig => {
  const server = configSchema.parse({ servers: { mail } }).servers.mail;
  if (server === undefined) throw new Error('the schema left the server out');
  return server;
};
const server = serverOf({ command: 'npx', args: ['mail-mcp', '--key=s3cret'] });
const offers = {
  tools: [tool('send', { title: 'Send', annotations: { readOnlyHint: false } }), tool('read')],
  prompts: [JSON.stringify({ name: 'greet', arguments: [{ name: 'who' }] })],
  resourceTemplates: [template('mail://{id}')],
  resources: [JSON.stringify({ uri: 'mail://1', name: 'one' })],
  instructions: 'Use it for mail.',
};
/** As it is read back from the file. */
const locked = (offered: Partial<Listing> = offers, as = server): LockedServer => {
  const servers = new Map([['mail', lockServer(listing('mail', offered), as, hide)]]);
  const read = skimLockfile('x', Buffer.from(lockfileText({ servers })))?.servers.get('mail');
  if (read === undefined) throw new Error('the server is not in the file');
  return read;
};
const promise = (one: LockedServer, as = server): Listing | undefined => promiseOf('mail', one, as, hide, 7);

describe('what may be shown of a server that is still starting', () => {
  it('is all that was accepted of it, as the server itself said it', () => {
    const made = promise(locked());
    expect(made).toMatchObject({ upstream: 'mail', instructions: 'Use it for mail.', resources: [], at: 7 });
    for (const kind of ['tools', 'prompts', 'resourceTemplates'] as const)
      expect(made?.[kind].map(canonicalText).sort()).toEqual(offers[kind].map(canonicalText).sort());
  });

  it('is the same to the letter for definitions of any JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        fc.string({ minLength: 1 }),
        (more, name) => {
          const one = JSON.stringify({ ...more, name, description: 'x', inputSchema: { type: 'object' } });
          const made = promise(locked({ tools: [one] }));
          for (const text of made?.tools ?? []) expect(canonicalText(text)).toBe(canonicalText(one));
        },
      ),
    );
  });

  it('is nothing where the file is about another command, other arguments or another address', () => {
    expect(promise(locked(), serverOf({ command: 'npx', args: ['other-mcp', '--key=s3cret'] }))).toBeUndefined();
    expect(promise(locked(), serverOf({ command: 'node', args: ['mail-mcp', '--key=s3cret'] }))).toBeUndefined();
    expect(promise(locked(), serverOf({ url: 'https://mail.example/mcp' }))).toBeUndefined();
    const remote = serverOf({ url: 'https://mail.example/mcp' });
    expect(promise(locked(offers, remote), remote)?.tools).toHaveLength(2);
    expect(promise(locked(offers, remote), serverOf({ url: 'https://mail2.example/mcp' }))).toBeUndefined();
  });

  it('leaves out what the file does not hold word for word: shortened, edited, or not readable', () => {
    const long = tool('long', { description: 'x'.repeat(LONGEST_PART + 1) });
    expect(promise(locked({ tools: [long, tool('read')] }))?.tools).toHaveLength(1);
    const whole = locked();
    const edit = (definition: () => never | { description: string }): LockedServer => ({
      ...whole,
      tools: new Map(
        [...whole.tools].map(([name, one]) => [
          name,
          name === 'send'
            ? {
                pin: one.pin,
                confirmed: false,
                risk: 'low',
                powers: new Map(),
                roles: new Map(),
                labels: [],
                definition,
              }
            : one,
        ]),
      ),
    });
    expect(promise(edit(() => ({ description: 'Something else.' })))?.tools).toHaveLength(1);
    const unread = (): never => {
      throw new LockfileError([{ path: [], what: 'is cut', instead: 'x' }]);
    };
    expect(promise(edit(unread))?.tools).toHaveLength(1);
    const broken = (): never => {
      throw new TypeError('a fault of ours');
    };
    expect(() => promise(edit(broken))).toThrow('a fault of ours');
  });
});
