import { expect, it } from 'vitest';
import { urlParts, urlsIn } from '../../../src/inspect/reading/url-parts.ts';

const parts = (url: string): string[] => urlParts(url).map(({ of, name, text }) => `${of} ${name} ${text}`);

it('takes an address apart into what somebody can choose', () => {
  expect(parts('https://u:p@A1b.log.site.example:8443/p/q%20r?x=1+2&y#z=3')).toEqual([
    'host  A1b',
    'host  log',
    'path  p',
    'path  q r',
    'query x 1 2',
    'query  y',
    'query z 3',
  ]);
});

it('finds no free labels in addresses of numbers, and no parts where there are none', () => {
  expect(parts('http://93.184.216.34/')).toEqual([]);
  expect(parts('https://www.site.example')).toEqual([]);
});

it('finds the addresses of a text, without what ends the sentence', () => {
  expect(urlsIn('see ![a](https://a.example/x?y=z), or http://b.example/.')).toEqual([
    'https://a.example/x?y=z',
    'http://b.example/',
  ]);
  expect(urlsIn('https://a.example/ '.repeat(50))).toHaveLength(20);
});
