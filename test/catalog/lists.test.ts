import { describe, expect, it } from 'vitest';
import { readDefinitions } from '../../src/catalog/definition.ts';
import { Lists } from '../../src/catalog/lists.ts';
import { OWN_TOOLS } from '../../src/catalog/own.ts';
import { nameUnion } from '../../src/catalog/union.ts';
import { tool } from './listing.ts';

const shown = (...names: string[]) =>
  nameUnion(
    'tools',
    readDefinitions(
      'tools',
      'a',
      names.map((name) => tool(name)),
      undefined,
    ).kept,
    'prefixed',
    [],
  ).shown;
const names = (text: string): string[] => (JSON.parse(text) as { name: string }[]).map(({ name }) => name);
const own = OWN_TOOLS.map((each) => each.shown);

describe('lists', () => {
  it('have our own tools first, and what is granted', () => {
    const lists = new Lists();
    lists.put('tools', shown('x', 'y'));
    lists.put('prompts', []);
    expect(names(lists.text('tools', () => true))).toEqual([...own, 'a__x', 'a__y']);
    expect(names(lists.text('tools', (upstream, name) => upstream === 'a' && name === 'y'))).toEqual([...own, 'a__y']);
    expect(lists.text('prompts', () => true)).toBe('[]');
    expect(lists.text('resources', () => true)).toBe('[]');
  });

  it('ask a grant once, until the list changes', () => {
    const lists = new Lists();
    lists.put('tools', shown('x'));
    let asked = 0;
    const granted = (): boolean => asked++ >= 0;
    const first = lists.text('tools', granted);
    expect(lists.text('tools', granted)).toBe(first);
    expect(asked).toBe(1);
    lists.put('tools', shown('x', 'z'));
    expect(names(lists.text('tools', granted))).toEqual([...own, 'a__x', 'a__z']);
  });

  it('stay right for more sets of grants than are kept', () => {
    const lists = new Lists();
    lists.put('tools', shown(...Array.from({ length: 80 }, (_, i) => `t${i}`)));
    for (let i = 0; i < 80; i++) {
      expect(names(lists.text('tools', (_, name) => name === `t${i}`))).toEqual([...own, `a__t${i}`]);
    }
  });
});
