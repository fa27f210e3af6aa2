import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/catalog/classify.ts';
import { isLookUp } from '../../src/catalog/look-up.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { propertiesOf } from '../../src/model/tool/properties.ts';

const TYPES: Readonly<Record<string, JsonObject>> = {
  text: { type: 'string' },
  number: { type: 'integer' },
  flag: { type: 'boolean' },
  thing: { type: 'object', properties: {} },
};
/** `name: description (lens:text, days:number)` */
function tool(written: string): JsonObject {
  const [, name = '', description = '', given = ''] = /^(\S+): (.*?)(?: \{(.*)\})?$/.exec(written) ?? [];
  const properties = Object.fromEntries(
    given
      .split(', ')
      .filter((one) => one !== '')
      .map((one) => one.split(':'))
      .map(([key = '', type = '']) => [key, TYPES[type] ?? {}]),
  );
  return { name, description, inputSchema: { type: 'object', properties } };
}
const isRead = (definition: JsonObject): boolean =>
  isLookUp(definition, propertiesOf(definition.inputSchema as JsonObject));

describe('a tool that no verb names', () => {
  it.each([
    'supplier-statement: Statement of a supplier (XML). {statement_no:text}',
    'kiln_log: Last lines of a kiln controller. {unit:text, lines:number}',
    'metal-prices: Prices of metals by day. {metal:text, year:number}',
    'berth-details: Details and restrictions of a berth. {berth_id:text}',
    'tide: Forecast {harbour:text, date:text}',
    'pupil_directory: Directory of pupils and guardians {q:text, include_former:flag}',
    'vault_log: Shows the seal log {path:text}',
    'mail_inbox: Messages in the box of the office {unread_only:flag, limit:number}',
    'mail_search: Search mail {query:text}',
    'post_list: List posts',
    'order_queue: Open orders of a shop (returns, gifts, samples). {shop:text}',
    'NoteList: Notes filed under a case. {case_id:text, unread_only:flag}',
    'preisliste: Preise eines Lieferanten. {lieferant:text}',
    'payment-history: Payment history of a member {member:text}',
    'kiln.state: State of a kiln. {kiln:text}',
    'enrolled: Who is enrolled in a course {course:text}',
    'credits: All the credits of a term {class:text}',
    'berths: Free berths in a harbour {harbour:text, from:text, to:text}',
  ])('reads where all of it says so: %s', (written) => {
    expect(isRead(tool(written))).toBe(true);
    expect(explain(tool(written)).powers.map(({ power }) => power)).toEqual(['read']);
  });

  it.each([
    'frobnicate: A thing of beauty',
    'frobnicate: ',
    'kiln_log: Adds a line to the log. {line:text}',
    'kiln_log: Last lines of a kiln. {unit:text, celsius:number}',
    'kiln-status: Status of a kiln {unit:text, status:text}',
    'berth-details: Details of a berth {berth_id:text, free:flag}',
    'berth-details: Details of a berth {berth_id:text, note:text}',
    'berth-details: Details of a berth, or cancels it {berth_id:text}',
    'member-record: Record of a member {member:text, data:thing}',
    'member-record: Record of a member {member:text, action:text}',
    'supplier-payment: Payment to a supplier {statement_no:text, amount:number}',
    'supplier-payment: Payment to a supplier {statement_no:text}',
    'mail: Mail to a member {member:text}',
    'mail_member: Mail a member the details of a berth {member:text}',
    'order-items: Order items from the catalogue {sku:text}',
    'order_queue: Open the queue of a shop {shop:text}',
    'order_queue: Queues an order {order_id:text}',
    'gate_queue: Open gates of a dam {dam:text}',
    'valve_queue: Open valves by number {ids:text}',
    'order_open: Open orders of a shop {shop:text}',
    'order_queue: Open orders of a shop (close, cancel, ship). {shop:text}',
    'order_queue: Cleans up the orders (returns, gifts, samples). {shop:text}',
    'order_queue: Orders a sample of the shop {shop:text}',
    'NoteList: Mails selected members the list. {case_id:text}',
    'preisliste: Löscht die Preise eines Lieferanten. {lieferant:text}',
    'preisliste: Preise eines Lieferanten. {lieferant:text, neu:number}',
    'share_link: Get a link {file:text}',
    'kiln: Cancellation of a firing, with its details {unit:text}',
    'berth-report: Report {path:text, output_path:text}',
    'member-details: Details of a member {member:text, email:text}',
  ])('is one that acts where anything is in doubt: %s', (written) => {
    expect(isRead(tool(written))).toBe(false);
  });

  it('acts as soon as it takes one thing that is no choice, whatever else it takes', () => {
    const picks = ['berth_id:text', 'query:text', 'limit:number', 'include_closed:flag', 'date:text', 'city:text'];
    const gives = [
      'body:text',
      'amount:number',
      'recipient:text',
      'enabled:flag',
      'command:text',
      'action:text',
      'patch:thing',
    ];
    fc.assert(
      fc.property(fc.subarray(picks), fc.constantFrom(...gives), fc.nat(6), (some, one, at) => {
        const given = some.toSpliced(at, 0, one);
        expect(isRead(tool(`berth-details: Details of a berth {${some.join(', ')}}`))).toBe(true);
        expect(isRead(tool(`berth-details: Details of a berth {${given.join(', ')}}`))).toBe(false);
      }),
    );
  });

  it('is never said to read alone where its server admits more', () => {
    const given = { ...tool('kiln_log: Last lines of a kiln {unit:text}'), annotations: { readOnlyHint: false } };
    expect(explain(given).powers.map(({ power }) => power)).toEqual(['read', 'write']);
  });
});
