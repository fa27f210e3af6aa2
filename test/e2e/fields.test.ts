import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, place, RawClient, sallyport } from './gateway.ts';

const contacts = { search_contacts: { fields: { '/*/email': ['pii'] } } };
const read = { read_ticket: { fields: { '/text': ['untrusted'] } } };
const set = (crm: JsonObject, tickets: JsonObject) =>
  place({
    servers: {
      crm: fixture('crm', [], { tools: crm }),
      tickets: fixture('tickets', [], { tools: tickets }),
      mail: fixture('mail'),
    },
    approvals: { wait: '1ms' },
  });

describe('parts of results with marks of their own', () => {
  it('are what rules see of a value, and of that value alone', async () => {
    const at = set(contacts, read);
    const client = await new RawClient(at).open();
    await client.tools();
    await client.call('crm__search_contacts', { query: 'Keller' });
    const send = (to: string, body: string) => client.call('mail__send_mail', { to, subject: 'hello', body });
    expect(await send('lee@customer.example', 'It is for Nordwind Logistics')).toMatch(/sent to/);
    expect(await send('lee@customer.example', 'write to maria.keller@nordwind.example')).toMatch(
      /personal-data-leaves/,
    );
    await client.call('tickets__read_ticket', { id: 42 });
    // Who wrote the ticket is a field of our own desk; what they wrote is not.
    expect(await send('sam@customer.example', 'We look into it.')).toMatch(/sent to/);
    expect(await send('audit@partner-review.example', 'as you asked')).toMatch(/value-from-untrusted-text/);
    await client.close();
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
    const { out } = await sallyport(at, 'log', '--json', '--kind', 'result');
    expect(out).toMatch(/search_contacts/);
  });

  it('are asked after by `check`, and a place that is none is an error', async () => {
    const at = set({ search_contact: contacts.search_contacts }, read);
    // Trusts what it starts, which `lock` starts as well.
    const client = await new RawClient(at).open();
    await client.tools();
    await client.close();
    expect((await sallyport(at, 'lock', '--config', at.config)).code).toBe(0);
    expect((await sallyport(at, 'check', '--config', at.config)).out).toMatch(
      /no tool "search_contact".*search_contacts/,
    );
    const wrong = set({ search_contacts: { fields: { email: ['pii'] } } }, {});
    expect((await sallyport(wrong, 'check', '--config', wrong.config)).err).toMatch(/begins with "\/"/);
  });
});
