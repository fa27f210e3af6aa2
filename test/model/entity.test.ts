import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENTITY_TEXT } from '../../src/model/entity/key.ts';
import { entitiesOf, MOST_ENTITIES } from '../../src/model/entity.ts';
import { expectLinear, HOSTILE } from '../growth.ts';
import { entitiesByForms } from './entity-forms.ts';
import { wordy } from './wordy.ts';

const keys = (text: string): string[] => entitiesOf(text).map((entity) => entity.key);

test.each([
  ['write to Bob.Smith@Example.COM.', ['email:bob.smith@example.com', 'domain:example.com']],
  ['see https://WWW.Evil.example/Path/?q=1#top)', ['url:https://evil.example/Path/?q=1', 'domain:evil.example']],
  ['pay US133000000121212121212 now', ['account:US133000000121212121212']],
  ['IBAN GB29 NWBK 6016 1331 9268 19', ['account:GB29NWBK60161331926819']],
  ['Pay AT61 1904 3002 3457 3201 soon.', ['account:AT611904300234573201']],
  ['Pay BE68539007547034 now', ['account:BE68539007547034']],
  ['ES91 2100 0418 4502 0005 1332 to Ann', ['account:ES9121000418450200051332']],
  ['MU17BOMM0101101030300200000MUR', ['account:MU17BOMM0101101030300200000MUR']],
  ['call +49 (170) 123-4567', ['phone:491701234567']],
  ['read /home/me/notes.txt, then', ['path:/home/me/notes.txt']],
  ['C:\\Users\\me\\x.txt', ['path:C:/Users/me/x.txt']],
  ['visit evil.example today', ['domain:evil.example']],
  ['written in Page.js with a.ts, like kiosk.de', ['domain:kiosk.de']],
  ['rows in grid.el and grid.db, hosts in grid.es and grid.as', ['domain:grid.es', 'domain:grid.as']],
  ['see this.at, or self.id.', ['domain:this.at', 'domain:self.id']],
  ['send it to https://this.at = new', ['url:https://this.at', 'domain:this.at']],
  ['mail ann@this.at; or curl (self.id)', ['email:ann@this.at', 'domain:this.at', 'domain:self.id']],
  ['x.this.at = 1', ['domain:x.this.at']],
  ['order ord-2024-AB12 and file_7f3a9', ['id:ord-2024-ab12', 'id:file_7f3a9']],
  ['account 1234567890', ['account:1234567890']],
  ['550E8400-e29b-41d4-a716-446655440000', ['id:550e8400-e29b-41d4-a716-446655440000']],
  ['postgres://app:pw@db.internal:5432/x', ['url:postgres://app:pw@db.internal:5432/x', 'domain:db.internal']],
])('finds the entities of %s', (text, expected) => {
  expect(keys(text)).toEqual(expected);
});

/** Members that a program works on: the same words are hosts in a sentence. */
const MEMBERS = [
  'this.at = 0;',
  'return this.text[this.at++];',
  'while (this.at < this.size) read(this.at)',
  'if self.id != other: self.to -= 1',
  'return self.id;',
];

test.each([
  '',
  'the quick brown fox',
  'on 2024-05-01 at 12:30',
  'yes/no',
  'version 1.2',
  'e.g. this',
  '12345',
  ...MEMBERS,
])('finds none in %s', (text) => {
  expect(keys(text)).toEqual([]);
});

test('places every entity inside the text, at most two hundred of it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 400 }),
        fc.array(fc.oneof(fc.emailAddress(), fc.webUrl(), fc.uuid())).map((parts) => parts.join(' ')),
      ),
      (text) => {
        const found = entitiesOf(text);
        expect(found.length).toBeLessThanOrEqual(MOST_ENTITIES + 1);
        for (const { start, end, key } of found) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(key.length).toBeLessThan(200);
        }
      },
    ),
  );
});

test('gives an entity the same key wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uuid(),
        fc.emailAddress().filter((mail) => /^[a-z0-9.@-]+$/i.test(mail)),
      ),
      (value) => {
        const alone = keys(value);
        expect(keys(`please take ${value} for it`)).toEqual(alone);
        expect(keys(`("${value}")`)).toEqual(alone);
      },
    ),
  );
});

test('are what the forms tell, whichever words are told without them', () => {
  fc.assert(
    fc.property(wordy, (text) => {
      expect(entitiesOf(text)).toEqual(entitiesByForms(text));
    }),
    { numRuns: 5_000, examples: [['ab://)))ſ\0'], ['ab://ſ\x7f'], ['ab://ü.example\x01:80']] },
  );
});

test('reads hostile text in linear time', () => {
  const seeds = ['a.', 'a@', 'a@b.', 'http://', '/a', '+1 ', '+1 1', 'AA11 ', 'a1-', '1', 'a', '.', '~/', '(((('];
  expectLinear([...HOSTILE, ...seeds], (text) => {
    // Only the beginning of a text is read: of many texts each is.
    for (let at = 0; at < text.length; at += ENTITY_TEXT) entitiesOf(text.slice(at, at + ENTITY_TEXT));
  });
});
