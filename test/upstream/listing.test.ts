import { afterEach, describe, expect, test } from 'vitest';
import { MOST_DEFINITIONS } from '../../src/model/tool.ts';
import { call, closeAll, node, ready, until } from './rig.ts';

afterEach(closeAll);

const names = (tools: readonly string[] = []): string[] => tools.map((tool) => JSON.parse(tool).name);

describe('listing', () => {
  test('takes all pages, the one behind the empty cursor included', async () => {
    const { listings } = await ready({ many: node('many-tools', ['250']) });
    expect(names(listings.get('many')?.tools)).toEqual(Array.from({ length: 250 }, (_, i) => `tool_${i}`));
  });

  test('cursors that run in circles end', async () => {
    const { listings, lines } = await ready({ many: node('many-tools', ['250', 'circle']) });
    expect(listings.get('many')?.tools.length).toBeGreaterThanOrEqual(250);
    expect(lines.join()).toMatch(/runs in circles/);
  });

  test('there is an end to pages', async () => {
    const { listings, lines } = await ready({ many: node('many-tools', ['700', 'on', '10']) });
    expect(listings.get('many')?.tools).toHaveLength(640);
    expect(lines.join()).toMatch(/more than 64 pages/);
  });

  test('of more than may be shown no more is read than tells that', async () => {
    const { listings, lines } = await ready({
      many: node('many-tools', ['6500']),
      one: node('many-tools', ['6500', 'on', '6500']),
    });
    for (const name of ['many', 'one']) expect(listings.get(name)?.tools).toHaveLength(MOST_DEFINITIONS + 1);
    expect(lines.join()).not.toMatch(/pages/);
  });

  test('a burst of changes is listed again once', async () => {
    const { upstreams, listings, say } = await ready({ many: node('many-tools', ['5']) });
    let count = 0;
    upstreams.onListing(() => count++);
    await say(call('many', 'tool_0'));
    await until(() => names(listings.get('many')?.tools).includes('tool_5'), 'the new tool is listed');
    expect(count).toBe(1);
  });

  test('a schema with 20,000 branches is text like any other', async () => {
    const { listings } = await ready({ bomb: node('schema-bomb') });
    expect(names(listings.get('bomb')?.tools)).toEqual(['bomb', 'echo']);
  });
});
