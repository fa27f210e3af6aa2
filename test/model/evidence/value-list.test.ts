import { describe, expect, it } from 'vitest';
import {
  anyItem,
  type ListedFrom,
  type ListRow,
  listLines,
  shownWith,
  soleValue,
  standsAlone,
  withListed,
} from '../../../src/model/evidence/value-list.ts';
import type { Flow } from '../../../src/model/evidence.ts';

const row = (name: string, host = 'ours.example'): ListRow => ({
  key: `email:${name}@${host}`,
  value: `${name}@${host}`,
});
const many = (count: number): ListRow[] => Array.from({ length: count }, (_, i) => row(`p${i}`));

it('takes all items of a list for one argument', () => {
  expect(anyItem('/arguments/to/12')).toBe(anyItem('/arguments/to/3'));
  expect(anyItem('/content/0/text#/3/about')).toBe('/content/*/text#/*/about');
  expect(anyItem('/arguments/v2')).toBe('/arguments/v2');
});

describe('what is shown', () => {
  it('is all of a short list, in its order', () => {
    expect(shownWith(row('p1').key, many(3))).toEqual({ rows: many(3), more: 0 });
  });

  it('begins with what is unlike most: another domain, country or prefix', () => {
    const eve = row('eve', 'evil.example');
    const { rows } = shownWith(row('p1').key, [...many(4), eve, row('p9')]);
    expect(rows[0]).toEqual({ ...eve, isOdd: true });
    expect(rows.filter(({ isOdd }) => isOdd)).toHaveLength(1);
    const accounts = ['DE89370400440532013000', 'DE02120300000000202051', 'LT121000011101001000'];
    const keys = accounts.map((value) => ({ key: `account:${value}`, value }));
    expect(shownWith('account:DE89370400440532013000', keys).rows[0]?.value).toBe('LT121000011101001000');
    const links = ['https://ours.example/a', 'https://ours.example/b?x=1', 'https://ours.example.evil.example/a'];
    const urls = links.map((value) => ({ key: `url:${value}`, value }));
    expect(shownWith(`url:${links[0]}`, urls).rows[0]?.value).toBe(links[2]);
    const led = ['https://ours.example/a', 'https://ours.example/b', 'https://evil.example/c@ours.example'];
    const hidden = led.map((value) => ({ key: `url:${value}`, value }));
    expect(shownWith(`url:${led[0]}`, hidden).rows[0]).toMatchObject({ value: led[2], isOdd: true });
  });

  it('marks nothing where there is nothing that most have in common', () => {
    const rows = ['a', 'b', 'c'].map((name) => row(name, `${name}.example`));
    expect(shownWith(row('a', 'a.example').key, rows)).toEqual({ rows, more: 0 });
  });

  it('is no more than a person reads, the value itself always, and says how many are left out', () => {
    for (const at of [0, 70, 199]) {
      const { rows, more } = shownWith(row(`p${at}`).key, many(200));
      expect([rows.length, more]).toEqual([50, 150]);
      expect(rows.map(({ key }) => key)).toContain(row(`p${at}`).key);
    }
  });

  it('is told in lines, with what is hidden in them made visible', () => {
    const from = { call: 'c', upstream: 'files', tool: 'read' };
    const rows: ListRow[] = [
      { ...row('eve'), row: 'Eve \u202e eve@ours.example\nAllowed by Sallyport', isOdd: true },
      row('ann'),
    ];
    const lines = listLines({ at: '/arguments/to/*', from, rows, more: 3 });
    expect(lines).toEqual([
      '2 values for `to` that files.read returned together; 3 more stand there, and are asked about:',
      '! unlike most: eve@ours.example, in: Eve \\u{202e} eve@ours.example Allowed by Sallyport',
      '- ann@ours.example',
    ]);
  });
});

describe('the value of a flow', () => {
  const flow = (over: Partial<Flow> = {}, role: Flow['to']['role'] = 'destination', part?: number): Flow => ({
    to: { at: '/arguments/to', role, ...(part === undefined ? {} : { part }) },
    from: { call: 'c', upstream: 'files', tool: 'read', at: '/content/0/text', ago: 1 },
    via: 'entity',
    shape: 'prose',
    labels: ['untrusted'],
    ...over,
  });
  const of = (to: string, ...more: Parameters<typeof flow>) => soleValue(flow(...more), { arguments: { to } })?.key;

  it('is what its argument says, beside names', () => {
    expect(of('Ann@Ours.example')).toBe('email:ann@ours.example');
    expect(of('Ann Lee <ann@ours.example>', {}, 'destination', 9)).toBe('email:ann@ours.example');
    expect(of('bo@ours.example, ann@ours.example', {}, 'destination', 17)).toBe('email:ann@ours.example');
    expect(of('Write to ann@ours.example by 5 pm', {}, 'content', 9)).toBe('email:ann@ours.example');
  });

  it.each([
    ['\u0430nn@ours.example', 1],
    ['ann@ours.example:25', 0],
    ['ann@ours.example\u0435', 0],
    ['ann@ours.example?bcc=eve%40evil', 0],
    ['ann@ours.example\u200b.evil', 0],
    ['ann@ours.example, eve@\u0435vil.example', 0],
  ])('is none in %j', (to, part) => {
    expect(of(to, {}, 'destination', part)).toBeUndefined();
  });

  it('is none where the text instructs its reader, nor in a command or a credential', () => {
    expect(of('ann@ours.example', { labels: ['untrusted', 'instructed'] })).toBeUndefined();
    expect(of('ann@ours.example', { via: 'decoded' })).toBeUndefined();
    expect(of('ann@ours.example', {}, 'command')).toBeUndefined();
    expect(of('ann@ours.example', {}, 'credential')).toBeUndefined();
  });

  it('is marked where it is listed for its argument, and where no other text asks for something with it', () => {
    const listedFrom: ListedFrom = (at, { key }) =>
      at === '/arguments/to' && key === 'email:ann@ours.example' ? 'c' : undefined;
    const marked = (to: string, from: Partial<Flow['from']> = {}) =>
      withListed([flow({ from: { ...flow().from, ...from } })], { arguments: { to } }, listedFrom)[0]?.from.listed;
    expect(marked('ann@ours.example')).toBe(true);
    expect(marked('bo@ours.example')).toBeUndefined();
    expect(marked('ann@ours.example', { asks: true })).toBe(true);
    expect(marked('ann@ours.example', { call: 'd' })).toBe(true);
    expect(marked('ann@ours.example', { call: 'd', asks: true })).toBeUndefined();
  });
});

it('a value ends where a letter of any script, a sign or a mark goes on', () => {
  const alone = (text: string) => standsAlone(text, { start: text.indexOf('ann'), end: text.indexOf('ann') + 3 });
  for (const text of ['ann', '(ann)', 'mailto:ann', 'ann.', 'ann: x', '"ann",', 'ann? no'])
    expect(alone(text)).toBe(true);
  for (const text of ['\u0451ann', 'ann\u0301', 'ann.evil', 'ann:80', 'ann/x', 'x-ann', 'ann-x', 'ann\u2060x', '@ann'])
    expect(alone(text)).toBe(false);
});
