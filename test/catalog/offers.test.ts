import { describe, expect, it } from 'vitest';
import { Offers } from '../../src/catalog/offers.ts';
import { configSchema } from '../../src/config/schema.ts';
import { finish, type Steps } from '../../src/model/steps.ts';
import { listing, resource, template, tool } from './listing.ts';

const serversOf = (...names: string[]) =>
  configSchema.parse({ servers: Object.fromEntries(names.map((name) => [name, { command: 'x' }])) }).servers;
const files = listing('files', { tools: [tool('read')], resourceTemplates: [template('file:///{a}')] });
const crm = listing('crm', { tools: [tool('find')], resources: [resource('crm://1')] });
const NOTHING = { tools: false, resources: false, prompts: false };

/** How often work is paused. */
function* parts(steps: Steps<void>): Generator<number> {
  for (let n = 0; steps.next().done !== true; n++) yield n;
}

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

  describe('whose list was read ahead', () => {
    const labelled = (label: string) =>
      configSchema.parse({ servers: { files: { command: 'x', labels: [label] } } }).servers;
    const firstOf = (offers: Offers) => offers.definitions('tools')[0];
    const more = { ...files, tools: [tool('write'), ...files.tools] };

    it('are taken as they were read, and a later list has the same of them for what it says again', () => {
      const offers = new Offers(serversOf('files'), undefined);
      finish(offers.readAhead(files));
      offers.take('files', files);
      const first = firstOf(offers);
      expect(first?.name).toBe('read');
      expect([...parts(offers.readAhead(more))]).toHaveLength(3);
      offers.take('files', more);
      expect(offers.definitions('tools')[1]).toBe(first);
      offers.reconfigure(serversOf('files'), undefined);
      expect(offers.definitions('tools')[1]).toBe(first);
      offers.take('files', undefined);
      offers.take('files', files);
      expect(firstOf(offers)).not.toBe(first);
      expect(firstOf(offers)).toEqual(first);
    });

    it('are read by the configuration that counts when they are taken, whenever that came', () => {
      const offers = new Offers(labelled('before'), undefined);
      const early = offers.readAhead(more);
      early.next();
      offers.reconfigure(labelled('after'), undefined);
      finish(early);
      offers.take('files', more);
      expect(offers.definitions('tools').map(({ facts }) => facts.labels)).toEqual([['after'], ['after']]);
    });

    it('are read again where the server sent something else than is shown', () => {
      const offers = new Offers(serversOf('files'), undefined);
      finish(offers.readAhead(files));
      const [shown = ''] = files.tools;
      offers.take('files', { ...files, sent: new Map([[shown, tool('read', { description: 'more' })]]) });
      expect(firstOf(offers)?.sent).toContain('more');
    });

    it('are not read where nobody configured them', () => {
      const offers = new Offers(serversOf('crm'), undefined);
      expect([...parts(offers.readAhead(files))]).toEqual([]);
      expect(offers.take('files', files)).toEqual(NOTHING);
    });
  });

  it("are not forgotten over what a session's own process offers", () => {
    const offers = new Offers(serversOf('files'), undefined);
    offers.take('files', files);
    const [first] = offers.definitions('tools');
    const own = offers.read('files', { ...files, tools: [...files.tools, tool('own')] });
    expect(own?.kept.tools.map(({ name }) => name)).toEqual(['read', 'own']);
    expect(own?.kept.tools[0]).toBe(first);
    offers.take('files', { ...files });
    expect(offers.definitions('tools')[0]).toBe(first);
  });
});
