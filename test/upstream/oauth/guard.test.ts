import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { createGuard, isLoopback, type Resolved } from '../../../src/upstream/oauth/guard.ts';

/** A resolver of names that nobody has to register. */
const names: Readonly<Record<string, string>> = {
  'as.example': '93.184.215.14',
  'as6.example': '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
  'inside.example': '10.1.2.3',
  'rebound.example': '127.0.0.1',
  'clouds.example': '169.254.169.254',
  'mixed.example': '93.184.215.14 192.168.1.1',
  'mapped.example': '::ffff:10.0.0.1',
  localhost: '127.0.0.1 ::1',
  'evil.localhost': '93.184.215.14',
};
const resolve = async (host: string): Promise<Resolved[]> =>
  (names[host] ?? '')
    .split(' ')
    .flatMap((address) => (address === '' ? [] : [{ address, family: address.includes(':') ? 6 : 4 }]));

const guard = (server = 'https://crm.example/mcp', allowPrivate: string[] = []) =>
  createGuard({ server: new URL(server), allowPrivate, resolve });
const vet = (url: string, server?: string, allowPrivate?: string[]) => guard(server, allowPrivate).vet(new URL(url));

describe('the guard', () => {
  it.each([
    'https://as.example/token',
    'https://as6.example/',
    'https://93.184.215.14/',
    'https://[2606:2800:21f::1]/',
  ])('lets %s through', async (url) => {
    expect((await vet(url)).length).toBeGreaterThan(0);
  });

  it.each([
    // This machine, in every spelling that a URL has for it.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0x0.0x0.0x1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://０.０.０.０/',
    'https://0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://rebound.example/',
    // This network.
    'https://10.0.0.1/',
    'https://192.168.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://100.64.0.1/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://inside.example/',
    'https://mapped.example/',
    'https://mixed.example/',
    // Where clouds keep the keys of a machine.
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://clouds.example/',
    // The old network in the new one.
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    // Nobody in particular.
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://[ff02::1]/',
    'https://0.0.0.0/',
    'https://240.0.0.1/',
    'https://192.0.2.1/',
    // Not https, not alone, not at all.
    'http://as.example/',
    'ftp://as.example/',
    'file:///etc/passwd',
    'https://user:password@as.example/',
    'https://unknown.example/',
    'https://evil.localhost/',
  ])('refuses %s', async (url) => {
    await expect(vet(url)).rejects.toThrow();
  });

  it('says what was refused, and how to allow it', async () => {
    await expect(vet('https://inside.example/')).rejects.toThrow(
      'inside.example stands for 10.1.2.3, which is not a public address (private); if that is right, name it: auth: { oauth: { allowPrivate: ["inside.example"] } }',
    );
  });

  it('lets through what the configuration names', async () => {
    expect(await vet('https://inside.example/', undefined, ['inside.example'])).toEqual([
      { address: '10.1.2.3', family: 4 },
    ]);
    expect(await vet('https://inside.example/', undefined, ['10.0.0.0/8'])).toHaveLength(1);
    expect(await vet('https://[fd12::1]/', undefined, ['fd12::1'])).toHaveLength(1);
    expect(await vet('http://127.0.0.1:9/', undefined, ['127.0.0.1'])).toHaveLength(1);
    await expect(vet('https://inside.example/', undefined, ['11.0.0.0/8'])).rejects.toThrow(/not a public/);
    // A name can be made to mean anything; the addresses that give away a machine have to be named themselves.
    await expect(vet('https://clouds.example/', undefined, ['clouds.example'])).rejects.toThrow(/linkLocal/);
    // Named or not: nothing goes over a network in the clear.
    await expect(vet('http://10.1.2.3/', undefined, ['10.0.0.0/8'])).rejects.toThrow(/https/);
  });

  it('takes a server that is plainly on this machine for leave to ask there, and no other for leave', async () => {
    expect(await vet('http://localhost:1/', 'http://localhost:2/mcp')).toHaveLength(2);
    expect(await vet('http://127.0.0.1:1/', 'http://127.0.0.1:2/mcp')).toHaveLength(1);
    expect(await vet('https://10.1.2.3/', 'https://10.1.2.3/mcp')).toHaveLength(1);
    await expect(vet('https://10.1.2.4/', 'https://10.1.2.3/mcp')).rejects.toThrow();
    await expect(vet('https://10.1.2.3/', 'http://localhost/mcp')).rejects.toThrow();
    await expect(vet('https://inside.example/', 'https://inside.example/mcp')).rejects.toThrow(/allowPrivate/);
  });

  it('lets no address through that is not public, whichever it is and however it is written', async () => {
    const v4 = fc.ipV4().map((text) => ({ text, url: `https://${text}/` }));
    const number = fc
      .nat({ max: 2 ** 32 - 1 })
      .chain((value) =>
        fc
          .constantFrom(String(value), `0x${value.toString(16)}`, `0${value.toString(8)}`)
          .map((text) => ({ text, url: `https://${text}/` })),
      );
    const v6 = fc.ipV6().map((text) => ({ text, url: `https://[${text}]/` }));
    const inside = fc.ipV4().map((text) => ({ text: `::ffff:${text}`, url: `https://[::ffff:${text}]/` }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(v4, number, v6, inside), async ({ url }) => {
        if (!URL.canParse(url)) return;
        const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
        const address = ipaddr.process(host);
        const isGlobal = address.kind() === 'ipv4' || (address.toByteArray()[0] ?? 0) >> 5 === 1;
        const isPublic = address.range() === 'unicast' && isGlobal;
        const passed = await guard()
          .vet(new URL(url))
          .then(
            () => true,
            () => false,
          );
        expect(passed).toBe(isPublic);
      }),
      { numRuns: 500 },
    );
  });
});

it.each([
  ['http://localhost:1/', true],
  ['http://[::1]/', true],
  ['http://127.8.9.1/', true],
  ['http://2130706433/', true],
  ['http://127.0.0.1.evil.example/', false],
  ['http://localhost.evil.example/', false],
  ['http://10.0.0.1/', false],
])('%s is of this machine: %j', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});
