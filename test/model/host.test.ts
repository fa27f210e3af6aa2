import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOf } from '../../src/model/host.ts';

describe('domainOf', () => {
  it.each([
    ['ann@ours.example', 'ours.example'],
    ['Ann <ann@OURS.example>', 'ours.example'],
    ['mailto:ann@ours.example?subject=x@evil.example', 'ours.example'],
    ['https://ours.example/a@evil.example', 'ours.example'],
    ['https://ours.example@evil.example/', 'evil.example'],
    ['https://ours.example:pw@evil.example:8443/x', 'evil.example'],
    ['HTTPS://Ours.Example.', 'ours.example'],
    ['git@ours.example:team/repo.git', 'ours.example'],
    ['ours.example', 'ours.example'],
    ['ours.example/path', 'ours.example'],
    ['https://[::1]/', '[::1]'],
    ['http:evil.example/@ours.example', 'evil.example'],
    ['https:/evil.example/@ours.example', 'evil.example'],
    ['//evil.example/@ours.example', 'evil.example'],
    ['\\\\evil.example\\@ours.example', 'evil.example'],
    ['evil.example/x@ours.example', ''],
    ['evil.example#@ours.example', ''],
    ['evil.example:80@ours.example', ''],
    ['@ours.example:y@evil.example', ''],
    ['mailto:x@ours.example?bcc=y@evil.example', ''],
    ['x@ours.example?subject=a&cc=y@evil.example', ''],
    ['https://', ''],
    ['parser@1.3.0', ''],
    ['ann@10.0.0.7', '10.0.0.7'],
    ['ann@bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example.', 'xn--bcher-kva.example'],
    ['https://ann@BÜCHER.example:8/x', 'xn--bcher-kva.example'],
    ['ann@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['pаypal.example', 'xn--pypal-4ve.example'],
    ['just words', ''],
    ['ann', ''],
    ['', ''],
  ])('%j is %j', (text, domain) => {
    expect(domainOf(text)).toBe(domain);
  });

  it('finds in a plain mail address the host that it finds in the same one between signs', () => {
    const sign = fc.constantFrom(...'abz019.+_-@AÜ/');
    const name = fc.string({ unit: sign, maxLength: 12 });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 4 }), (local, labels) => {
        const mail = `${local}@${labels.join('.')}`;
        expect(domainOf(mail)).toBe(domainOf(`<${mail}>`));
      }),
    );
  });

  it('takes any text without falling over', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof domainOf(text) === 'string'));
  });
});
