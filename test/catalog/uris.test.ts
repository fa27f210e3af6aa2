import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWeb, unwrapUri, wrapUri } from '../../src/catalog/uris.ts';

const server = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]|_[A-Za-z0-9-])*_?$/);

describe('addresses of resources in the union', () => {
  it('puts the server in front of the scheme', () => {
    expect(wrapUri('files', 'file:///a/b.txt')).toBe('sallyport+files+file:///a/b.txt');
    expect(wrapUri('My_Crm', 'crm://x')).toBe('sallyport+.my...crm+crm://x');
  });

  it('is undone for every server and every address, wrapped ones included', () => {
    fc.assert(
      fc.property(server, fc.oneof(fc.webUrl(), fc.string(), fc.constant('sallyport+a+b:c')), (name, uri) => {
        expect(unwrapUri(wrapUri(name, uri))).toEqual({ server: name, uri });
        expect(unwrapUri(wrapUri('x', wrapUri(name, uri)))).toEqual({ server: 'x', uri: wrapUri(name, uri) });
      }),
    );
  });

  it('is undone after a client wrote the scheme in capitals, or parsed it', () => {
    expect(unwrapUri('SALLYPORT+.My...CRM+crm://x')).toEqual({ server: 'My_Crm', uri: 'crm://x' });
    expect(unwrapUri(new URL(wrapUri('My_Crm', 'crm://host/x')).href)).toEqual({
      server: 'My_Crm',
      uri: 'crm://host/x',
    });
  });

  it.each(['file:///a', 'sallyport', 'sallyport+', 'sallyport+files', 'git+ssh://x', ''])('leaves %s alone', (uri) => {
    expect(unwrapUri(uri)).toBeUndefined();
  });

  it('knows addresses of the web', () => {
    expect(['http://a', 'HTTPS://a', 'httpx://a', 'file:///http://'].map(isWeb)).toEqual([true, true, false, false]);
  });
});
