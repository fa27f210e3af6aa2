import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/catalog/classify.ts';
import { roleOf } from '../../src/catalog/roles.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Property } from '../../src/model/tool/properties.ts';
import type { Power, Role } from '../../src/model/tool.ts';

const property = (name: string, rest: Partial<Property> = {}): Property => ({
  at: `/${name}`,
  name,
  within: [],
  beside: [],
  description: '',
  format: undefined,
  types: ['string'],
  isEnum: false,
  ...rest,
});
const role = (powers: Power[], name: string, rest: Partial<Property> = {}): Role | undefined =>
  roleOf(property(name, rest), new Set(powers))?.role;

/** The role of one argument of a tool that has all of these. */
const among = (name: string, ...beside: string[]): Role | undefined =>
  role(['write'], name, { beside: [name, ...beside] });

describe('roles of arguments', () => {
  it('know the end of a range from somebody to send to, by what is beside it', () => {
    expect(among('to', 'from')).toBeUndefined();
    expect(among('to', 'room', 'date', 'from', 'purpose')).toBeUndefined();
    expect(among('validTo', 'validFrom', 'phone')).toBeUndefined();
    expect(among('to', 'from', 'subject', 'body')).toBe('destination');
    expect(among('to', 'from', 'amount')).toBe('destination');
    expect(among('to', 'subject')).toBe('destination');
    expect(among('validTo', 'from')).toBe('destination');
    // Ownership is handed from one to the other.
    expect(role(['write', 'destructive'], 'to', { beside: ['from', 'to'] })).toBe('destination');
  });

  it('take a target beside a source for an end of a pair, unless something is sent or given there', () => {
    expect(among('target', 'source')).toBeUndefined();
    expect(among('target', 'text')).toBe('destination');
    expect(among('targetUser', 'source')).toBe('destination');
    expect(role(['write', 'external'], 'target', { beside: ['source', 'target'] })).toBe('destination');
    expect(role(['write', 'destructive'], 'target', { beside: ['source', 'target'] })).toBe('destination');
  });

  it.each([
    ['lieferadresse', 'destination'],
    ['afleveradres', 'destination'],
    ['dirección', 'destination'],
    ['absenderadresse', undefined],
    ['adressbuch', undefined],
  ])('know whole words for addresses in other languages: %s', (name, expected) => {
    expect(role(['write'], name)).toBe(expected);
    expect(role(['read'], name)).not.toBe('destination');
  });

  it.each<[string, string, Role | undefined]>([
    ['Ship an order to a warehouse.', 'warehouse', 'destination'],
    ['Returns empty crates to the nearest depot', 'depot', 'destination'],
    ['Book a delivery slot at one of our piers', 'pier', 'destination'],
    ['Ship an order to a warehouse.', 'carrier', undefined],
    ['Ship an order with a carrier to a warehouse.', 'carrier', undefined],
    ['Adds a shelf to a warehouse.', 'warehouse', undefined],
    ['Counts what a warehouse has. Ships nothing to a warehouse.', 'warehouse', undefined],
  ])('know from %j what %s is', (description, name, expected) => {
    expect(roleOf(property(name), new Set<Power>(['write']), description)?.role).toBe(expected);
    expect(roleOf(property(name), new Set<Power>(['read']), description)?.role).not.toBe('destination');
    expect(roleOf(property(name, { isEnum: true }), new Set<Power>(['write']), description)?.role).toBe('plumbing');
  });

  it.each<[string, string, Role]>([
    ['Texts a guest by SMS.', 'number', 'destination'],
    ['Sends a text message', 'numbers', 'destination'],
    ['Places a phone call and reads a script aloud.', 'number', 'destination'],
    ['Call the customer and read a text aloud.', 'customerNumber', 'destination'],
    ['Envía un mensaje de texto a un cliente', 'numero', 'destination'],
    ['Posts a message on an issue.', 'number', 'target'],
    ['Call any API of the shop.', 'number', 'target'],
    ['Sends the text of a parcel label to its printer', 'number', 'target'],
    ['Send a text message about an order.', 'orderNumber', 'target'],
    ['Publishes a page about headphones.', 'number', 'target'],
  ])('know from %j what number %s is', (description, name, expected) => {
    expect(roleOf(property(name), new Set<Power>(['write', 'external']), description)?.role).toBe(expected);
    expect(roleOf(property(name), new Set<Power>(['write']), description)?.role).not.toBe('destination');
  });

  it('take the reference of a payment for words, and any other for what is picked out or nothing', () => {
    expect(among('reference', 'iban', 'amount')).toBe('content');
    expect(among('payment_reference', 'total')).toBe('content');
    expect(among('reference', 'reason')).not.toBe('content');
    expect(among('booking_reference', 'amount')).not.toBe('content');
  });

  it.each<[Role, string[]]>([
    [
      'destination',
      [
        'to',
        'cc',
        'recipient',
        'recipientEmail',
        'email',
        'url',
        'webhook_url',
        'iban',
        'channel',
        'chat_id',
        'account',
        'phoneNumber',
        'faxNumber',
        'deliver_to',
        'mobilnummer',
        'cuenta_destino',
        'signers',
        'attendees',
      ],
    ],
    [
      'credential',
      ['token', 'api_key', 'apiKey', 'access_token', 'password', 'client_secret', 'card_number', 'Authorization'],
    ],
    ['command', ['command', 'cmd', 'script', 'bash', 'jsCode']],
    ['query', ['query', 'q', 'sql', 'search_term', 'filter', 'regex']],
    ['path', ['path', 'file', 'file_path', 'fileName', 'directory', 'cwd']],
    ['amount', ['amount', 'price', 'total_amount', 'quantity', 'daily_limit', 'creditLimit']],
    ['content', ['body', 'text', 'content', 'message', 'subject', 'emailBody', 'notes']],
    [
      'plumbing',
      ['cursor', 'page', 'pageToken', 'limit', 'result_limit', 'offset', 'format', 'max_tokens', 'time_zone'],
    ],
    ['target', ['id', 'issue_number', 'messageId', 'event_ids', 'from_account', 'repo', 'uuid']],
  ])('%s is told by names', (expected, names) => {
    expect(names.map((name) => [name, role(['write', 'external'], name)])).toEqual(
      names.map((name) => [name, expected]),
    );
  });

  it('take an element of a page for what is picked out, and no other target', () => {
    const page = { description: 'Exact target element reference from the page snapshot, or a unique element selector' };
    expect(role(['write', 'destructive'], 'target', page)).toBe('target');
    expect(role(['write', 'destructive'], 'endTarget', { description: 'CSS selector' })).toBe('target');
    for (const description of ['', 'Whom it goes to', 'The elements to send it to'])
      expect(role(['write', 'destructive'], 'target', { description })).toBe('destination');
    expect(role(['write'], 'recipient', page)).not.toBe('content');
  });

  it('take a description for people for no element, where something beside it picks that out', () => {
    const description = 'Human-readable element description used to obtain permission';
    const acts: Power[] = ['write', 'destructive'];
    expect(role(acts, 'element', { description, beside: ['element', 'ref'] })).toBe('content');
    expect(role(acts, 'startElement', { description, beside: ['startElement', 'startRef'] })).toBe('content');
    expect(role(acts, 'element', { description, beside: ['element'] })).toBe('target');
    expect(role(acts, 'element', { description, beside: ['element', 'x'] })).toBe('target');
    for (const name of ['id', 'project', 'repo', 'branch'])
      expect(role(acts, name, { description, beside: [name, 'ref'] })).toBe('target');
    expect(role(acts, 'element', { beside: ['element', 'ref'] })).toBe('target');
    expect(role(acts, 'project', { description: 'Human-readable id', beside: ['project', 'x'] })).toBe('target');
    expect(role(acts, 'recipient', { description, beside: ['recipient', 'x'] })).toBe('destination');
  });

  it('take the name beside an address for how its owner is called, where both stand within something', () => {
    const acts: Power[] = ['write', 'external', 'destructive'];
    const within = ['to', 'emailAddress'];
    expect(role(['write', 'destructive'], 'name', { within, beside: ['name', 'address'] })).toBe('target');
    expect(role(acts, 'name', { within, beside: ['name', 'address'] })).toBe('content');
    expect(role(acts, 'displayName', { within, beside: ['displayName', 'email'] })).toBe('content');
    expect(role(acts, 'name', { within, beside: ['name', 'id'] })).toBe('target');
    expect(role(acts, 'userName', { within, beside: ['userName', 'email'] })).toBe('destination');
    // What is destroyed may be told by its name alone.
    expect(role(acts, 'name', { beside: ['name', 'address'] })).toBe('target');
  });

  it.each<[Role | undefined, Partial<Property>, string]>([
    ['destination', { format: 'email' }, 'x'],
    ['destination', { format: 'uri' }, 'x'],
    ['credential', { format: 'password' }, 'x'],
    ['destination', { description: 'IBAN of the other side' }, 'x'],
    ['destination', { description: 'The e-mail address of whoever gets it' }, 'x'],
    ['credential', { description: 'Your API key' }, 'x'],
    ['command', { description: 'The shell command to run' }, 'x'],
    ['path', { description: 'Absolute path of the report' }, 'x'],
    ['target', { description: 'The ID of the ticket' }, 'x'],
    ['query', { description: 'A search query' }, 'x'],
    ['plumbing', { isEnum: true }, 'x'],
    ['plumbing', { types: ['boolean'] }, 'to'],
    ['plumbing', { types: ['integer'] }, 'max_things'],
    ['plumbing', { types: ['number', 'null'] }, 'max_things'],
    [undefined, { types: ['string', 'number'] }, 'max_things'],
    [undefined, {}, 'x'],
    [undefined, {}, ''],
  ])('%s is told by %j of %s', (expected, rest, name) => {
    expect(role(['write'], name, rest)).toBe(expected);
  });

  it('depend on what the tool does', () => {
    expect([role(['read'], 'channel_id'), role(['write'], 'channel_id')]).toEqual(['target', 'destination']);
    expect([role(['write'], 'name'), role(['write', 'destructive'], 'name')]).toEqual(['content', 'target']);
    expect([role(['read'], 'code'), role(['execute'], 'code')]).toEqual([undefined, 'command']);
    expect(role(['write'], 'destination', { description: 'Where the file is moved to' })).toBe('path');
    expect(role(['write'], 'destination')).toBe('destination');
  });

  it('come with a reason', () => {
    expect(roleOf(property('to'), new Set())?.reason).toBe('its name says where to');
  });
});

