import { expect, it } from 'vitest';
import { foundIn, shownAs, sourcesOf } from '../../../src/inspect/provenance/sources.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { mail, viewOf } from '../given.ts';

const to = { at: '/arguments/to', text: 'ada', role: 'destination' } as const;
const view = (memory: object) => viewOf({}, { memory: { ...NO_MEMORY, ...memory } });

it('of a value that a tool was given before are echoes, where the value decides', () => {
  const given = view({ given: () => 1 });
  expect(sourcesOf(given, to, 'exact:ada', 'ada', [mail])).toEqual([{ ...mail, isEcho: true }]);
  expect(sourcesOf(given, { ...to, role: 'content' }, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(sourcesOf(view({ given: () => 2 }), to, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(shownAs(view({ given: () => 1, find: () => [mail] }), 'exact:ada')).toEqual([{ ...mail, isEcho: true }]);
});

it('of a value that the session itself named before any text held it are the session as well', () => {
  const used = sourcesOf(view({ used: () => 1 }), to, 'exact:ada', 'ada', [mail]);
  expect(used).toHaveLength(2);
  expect(used[1]?.step).toBe(1);
  const written = view({ used: () => 1, search: () => [mail] });
  expect(sourcesOf(written, to, 'exact:ada', 'ada', [mail])).toEqual([mail]);
  expect(sourcesOf(view({ used: () => 1 }), to, 'exact:ada', 'ada', [])).toEqual([]);
});

it('of an address may be one text that gives both its halves', () => {
  const search = (text: string) => (text === 'lane.desk' || text === 'ours.example' ? [mail] : []);
  expect(foundIn(view({ search }), 'lane.desk@ours.example')).toEqual([mail]);
  const apart = (text: string) =>
    text === 'lane.desk' ? [mail] : text === 'ours.example' ? [{ ...mail, call: 'c-other' }] : [];
  expect(foundIn(view({ search: apart }), 'lane.desk@ours.example')).toEqual([]);
  const common = view({ search, count: () => 2 });
  expect(foundIn(common, 'lane.desk@ours.example')).toEqual([]);
  expect(foundIn(view({ search: (text: string) => (text === 'anna' ? [mail] : []) }), 'anna@ours.example')).toEqual([]);
});

it('of a value are texts that spell it otherwise', () => {
  const wrote = (one: string) => view({ search: (text: string) => (text === one ? [mail] : []) });
  expect(foundIn(wrote('eve@müller-bank.example'), 'eve@xn--mller-bank-9db.example')).toEqual([mail]);
  expect(foundIn(wrote('eve@xn--mller-bank-9db.example'), 'eve@müller-bank.example')).toEqual([mail]);
  expect(foundIn(wrote('+4930901820'), '+49 30 901820')).toEqual([mail]);
});
