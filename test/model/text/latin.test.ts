import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latinName } from '../../../src/model/text/latin.ts';

it.each([
  ['git-Größe', 'git-Grosse'],
  ['Zürich', 'Zurich'],
  ['Zu\u0308rich', 'Zurich'],
  ['smørrebrød', 'smorrebrod'],
  ['Łódź', 'Lodz'],
  ['œuvre', 'oeuvre'],
  ['ﬁle', 'file'],
  ['ｆｕｌｌ', 'full'],
  ['Þór', 'Thor'],
  ['名前', '名前'],
  ['почта', 'почта'],
  ['read_file', 'read_file'],
])('%s is %s in plain letters', (name, plain) => expect(latinName(name)).toBe(plain));

it('leaves what is plain as it is, and says the same of what it made', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme-ascii' }), (name, plain) => {
      expect(latinName(plain)).toBe(plain);
      expect(latinName(latinName(name))).toBe(latinName(name));
    }),
  );
});