describe('arguments of tools that nobody has seen', () => {
  const DECIDING = new Set(['destination', 'credential', 'command', 'target', 'none']);
  const schemaOf = (type: string, description: string): JsonObject =>
    type === 'array' ? { type, items: { type: 'string' }, description } : { type, description };

  it('have the roles that a person gives them', () => {
    const file = path.join(import.meta.dirname, '../../fixtures/unseen-tools.txt');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const wrong: string[] = [];
    let count = 0;
    for (const line of lines.filter((one) => !one.startsWith('#'))) {
      const [name = '', description = '', list = ''] = line.split(' | ');
      const args = list.split('; ').map((one) => one.split(':'));
      const properties = Object.fromEntries(
        args.map(([key = '', type = '', , text = '']) => [key, schemaOf(type, text)]),
      );
      const { roles } = explain({ name, description, inputSchema: { type: 'object', properties } });
      for (const [key = '', , wanted = ''] of args) {
        count++;
        const role = roles.find(({ at }) => at === `/${key}`)?.role ?? 'none';
        if (wanted === 'decides' ? !DECIDING.has(role) : role !== wanted)
          wrong.push(`${name}.${key}: ${role}, not ${wanted}`);
      }
    }
    expect(count).toBeGreaterThanOrEqual(150);
    expect(wrong).toEqual([]);
  });
});
