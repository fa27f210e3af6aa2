import { expect, test } from 'vitest';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { isQuestion } from '../../../src/projections/orders/question.ts';

test.each([
  'Is api healthy in shop?',
  'is api healthy in shop',
  'Why does the worker in shop crash?',
  'Was invoice 77 paid?',
  'Which of the invoices are open?',
  'Do we owe Ada anything for invoice 77?',
  'Should I pay invoice 77?',
  'Api in shop healthy?',
  'Please tell me whether api in shop is healthy.',
  'Could you check if account 9981 was closed?',
  'When was the badge of Ada blocked?',
  'Läuft api in shop noch?',
  'Warum ist der Auftrag 77 storniert?',
  'Sag mir, ob die Rechnung 77 bezahlt ist.',
  'Pourquoi le serveur api est-il lent ?',
  '¿Por qué falla api en shop?',
  'Почему api в shop не отвечает?',
  'api 在 shop 里正常吗?',
])('%j wants to know something, and nothing else', (text) => {
  expect(isQuestion(plainText(text))).toBe(true);
});

test.each([
  'Could you scale api to 2?',
  'Can you please cancel order 77?',
  'Would you mind paying invoice 77?',
  'Kannst du die Rechnung 77 bezahlen?',
  'Können Sie bitte den Auftrag 77 stornieren?',
  'Pourriez-vous annuler la commande 77 ?',
  '¿Puedes cancelar el pedido 77?',
  'Is api down, and if so restart it.',
  'Check which pods fail and delete them.',
  'Check the pods in shop.',
  'Pay invoice 77.',
  'Do pay invoice 77.',
  'Have the report sent to Ada.',
  'When the news are good, buy 200 NVL.',
  'How about we cancel order 77?',
  'Why not cancel order 77?',
  'What I want: order 77 cancelled.',
  'Scale api to 2, ok?',
  'The meeting with Ada on Friday.',
])('%j wants something done, or says no more than what is', (text) => {
  expect(isQuestion(plainText(text))).toBe(false);
});
