import { describe, expect, it } from 'vitest';
import { Addresses } from '../../src/catalog/addresses.ts';
import { type Definition, readDefinitions } from '../../src/catalog/definition.ts';
import { resource, template } from './listing.ts';

const SERVERS = ['a', 'b', 'c_d'];
const resources = (upstream: string, ...uris: string[]): Definition[] =>
  readDefinitions('resources', upstream, uris.map(resource), undefined).kept;
const templates = (upstream: string, ...texts: string[]): Definition[] =>
  readDefinitions('resourceTemplates', upstream, texts.map(template), undefined).kept;
const offer = (mode: 'prefixed' | 'plain', listed: Definition[], made: Definition[] = []): Addresses => {
  const addresses = new Addresses(SERVERS, mode);
  addresses.offer(listed, made);
  return addresses;
};

describe('addresses, prefixed', () => {
  it('are a function of server and address alone', () => {
    const empty = offer('prefixed', []);
    const full = offer('prefixed', [...resources('a', 'x:1'), ...resources('b', 'x:1')], templates('a', '{+any}'));
    for (const upstream of SERVERS) expect(full.show(upstream, 'x:1')).toBe(empty.show(upstream, 'x:1'));
    expect(empty.resolve(empty.show('c_d', 'x:1'))).toEqual({ upstream: 'c_d', uri: 'x:1' });
  });

  it('lead nowhere for a server that is not configured', () => {
    expect(offer('prefixed', []).resolve('sallyport+evil+x:1')).toBeUndefined();
  });

  it("of a server's own making are found where only one can be meant", () => {
    const addresses = offer(
      'prefixed',
      [...resources('a', 'x:1', 'x:both'), ...resources('b', 'x:both', 't:9')],
      templates('a', 't:{id}'),
    );
    expect(addresses.resolve('x:1')).toEqual({ upstream: 'a', uri: 'x:1' });
    expect(addresses.resolve('t:8')).toEqual({ upstream: 'a', uri: 't:8' });
    expect(addresses.resolve('x:both')).toBeUndefined();
    // Listed by one, made by the other's template: neither can take it from the other.
    expect(addresses.resolve('t:9')).toBeUndefined();
    expect(addresses.resolve('y:1')).toBeUndefined();
  });

  it('seen in results are found, until a second server shows them too', () => {
    const addresses = offer('prefixed', []);
    expect(addresses.sight('b', 'y:1')).toBe('sallyport+b+y:1');
    expect(addresses.resolve('y:1')).toEqual({ upstream: 'b', uri: 'y:1' });
    addresses.sight('a', 'y:1');
    expect(addresses.resolve('y:1')).toBeUndefined();
  });

  it('of the web stay, so that a client can open them', () => {
    const addresses = offer('prefixed', resources('b', 'https://x.example/'));
    expect(addresses.show('a', 'https://x.example/')).toBe('https://x.example/');
    expect(addresses.resolve('https://x.example/')).toEqual({ upstream: 'b', uri: 'https://x.example/' });
  });

  it('seen are forgotten, oldest first, before they fill the memory', () => {
    const addresses = offer('prefixed', []);
    for (let i = 0; i <= 10_000; i++) addresses.sight('a', `y:${i}`);
    expect(addresses.resolve('y:0')).toBeUndefined();
    expect(addresses.resolve('y:10000')).toEqual({ upstream: 'a', uri: 'y:10000' });
  });
});

describe('addresses, plain', () => {
  it('stay, and those of a later server are wrapped where the earlier has them', () => {
    const addresses = offer(
      'plain',
      [...resources('a', 'x:1'), ...resources('b', 'x:1', 'x:2')],
      templates('a', 't:{id}'),
    );
    expect(addresses.show('a', 'x:1')).toBe('x:1');
    expect(addresses.show('b', 'x:1')).toBe('sallyport+b+x:1');
    expect(addresses.show('b', 'x:2')).toBe('x:2');
    expect(addresses.show('b', 't:1')).toBe('sallyport+b+t:1');
    for (const [upstream, uri] of [
      ['a', 'x:1'],
      ['b', 'x:1'],
      ['b', 'x:2'],
      ['a', 't:1'],
      ['b', 't:1'],
    ] as const) {
      expect(addresses.resolve(addresses.show(upstream, uri))).toEqual({ upstream, uri });
    }
  });

  it('that look wrapped are wrapped, so that no server speaks for another', () => {
    const addresses = offer('plain', resources('b', 'sallyport+a+x:1'));
    expect(addresses.show('b', 'sallyport+a+x:1')).toBe('sallyport+b+sallyport+a+x:1');
    expect(addresses.resolve('sallyport+b+sallyport+a+x:1')).toEqual({ upstream: 'b', uri: 'sallyport+a+x:1' });
  });

  it('seen belong to the first who showed them', () => {
    const addresses = offer('plain', []);
    expect(addresses.sight('b', 'y:1')).toBe('y:1');
    expect(addresses.sight('a', 'y:1')).toBe('sallyport+a+y:1');
    expect(addresses.resolve('y:1')).toEqual({ upstream: 'b', uri: 'y:1' });
  });
});
