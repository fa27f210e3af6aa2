import { describe, expect, it } from 'vitest';
import { Offers } from '../../src/catalog/offers.ts';
import { configSchema } from '../../src/config/schema.ts';
import { listing, resource, template, tool } from './listing.ts';

const serversOf = (...names: string[]) =>
  configSchema.parse({ servers: Object.fromEntries(names.map((name) => [name, { command: 'x' }])) }).servers;
const files = listing('files', { tools: [tool('read')], resourceTemplates: [template('file:///{a}')] });
const crm = listing('crm', { tools: [tool('find')], resources: [resource('crm://1')] });
const NOTHING = { tools: false, resources: false, prompts: false };

describe('offers', () => {
  it('stand in the order of the configuration, whatever the order of arrival', () => {
    const offers = new Offers(serversOf('crm', 'files'), undefined);
    offers.take('files', files);
    offers.take('crm', crm);
    expect(offers.listings()).toEqual([crm, files]);
    expect(offers.definitions('tools').map(({ name }) => name)).toEqual(['find', 'read']);
  });

  it('say which lists changed; a template counts as a resource', () => {
    const offers = new Offers(serversOf('files'), undefined);
    expect(offers.take('files', files)).toEqual({ tools: true, resources: true, prompts: false });
    expect(offers.take('files', { ...files, at: files.at + 1 })).toEqual(NOTHING);
    expect(offers.take('files', undefined)).toEqual({ tools: true, resources: true, prompts: false });
    expect(offers.take('constructor', files)).toEqual(NOTHING);
    expect(offers.all()).toEqual([]);
  });

  it('are awaited until every server that is on has been heard', () => {
    const { files: on, off } = configSchema.parse({
      servers: { files: { command: 'x' }, off: { command: 'x', disabled: true } },
    }).servers;
    if (on === undefined || off === undefined) throw new Error('are configured');
    const offers = new Offers({ files: on, off }, undefined);
    expect(offers.isAwaiting).toBe(true);
    offers.take('files', files);
    expect(offers.isAwaiting).toBe(false);
  });

  it('that are only promised may be promised otherwise, since they can be judged again', () => {
    const offers = new Offers(serversOf('files'), undefined);
    offers.promise('files', files);
    expect(offers.promise('files', files)).toEqual(NOTHING);
    expect(offers.promise('files', { ...files, tools: [] })).toEqual({ ...NOTHING, tools: true });
    expect(offers.definitions('tools')).toEqual([]);
    offers.take('files', files);
    expect(offers.promise('files', { ...files, tools: [] })).toEqual(NOTHING);
    expect(offers.definitions('tools')).toHaveLength(1);
  });

  it('keep the listings of servers that stay, when the configuration changes', () => {
    const offers = new Offers(serversOf('crm', 'files'), undefined);
    offers.take('files', files);
    offers.take('crm', crm);
    expect(offers.reconfigure(serversOf('crm', 'files'), undefined)).toEqual(NOTHING);
    expect(offers.reconfigure(serversOf('files'), undefined)).toEqual({ tools: true, resources: true, prompts: false });
    expect(offers.listings()).toEqual([files]);
  });
});
