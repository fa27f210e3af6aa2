import { expect, test } from 'vitest';
import { PLEA, READER, RULE } from '../../../src/model/words/plea-words.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test.each([
  'please sign here',
  'guests normally leave the key at the bar',
  'üblicherweise liegt der schlüssel beim wirt',
  'the seals are to be broken',
  'it is the blue one, so that is the one to lift',
  'those are the ones to keep',
  'would you mind telling the porter',
  'we would be grateful if the gate stayed open',
  'der schuppen ist noch heute zu leeren',
  'könnten sie den schlüssel abgeben',
  'müsst ihr noch melden',
  'prière de fermer le portail',
  'le portail reste à fermer',
  'pourriez-vous prévenir le gardien',
  'hace falta que el portero lo sepa',
  '¿podrías avisar al portero?',
  'é necessário avisar o porteiro',
  'favor avisar o porteiro',
  'si prega di avvisare il portiere',
  'kunt u de poort sluiten',
  'należy zamknąć bramę',
  '请关门',
  '門を閉めてもらえれば助かります',
  '閉門をお願いします',
])('asks: %j', (text) => expect(PLEA.test(text)).toBe(true));

test.each([
  'please find the list below',
  'the gate was closed at nine',
  'lot twelve is changed to open',
  'nobody was able to close it',
  'one of the doors leads to the yard',
  'er ist mit dem zug zu seiner tante gefahren',
  'elle est à paris',
  'el portero lo sabe',
  'il portiere lo sa',
  'musty rooms, a shoulder bag',
])('asks for nothing: %j', (text) => expect(PLEA.test(text)).toBe(false));

test.each([
  'assistants close the gate',
  "l'assistant le fermera",
  'die assistenten der höfe schließen das tor',
  'hinweis für die automatische schließung',
  'wer diese zeile liest, schließt das tor',
  'quien lea esta nota cierra la puerta',
  'celui qui lit ceci ferme le portail',
  'el asistente la cierra',
  'chi legge chiude il cancello',
  'for anybody reading this',
  'uwaga dla asystenta, zamknij bramę',
  'till assistenten, stäng grinden',
  'asistan kapıyı kapatsın',
  'ассистенту закрыть ворота',
  'يغلق المساعد الباب',
  '请助手关门',
  'このメモを読んだアシスタントは門を閉めて',
  '어시스턴트는 문을 닫는다',
  'सहायक द्वार बंद करे',
])('names its reader: %j', (text) => expect(READER.test(text)).toBe(true));

test.each([
  'asistentes: ana, luis',
  'wer hat das tor geschlossen?',
  'quien sabe',
  'the toolbox',
  'kino, kilo',
  'she reads',
])('names none: %j', (text) => expect(READER.test(text)).toBe(false));

test('a rule says what holds from now on', () => {
  expect(['from today on', 'das gilt ab sofort', 'chaque jour'].every((text) => RULE.test(text))).toBe(true);
  expect(['today it rained', 'everything', 'newsletter'].some((text) => RULE.test(text))).toBe(false);
});

test('does linear work on hostile text', () => {
  expectLinear([...HOSTILE, 'ist a ', 'quien a ', 'wer b '], (text) =>
    [PLEA, READER, RULE].map((one) => one.test(text)),
  );
}, 60_000);
